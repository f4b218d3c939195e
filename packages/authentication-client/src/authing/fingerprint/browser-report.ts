import { plugins } from './browser-parts.js';
import type { BrowserReport } from './fingerprint.types.js';

/** What this browser says of itself, in the words that the vendor's server knows. */
export function browserReport(): BrowserReport {
  const { userAgent, language } = navigator;
  const installed = plugins();
  const mimeTypes = Array.from(navigator.mimeTypes ?? [], ({ type, description, suffixes }) => ({
    type,
    description,
    suffixes,
  }));
  const isRatioCounted = userAgent.includes('Chrome'); // as the vendor's client has it
  return {
    os: nameIn(userAgent, SYSTEMS, 'Other'),
    version: /(?:Chrome|Firefox)\/([\d.]+)|MSIE ([\d.]+)/.exec(userAgent)?.slice(1).find(Boolean) ?? 'Unknown',
    appCodeName: nameIn(userAgent, BROWSERS, 'Unknown'),
    vendor: nameIn(userAgent, VENDORS, 'Unknown'),
    screenHeight: /Chrome|Firefox/.test(userAgent) ? screen.height : window.innerHeight,
    screenWidth: window.innerWidth,
    colorDepth: screen.colorDepth * (isRatioCounted ? window.devicePixelRatio : 1),
    product: nameIn(userAgent, ENGINES, 'Unknown'),
    language,
    onLine: true, // it is about to send this
    mimeTypes: JSON.stringify(mimeTypes),
    mimeTypesLength: mimeTypes.length,
    productSub: /Firefox|Chrome/.test(userAgent) ? '20030107' : '0',
    cookie: navigator.cookieEnabled,
    pluginsLength: installed.length,
    plugins: JSON.stringify(installed),
    userAgent,
    type: 'Browser',
  };
}

/** The browser and its version, such as `chrome/120.0.0.0`. */
export function browserName(): string | undefined {
  const agent = navigator.userAgent.toLowerCase();
  const found = /firefox\/[\d.]+/.exec(agent) ?? /edg\/[\d.]+/.exec(agent) ?? /chrome\/[\d.]+/.exec(agent);
  if (found) return found[0];
  const safari = agent.includes('safari') ? /version\/([\d.]+)/.exec(agent) : null;
  return safari ? `safari/${safari[1]}` : undefined;
}

type Names = readonly (readonly [pattern: RegExp, name: string])[];

/** The first that is found. Browsers carry the names of those they want to be taken for, so the order counts. */
function nameIn(userAgent: string, names: Names, otherwise: string): string {
  return names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? otherwise;
}

const SYSTEMS: Names = [
  [/Windows NT 10\.0/, 'Windows 10'],
  [/Windows NT 6\.2/, 'Windows 8'],
  [/Windows NT 6\.1/, 'Windows 7'],
  [/Mac/, 'Mac OS'],
  [/X11/, 'UNIX'],
  [/Linux/, 'Linux'],
];

const BROWSERS: Names = [
  [/Chrome/, 'Chrome'],
  [/Firefox/, 'Firefox'],
  [/Safari/, 'Safari'],
];

const VENDORS: Names = [
  [/Chrome/, 'Google'],
  [/Firefox/, 'Mozilla'],
  [/Safari/, 'Apple'],
];

const ENGINES: Names = [
  [/WebKit/, 'WebKit'],
  [/Gecko/, 'Gecko'],
];
