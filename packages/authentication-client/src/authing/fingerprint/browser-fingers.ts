import type { Clock } from '@sallyport/core/clock';
import { encodeUtf8, sha256 } from '@sallyport/core/crypto';
import { InputError } from '@sallyport/core/errors';
import { hasPage } from '@sallyport/core/platform';
import { audioPart, canvasPart, fontsPart, plugins, webglPart } from './browser-parts.js';
import type { BrowserFingers } from './fingerprint.types.js';

const PARTS = ['userAgent', 'audio', 'canvas', 'screenResolution', 'webgl', 'fonts', 'plugins'] as const;
type Parts = Readonly<Record<(typeof PARTS)[number], string>>;

// The vendor's client keeps them under these names, and a page may have used that one before.
const ID_KEY = 'browserId';
const PARTS_KEY = 'deviceFingers';

/** Some browsers never finish a sound that nobody has asked for. */
const LONGEST_SOUND_MS = 1_000;

/**
 * What this browser is told apart by. It is found out with the first call, kept in `localStorage`, and goes nowhere by
 * itself: no other host is asked, and nothing is computed before somebody calls this.
 *
 * @throws {InputError} There is no page.
 */
export async function browserFingers(clock: Clock): Promise<BrowserFingers> {
  if (!hasPage() || !globalThis.navigator) {
    throw new InputError({ message: 'A fingerprint is that of a page’s browser', remedy: 'Call it in a browser.' });
  }
  return readKept() ?? keep(await look(clock));
}

async function look(clock: Clock): Promise<{ readonly id: string; readonly parts: Parts }> {
  const texts: Parts = {
    userAgent: navigator.userAgent,
    audio: await Promise.race([orEmpty(audioPart), clock.sleep(LONGEST_SOUND_MS).then(() => '')]),
    canvas: await orEmpty(canvasPart),
    screenResolution: [screen.width, screen.height].sort((one, other) => other - one).join(),
    webgl: await orEmpty(webglPart),
    fonts: await orEmpty(fontsPart),
    plugins: await orEmpty(() => JSON.stringify(plugins())),
  };
  const more = [navigator.language, navigator.hardwareConcurrency, Intl.DateTimeFormat().resolvedOptions().timeZone];
  const parts = partsOf((name) => (texts[name] === '' ? '' : digest(texts[name])));
  return { id: digest(JSON.stringify([texts, more])), parts };
}

// Browsers that protect their users let some of these fail.
async function orEmpty(part: () => string | Promise<string>): Promise<string> {
  try {
    return await part();
  } catch {
    return '';
  }
}

function digest(text: string): string {
  const bytes = sha256(encodeUtf8(text)).subarray(0, 16);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function partsOf(digestOf: (name: keyof Parts) => string): Parts {
  // The names are those of the type.
  return Object.fromEntries(PARTS.map((name) => [name, digestOf(name)])) as Parts;
}

function readKept(): BrowserFingers | null {
  try {
    const id = localStorage.getItem(ID_KEY);
    const kept: unknown = JSON.parse(localStorage.getItem(PARTS_KEY) ?? 'null');
    if (!id || typeof kept !== 'object' || kept === null) return null;
    const members = kept as Readonly<Record<string, unknown>>; // each is checked where it is read
    return fingersOf(
      id,
      partsOf((name) => (typeof members[name] === 'string' ? members[name] : '')),
    );
  } catch {
    return null;
  }
}

function keep({ id, parts }: { readonly id: string; readonly parts: Parts }): BrowserFingers {
  try {
    localStorage.setItem(ID_KEY, id);
    localStorage.setItem(PARTS_KEY, JSON.stringify(parts));
  } catch {
    // It is found out again the next time.
  }
  return fingersOf(id, parts);
}

function fingersOf(browserId: string, parts: Parts): BrowserFingers {
  return {
    browserId,
    deviceFingers: {
      userAgentFingerprint: parts.userAgent,
      audioFingerprint: parts.audio,
      canvasFingerprint: parts.canvas,
      screenResolutionFingerprint: parts.screenResolution,
      webglFingerprint: parts.webgl,
      fontsFingerprint: parts.fonts,
      pluginsFingerprint: parts.plugins,
    },
  };
}
