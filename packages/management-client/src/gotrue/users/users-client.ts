import { type ClientOf, clientOf, type Methods } from '@sallyport/core/endpoints';
import type { GoTrueUser } from '@sallyport/core/gotrue';
import type { Wire } from '@sallyport/core/http';
import { requirePositive } from '../../client/require-positive.js';
import { allPages } from '../../resources/all-pages.js';
import { requireObject } from '../input.js';
import { listIn } from '../list-in.js';
import { believableTotal, positionOf } from '../page-position.js';
import { gotrueUsersCalls, gotrueUsersEndpoints } from './users.endpoints.js';
import type { GoTrueUsersPage, GoTrueUsersSelection, IterateGoTrueUsersOptions } from './users.types.js';

const UsersRows: ClientOf<typeof gotrueUsersEndpoints> = clientOf(gotrueUsersEndpoints);
const Calls = clientOf(gotrueUsersCalls);

/** The users of a GoTrue server. */
export class GoTrueUsersClient extends UsersRows {
  readonly #calls: Methods<typeof gotrueUsersCalls>;

  constructor(wire: Wire) {
    super(wire);
    this.#calls = new Calls(wire);
  }

  /**
   * Reads one page of users, newest first.
   *
   * @param page - From 1. Default 1.
   * @param perPage - Users in a page. Default 50.
   * @see https://supabase.com/docs/reference/javascript/auth-admin-listusers
   */
  async list(page = 1, perPage = 50, selection: GoTrueUsersSelection = {}): Promise<GoTrueUsersPage> {
    requirePositive('page', page);
    requirePositive('perPage', perPage);
    const { headers, body } = await this.#calls.list(page, perPage, requireObject('selection', selection));
    const users = listIn(body?.users);
    return { users, ...positionOf(headers, { page, perPage, count: users.length }) };
  }

  /**
   * Reads every user and holds a few pages at a time, so that any number of users will do. Users may be created or deleted
   * meanwhile, also by the loop itself: none is missed, as long as they are fewer than a page between two reads, and the
   * server tells how many there are (`X-Total-Count`, which some gateways drop).
   *
   * @throws {InvalidResponseError} The server answers the same page again and again.
   */
  async *iterate(options: IterateGoTrueUsersOptions = {}): AsyncGenerator<GoTrueUser, void, undefined> {
    const { perPage = 200, ...selection } = requireObject('options', options);
    requirePositive('perPage', perPage);
    yield* allPages(async (page) => {
      const { users, ...position } = await this.list(page, perPage, selection);
      return { list: users, totalCount: believableTotal(position, page * perPage) };
    }, perPage);
  }
}
