import type { GoTrueFactor, GoTrueUser } from '@sallyport/core/gotrue';
import { GoTrueManagementClient } from './gotrue-management-client.js';
import type { GoTrueLink } from './users/users.types.js';

// Compiled, never run: each line under `@ts-expect-error` is a mistake that must not compile.

const client = new GoTrueManagementClient({ url: 'https://id.example/auth/v1', serviceRoleKey: 'key' });

// What is right compiles, and has the signature of its row.
const created: Promise<GoTrueUser> = client.users.create({ email: 'ada@example.com', app_metadata: { plan: 'pro' } });
const deleted: Promise<void> = client.users.delete('ada', { soft: true });
const signedOut: Promise<void> = client.with({ timeout: 5000 }).users.signOut('jwt', 'others');
const link: Promise<GoTrueLink> = client.users.generateLink({ type: 'recovery', email: 'ada@example.com' });
const factors: Promise<readonly GoTrueFactor[]> = client.factors.list('ada');
const next: Promise<number | null> = client.users
  .list(2, 50, { sort: 'created_at asc' })
  .then(({ nextPage }) => nextPage);
const all: AsyncGenerator<GoTrueUser, void, undefined> = client.users.iterate({ perPage: 100 });
void [created, deleted, signedOut, link, factors, next, all];
void client.users.generateLink({ type: 'email_change_new', email: 'a@example.com', new_email: 'b@example.com' });

// @ts-expect-error the key is missing
void new GoTrueManagementClient({ url: 'https://id.example/auth/v1' });
// @ts-expect-error a member is misspelt
void client.users.create({ emial: 'ada@example.com' });
// @ts-expect-error an id is only for new users
void client.users.update('ada', { id: 'eve' });
// @ts-expect-error the published client's boolean would be read as options
void client.users.delete('ada', true);
// @ts-expect-error a sign-up needs a password
void client.users.generateLink({ type: 'signup', email: 'ada@example.com' });
// @ts-expect-error a change of address needs the new one
void client.users.generateLink({ type: 'email_change_current', email: 'ada@example.com' });
// @ts-expect-error a recovery has no data
void client.users.generateLink({ type: 'recovery', email: 'ada@example.com', data: {} });
// @ts-expect-error no such scope
void client.users.signOut('jwt', 'everywhere');
// @ts-expect-error a factor is named with its user
void client.factors.delete('factor');
// @ts-expect-error a page is a number
void client.users.list('2');
