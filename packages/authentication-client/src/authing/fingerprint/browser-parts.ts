// What browsers differ in, as texts. A part that a browser lacks, or does not show, is the empty text.

/** What the drawing of a text and of shapes looks like: it depends on fonts, on their rendering, and on the machine. */
export function canvasPart(): string {
  const canvas = document.createElement('canvas');
  canvas.width = 240;
  canvas.height = 60;
  const drawing = canvas.getContext?.('2d');
  if (!drawing) return '';
  drawing.fillStyle = '#f60';
  drawing.fillRect(100, 1, 62, 20);
  drawing.font = '11pt "Times New Roman"';
  drawing.fillStyle = '#069';
  drawing.fillText('Cwm fjordbank gly \u{1F603}', 2, 15);
  drawing.fillStyle = 'rgba(102, 204, 0, 0.2)';
  drawing.font = '18pt Arial';
  drawing.fillText('Cwm fjordbank gly \u{1F603}', 4, 45);
  return canvas.toDataURL();
}

/** Which graphics card draws in three dimensions, and what it can do. */
export function webglPart(): string {
  const graphics = document.createElement('canvas').getContext?.('webgl');
  if (!graphics) return '';
  const card = graphics.getExtension('WEBGL_debug_renderer_info');
  const names = [
    graphics.VENDOR,
    graphics.RENDERER,
    graphics.VERSION,
    graphics.SHADING_LANGUAGE_VERSION,
    graphics.MAX_TEXTURE_SIZE,
    graphics.MAX_VIEWPORT_DIMS,
    graphics.MAX_VERTEX_ATTRIBS,
    ...(card ? [card.UNMASKED_VENDOR_WEBGL, card.UNMASKED_RENDERER_WEBGL] : []),
  ];
  const values = names.map((name): unknown => graphics.getParameter(name));
  return [...values.map(String), ...(graphics.getSupportedExtensions() ?? [])].join('~');
}

/** What a tone sounds like once it is compressed: floating-point arithmetic differs between machines. */
export async function audioPart(): Promise<string> {
  if (typeof OfflineAudioContext !== 'function') return '';
  const audio = new OfflineAudioContext(1, 5_000, 44_100);
  const tone = audio.createOscillator();
  tone.type = 'triangle';
  tone.frequency.value = 10_000;
  const compressor = audio.createDynamicsCompressor();
  tone.connect(compressor).connect(audio.destination);
  tone.start();
  const samples = (await audio.startRendering()).getChannelData(0).subarray(4_500);
  return String(samples.reduce((sum, sample) => sum + Math.abs(sample), 0));
}

const FONTS = [
  'Arial Black',
  'Calibri',
  'Cambria',
  'Comic Sans MS',
  'Consolas',
  'Futura',
  'Helvetica Neue',
  'Hiragino Sans GB',
  'Menlo',
  'Microsoft YaHei',
  'Noto Sans CJK SC',
  'PingFang SC',
  'Roboto',
  'Segoe UI',
  'SimSun',
  'Ubuntu',
] as const;
const FALLBACKS = ['monospace', 'serif'] as const;

/** Which fonts are there: a text in one of them is as wide as in its fallback only where it is missing. */
export function fontsPart(): string {
  const drawing = document.createElement('canvas').getContext?.('2d');
  if (!drawing) return '';
  const widthIn = (family: string): number => {
    drawing.font = `48px ${family}`;
    return drawing.measureText('mmMwWLliI0O&1汉').width;
  };
  return FONTS.filter((font) =>
    FALLBACKS.some((fallback) => widthIn(`"${font}", ${fallback}`) !== widthIn(fallback)),
  ).join();
}

/** A plugin, as much as browsers still tell. */
export interface PluginPart {
  readonly name: string;
  readonly description: string;
  readonly mimeTypes: readonly { readonly type: string; readonly suffixes: string }[];
}

/** Which plugins are there. */
export function plugins(): readonly PluginPart[] {
  return Array.from(navigator.plugins ?? [], (plugin) => ({
    name: plugin.name,
    description: plugin.description,
    mimeTypes: Array.from(plugin, ({ type, suffixes }) => ({ type, suffixes })),
  }));
}
