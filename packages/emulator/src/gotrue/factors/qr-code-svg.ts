/**
 * Draws a text as a QR code. Clients put it behind `data:image/svg+xml;utf-8,` as it is, where a `#` would end it.
 */
export async function qrCodeSvg(text: string): Promise<string> {
  const { encode } = await import('uqr');
  const { data: rows, size } = encode(text, { border: 4 });
  const path = rows.map((cells, row) =>
    cells.map((isDark, column) => (isDark ? `M${column} ${row}h1v1h-1z` : '')).join(''),
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="white" d="M0 0h${size}v${size}H0z"/><path fill="black" d="${path.join('')}"/></svg>`
  );
}
