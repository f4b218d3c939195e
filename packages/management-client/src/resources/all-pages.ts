import { InvalidResponseError } from '@sallyport/core/errors';

interface Page<Item> {
  /** `null` where the server does not say how many there are. */
  readonly totalCount: number | null;
  readonly list: readonly Item[];
}

// Reads in a row that may bring nothing new while the list changes under us.
const MOST_FRUITLESS_READS = 10;

// Reads whose ids are remembered, to tell what is new: going back and forward again, twice in a row, takes as many.
const REMEMBERED_READS = 8;

/**
 * Reads every item of a list that is served in numbered pages, and holds the ids of a few pages, so that any number of
 * items will do. Items that are deleted or created meanwhile do not make it miss others, as long as they are fewer than a
 * page between two reads; where the list changes at almost every read, one may come twice. Where the server tells no
 * total, deletions go unnoticed, and the list ends with a page that is short or empty.
 *
 * @param readPage - Reads a page, from 1.
 * @param pageSize - What `readPage` asks for; a server may answer less.
 * @throws {InvalidResponseError} The server answers the same pages again and again.
 */
export async function* allPages<Item extends { readonly id: string }>(
  readPage: (page: number) => Promise<Page<Item>>,
  pageSize: number,
): AsyncGenerator<Item, void, undefined> {
  let size = pageSize;
  let total: number | null = null; // the last that was told
  let position = 0; // where to read next
  let frontier = 0; // how far has been read
  let fruitless = 0;
  let recent: readonly ReadonlySet<string>[] = [];
  for (let isOver = false; !isOver; ) {
    const page = Math.floor(position / size) + 1;
    const start = (page - 1) * size;
    const { list, totalCount } = await readPage(page);
    // A total that the page itself disproves would end the list before its end.
    const isDisproved = list.length > 0 && totalCount !== null && totalCount < start + list.length;
    const told = isDisproved ? null : totalCount;
    const change: number = told === null ? 0 : told - (total ?? told);
    total = told ?? total;
    if (list.length === 0 && change >= 0) return; // a server that overstates its total must not loop us
    const fresh = list.filter(({ id }) => !recent.some((ids) => ids.has(id)));
    // The first page was all there is, and the server knows no second one.
    if (told === null && page === 2 && fresh.length === 0 && list.length < pageSize) return;
    fruitless = fresh.length > 0 ? 0 : fruitless + 1;
    const mayBeFruitless = change !== 0 || told === null || position < frontier;
    if (fruitless > (mayBeFruitless ? MOST_FRUITLESS_READS : 0)) throw turnsNoPages(page);
    yield* fresh;
    recent = [...recent.slice(1 - REMEMBERED_READS), new Set(list.map(({ id }) => id))];
    // It serves less than was asked for.
    if (page === 1 && list.length > 0 && list.length < Math.min(size, told ?? size)) size = list.length;
    const end = list.length > 0 ? page * size : start;
    frontier = Math.max(frontier + change, end);
    // What was deleted may have stood before this page, and then moved as many from its start onto the last one.
    position = change < 0 ? Math.max(0, start + change) : end;
    isOver = told === null ? list.length < size : position >= told;
  }
}

function turnsNoPages(page: number): InvalidResponseError {
  return new InvalidResponseError({
    message: `Page ${page} holds nothing but what the pages before it held`,
    remedy: 'The server does not turn pages; nothing more can be read from it.',
  });
}
