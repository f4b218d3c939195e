import type { CallerHeaders } from '@sallyport/core/authing';
import { InputError } from '@sallyport/core/errors';
import { requireText } from '@sallyport/core/validation';

/** What calls say of the application they come from. */
export class CallerClient {
  readonly #headers: CallerHeaders;

  constructor({ options }: { readonly options: { readonly headers: CallerHeaders } }) {
    this.#headers = options.headers;
  }

  /** Sets the language of the server's messages, for the calls to come. */
  setLang(lang: 'zh-CN' | 'en-US' | (string & {})): void {
    this.#headers.set('lang', headerText('lang', lang));
  }

  /** Sets what calls say they come from, for the calls to come. */
  setRequestFrom(requestFrom: string): void {
    this.#headers.set('request-from', headerText('requestFrom', requestFrom));
  }
}

function headerText(name: string, value: string): string {
  const text = requireText(name, value);
  if (/^[\x20-\x7e\xa0-\xff]*$/.test(text)) return text;
  throw new InputError({ message: `${name} holds characters that no header can carry`, remedy: `Check ${name}.` });
}
