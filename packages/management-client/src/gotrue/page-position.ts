/** Where a page stands in its list. */
export interface PagePosition {
  /** How many there are in all pages; `null` where the server does not say. */
  readonly total: number | null;
  /** `null` on the last page. Where the server does not say which that is, a full page is not taken for the last. */
  readonly nextPage: number | null;
  /** `null` where the server does not say. */
  readonly lastPage: number | null;
}

/** A page that was read. */
export interface ReadPage {
  readonly page: number;
  readonly perPage: number;
  /** How many came. */
  readonly count: number;
}

/**
 * Reads from the headers of an answer where its page stands: `X-Total-Count`, and `Link` with the pages `next` and `last`.
 *
 * @see RFC 8288 (web linking)
 */
export function positionOf(
  headers: Readonly<Record<string, string>>,
  { page, perPage, count }: ReadPage,
): PagePosition {
  const total = wholeNumber(headers['x-total-count']);
  const told = pagesIn(headers.link ?? '');
  const next = told.get('next') ?? 0;
  const last = told.get('last') ?? (total === null ? null : Math.ceil(total / perPage));
  const isMore = last === null ? count >= perPage : page < last;
  return {
    total,
    // One that leads back would have its reader go round for ever.
    nextPage: next > page ? next : isMore ? page + 1 : null,
    lastPage: last === null ? null : Math.max(1, last), // an empty list has one page
  };
}

/**
 * The total, where the page bears it out: one that is reached already, while the server names a next page, counts
 * something else.
 *
 * @param end - How many there are up to the end of the page.
 */
export function believableTotal({ total, nextPage }: PagePosition, end: number): number | null {
  return total !== null && nextPage !== null && total <= end ? null : total;
}

// The numbers of pages by the names of their relations: `</admin/users?page=12&per_page=50>; rel="next", …`
function pagesIn(link: string): ReadonlyMap<string, number> {
  const pages = new Map<string, number>();
  for (const [, target = '', parameters = ''] of link.matchAll(/<([^<>]*)>([^<]*)/g)) {
    const number = wholeNumber(/[?&]page=([^&#]*)/.exec(target)?.[1]);
    const [, quoted, bare] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters) ?? [];
    if (number === null) continue;
    for (const name of (quoted ?? bare ?? '').split(/\s+/)) if (!pages.has(name)) pages.set(name, number);
  }
  return pages;
}

function wholeNumber(text: string | undefined): number | null {
  const number = /^\s*\d+\s*$/.test(text ?? '') ? Number(text) : null;
  return Number.isSafeInteger(number) ? number : null;
}
