import type { Settings } from '../domain/settings/settings.js';
import { isLoopbackOrigin } from '../http/loopback.js';

type RedirectSettings = Pick<Settings, 'redirectAllowList' | 'siteUrl'>;

/** Where a link may lead that was asked to lead somewhere: there, or silently to the site. */
export function redirectTarget(wanted: string | undefined, settings: RedirectSettings): string {
  return wanted !== undefined && isAllowed(wanted, settings) ? wanted : settings.siteUrl;
}

function isAllowed(wanted: string, { redirectAllowList, siteUrl }: RedirectSettings): boolean {
  if (!URL.canParse(wanted) || /[\s\\]/.test(wanted)) return false;
  const { protocol, origin, host, username, password } = new URL(wanted);
  if (username !== '' || password !== '') return false;
  const isWeb = protocol === 'http:' || protocol === 'https:';
  if (isWeb && (isLoopbackOrigin(origin) || host === new URL(siteUrl).host)) return true;
  const [withoutFragment = ''] = wanted.split('#');
  return redirectAllowList.some((glob) => patternOf(glob).test(withoutFragment));
}

/** `**` stands for anything, `*` for anything but dots and slashes, `?` for one of those. */
function patternOf(glob: string): RegExp {
  const parts = glob.split(/(\*\*|\*|\?)/).map((part) => {
    if (part === '**') return '.*';
    if (part === '*') return '[^./]*';
    return part === '?' ? '[^./]' : part.replace(/[.+^${}()|[\]\\/]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}

/** Adds values to the fragment of an address, and to its query where a server is to read them. */
export function withValues(
  target: string,
  values: Readonly<Record<string, string>>,
  place: { readonly query?: boolean; readonly fragment?: boolean },
): string {
  const url = new URL(target);
  const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  if (place.query) for (const [name, value] of sorted) url.searchParams.set(name, value);
  if (place.fragment) url.hash = new URLSearchParams([...sorted]).toString();
  // An origin without a path stays one.
  const isWithoutPath = /^[a-z][\w+.-]*:\/\/[^/?#]+(?:[?#]|$)/i.test(target);
  return isWithoutPath ? url.href.replace(`${url.origin}/`, url.origin) : url.href;
}
