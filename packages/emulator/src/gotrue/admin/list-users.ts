import type { Account } from '../../domain/accounts/account.types.js';
import { detailsOf } from '../../domain/accounts/account-details.js';
import type { Context } from '../../http/context.js';
import type { GotrueContext } from '../gotrue-context.js';
import { invalid } from '../gotrue-refusal.js';
import { AUDIENCE, userView } from '../user-view.js';
import { pageOf, positive } from './pages.js';

const DEFAULT_LIMIT = 50;

/** Users in pages, or one after another from a cursor. */
export function mountListUsers({ domain, gate, on }: GotrueContext): void {
  on('GET', '/admin/users', async (c) => {
    await gate.requireAdmin(c);
    const ascending = isAscending(c.req.query('sort'));
    // The caller's own, where it names one: whom the token is for says nothing where it is an administrator's.
    const audience = c.req.header('x-jwt-aud') || AUDIENCE;
    const ofAudience = domain.accounts.all().filter((account) => detailsOf(account).audience === audience);
    const matching = ofAudience.filter(matcherOf(c.req.query('filter')));
    // Accounts have an order of their own where several came to be at one instant.
    const sorted = matching.sort((a, b) => a.createdAt - b.createdAt || a.sequence - b.sequence);
    if (!ascending) sorted.reverse();
    const isByCursor = c.req.query('limit') !== undefined || c.req.query('cursor') !== undefined;
    const { rows, ...more } = isByCursor ? afterCursor(c, sorted) : { rows: pageOf(c, '/admin/users', sorted) };
    return c.json({ users: rows.map(row), aud: audience, ...more });
  });

  // The wire spares itself what it would have to look up for each.
  function row(account: Account): object {
    const { factors: _, ...view } = userView(domain, account);
    return { ...view, identities: null };
  }
}

function matcherOf(filter = ''): (account: Account) => boolean {
  const wanted = filter.toLowerCase();
  return (account) => {
    const { full_name: fullName } = detailsOf(account).userMetadata;
    const texts = [account.email, fullName].filter((text) => typeof text === 'string');
    return wanted === '' || texts.some((text) => text.toLowerCase().includes(wanted));
  };
}

/** @throws {GotrueRefusal} It is no order that this wire has. */
function isAscending(sort = ''): boolean {
  const [field, direction = 'desc'] = (sort || 'created_at').toLowerCase().split(' ');
  if (field === 'created_at' && (direction === 'asc' || direction === 'desc')) return direction === 'asc';
  throw invalid(`Bad Sort Parameters: bad field for sort ${JSON.stringify(sort)}`);
}

function afterCursor(c: Context, sorted: readonly Account[]) {
  const limit = positive(c.req.query('limit'), DEFAULT_LIMIT);
  const cursor = c.req.query('cursor') ?? '';
  const last = sorted.findIndex(({ id }) => cursorOf(id) === cursor);
  if (cursor !== '' && last < 0) throw invalid('Bad Pagination Parameters: invalid cursor');
  const rows = sorted.slice(last + 1, last + 1 + limit);
  const hasMore = last + 1 + limit < sorted.length;
  const end = rows.at(-1);
  const next = hasMore && end ? { next_cursor: cursorOf(end.id) } : {};
  return { rows, pagination: { ...next, has_more: hasMore } };
}

function cursorOf(id: string): string {
  return Buffer.from(id).toString('base64url');
}
