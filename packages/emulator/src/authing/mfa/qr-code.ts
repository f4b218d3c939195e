const PIXELS_PER_MODULE = 4;

/** Draws a text as a QR code, as a PNG in a data URL. */
export async function qrCodeDataUrl(text: string): Promise<string> {
  const [{ encode }, { PNG }] = await Promise.all([import('uqr'), import('pngjs')]);
  const { data: modules, size } = encode(text, { border: 4 });
  const side = size * PIXELS_PER_MODULE;
  const image = new PNG({ width: side, height: side });
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const isDark = modules[Math.floor(y / PIXELS_PER_MODULE)]?.[Math.floor(x / PIXELS_PER_MODULE)];
      const shade = isDark ? 0 : 255;
      image.data.set([shade, shade, shade, 255], (y * side + x) * 4);
    }
  }
  return `data:image/png;base64,${PNG.sync.write(image, { colorType: 0 }).toString('base64')}`;
}
