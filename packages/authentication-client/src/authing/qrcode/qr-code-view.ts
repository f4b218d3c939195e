import type { QrCodeScanningOptions } from './qr-code.types.js';

/**
 * The picture of a code, a text below it, and at times a button. Texts are set as texts and styles by property, so that
 * a strict content security policy and Trusted Types have nothing to object to.
 */
export class QrCodeView {
  readonly #host: HTMLElement;
  readonly #code = document.createElement('div');
  readonly #text = document.createElement('p');
  readonly #size: { readonly width: number; readonly height: number };

  constructor(domId: string, { size, containerSize }: Pick<QrCodeScanningOptions, 'size' | 'containerSize'>) {
    this.#size = size ?? { width: 240, height: 240 };
    this.#host = document.getElementById(domId) ?? makeHost(domId, containerSize ?? { width: 300, height: 300 });
    this.#host.style.textAlign = 'center';
    this.#code.style.position = 'relative';
    this.#text.setAttribute('role', 'status');
    this.#host.replaceChildren(this.#code, this.#text);
  }

  /** Whether the page still has a place for it. */
  get isThere(): boolean {
    return this.#host.isConnected && this.#code.parentNode === this.#host;
  }

  showCode(
    url: string,
    logo: string | null | undefined,
    listeners: { readonly onLoad: () => void; readonly onError: () => void },
  ): void {
    const image = this.#image(url, this.#size.width);
    image.alt = 'QR code';
    image.addEventListener('load', listeners.onLoad);
    image.addEventListener('error', listeners.onError);
    this.#code.replaceChildren(image);
    if (logo) this.#code.append(this.#centred(this.#image(logo, this.#size.width / 5)));
  }

  /** Says how things are. An offer that was made is gone with it. */
  showText(text: string): void {
    this.#text.textContent = text;
  }

  offer(text: string, onClick: () => void): void {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.addEventListener('click', onClick, { once: true });
    this.#text.append(document.createElement('br'), button);
  }

  clear(): void {
    this.#code.replaceChildren();
    this.showText('');
  }

  #image(url: string, width: number): HTMLImageElement {
    const image = document.createElement('img');
    image.width = width;
    image.height = (width / this.#size.width) * this.#size.height;
    image.alt = '';
    image.src = url;
    return image;
  }

  #centred(image: HTMLImageElement): HTMLImageElement {
    Object.assign(image.style, { position: 'absolute', left: '50%', top: '50%', transform: 'translate(-50%, -50%)' });
    return image;
  }
}

function makeHost(id: string, size: { readonly width: number; readonly height: number }): HTMLElement {
  const host = document.createElement('div');
  host.id = id;
  Object.assign(host.style, {
    position: 'fixed',
    left: '50%',
    top: '50%',
    transform: 'translate(-50%, -50%)',
    zIndex: '65535',
    background: '#fff',
    border: '1px solid #ccc',
    minWidth: `${size.width}px`,
    minHeight: `${size.height}px`,
  });
  document.body.append(host);
  return host;
}
