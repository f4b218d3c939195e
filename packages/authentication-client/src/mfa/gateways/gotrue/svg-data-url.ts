/** An image that the wire tells as SVG text, as a page shows it. As the published client writes it, to the letter. */
export function svgDataUrl(svg: string): string {
  return `data:image/svg+xml;utf-8,${svg}`;
}
