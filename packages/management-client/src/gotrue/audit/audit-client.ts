import { clientOf, type Methods } from '@sallyport/core/endpoints';
import type { Wire } from '@sallyport/core/http';
import { requirePositive } from '../../client/require-positive.js';
import { allPages } from '../../resources/all-pages.js';
import { requireObject } from '../input.js';
import { listIn } from '../list-in.js';
import { believableTotal, positionOf } from '../page-position.js';
import { gotrueAuditCalls } from './audit.endpoints.js';
import type {
  GoTrueAuditEntry,
  GoTrueAuditPage,
  GoTrueAuditSelection,
  IterateGoTrueAuditOptions,
} from './audit.types.js';

const Calls = clientOf(gotrueAuditCalls);

/** What was done on a GoTrue server, and by whom. */
export class GoTrueAuditClient {
  readonly #calls: Methods<typeof gotrueAuditCalls>;

  constructor(wire: Wire) {
    this.#calls = new Calls(wire);
  }

  /**
   * Reads one page of the audit log, newest first.
   *
   * @param page - From 1. Default 1.
   * @param perPage - Entries in a page. Default 50.
   */
  async list(page = 1, perPage = 50, selection: GoTrueAuditSelection = {}): Promise<GoTrueAuditPage> {
    requirePositive('page', page);
    requirePositive('perPage', perPage);
    const { headers, body } = await this.#calls.list(page, perPage, requireObject('selection', selection));
    const entries = listIn(body);
    return { entries, ...positionOf(headers, { page, perPage, count: entries.length }) };
  }

  /**
   * Reads every entry and holds a few pages at a time. What is written meanwhile may be left out, what was there is not.
   *
   * @throws {InvalidResponseError} The server answers the same page again and again.
   */
  async *iterate(options: IterateGoTrueAuditOptions = {}): AsyncGenerator<GoTrueAuditEntry, void, undefined> {
    const { perPage = 200, ...selection } = requireObject('options', options);
    requirePositive('perPage', perPage);
    yield* allPages(async (page) => {
      const { entries, ...position } = await this.list(page, perPage, selection);
      return { list: entries, totalCount: believableTotal(position, page * perPage) };
    }, perPage);
  }
}
