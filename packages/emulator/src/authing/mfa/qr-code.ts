const PIXELS_PER_MODULE = 4;

/** Draws a text as a QR code, as a PNG in a data URL. */
export async function qrCodeDataUrl(text: string): Promise<string> {
  const [{ encode }, { PNG }] = await Promise.all([import('uqr'), import('pngjs')]);
  const { data: modules, size } = encode(text, { border: 4 });
  const side = size * PIXELS_PER_MODULE;
  const image = new PNG({ width: side, height: side });
  image.data.fill(255);
  for (const [row, cells] of modules.entries()) {
    for (const [column, isDark] of cells.entries()) {
      if (isDark) blacken(image.data, row * PIXELS_PER_MODULE, column * PIXELS_PER_MODULE, side);
    }
  }
  return `data:image/png;base64,${PNG.sync.write(image, { colorType: 0, filterType: 0 }).toString('base64')}`;
}

/** Blackens one square of an opaque white image, four bytes a pixel. */
function blacken(pixels: Buffer, top: number, left: number, side: number): void {
  for (let y = top; y < top + PIXELS_PER_MODULE; y += 1) {
    for (let x = left; x < left + PIXELS_PER_MODULE; x += 1) {
      const start = (y * side + x) * 4;
      pixels.fill(0, start, start + 3);
    }
  }
}
