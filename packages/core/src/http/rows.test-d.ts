import { clientOf } from './client-of.js';
import { graphqlWith, type Selection } from './graphql.js';
import { rest } from './rest.js';
import type { Wire } from './wire.js';

// Compiled, never run: each line under `@ts-expect-error` is a mistake that must not compile.

declare const wire: Wire;
const graphql = graphqlWith<{ UserInput: { readonly name: string } }>();
const fields: Selection<{ id: string }> = 'id';

// What is right compiles, and gives the method its signature.
const table = {
  orgs: rest('GET /users/{userId}/orgs/{orgId}')
    .accepts((userId: string, orgId: string, page = 1) => ({ path: { userId, orgId }, query: { page } }))
    .returns<string[]>(),
  ofPool: rest('GET /pools/{client.userPoolId}').returns<number>(),
  verify: rest('POST /verify', { credential: 'argument' })
    .accepts((bearer: string) => ({ body: {}, bearer }))
    .returns<void>(),
  users: graphql('query users', { page: 'Int', input: 'UserInput!' })
    .accepts((name: string, page?: number) => ({ page, input: { name } }))
    .returns(fields)
    .maps(({ id }) => id),
};
const Client = clientOf(table);
const client = new Client(wire);
const orgs: Promise<string[]> = client.orgs('u', 'o');
const id: Promise<string> = client.users('Ada', 2);
const pool: Promise<number> = client.ofPool();
void [orgs, id, pool];

// @ts-expect-error a path value is missing
rest('GET /users/{userId}/orgs/{orgId}').accepts((userId: string) => ({ path: { userId } }));
// @ts-expect-error a path value is misspelt
rest('GET /users/{userId}').accepts((userID: string) => ({ path: { userID } }));
// @ts-expect-error a path value is surplus
rest('GET /users/{userId}').accepts((userId: string) => ({ path: { userId, orgId: 'o' } }));
// @ts-expect-error the path is missing altogether
rest('GET /users/{userId}').accepts((userId: string) => ({ query: { userId } }));
// @ts-expect-error a path value is an object
rest('GET /users/{userId}').accepts((userId: { id: string }) => ({ path: { userId } }));
// @ts-expect-error a route with values cannot do without `accepts`
rest('GET /users/{userId}').returns<void>();
// @ts-expect-error a part of the request is misspelt
rest('POST /users').accepts((name: string) => ({ bdy: { name } }));
// @ts-expect-error a part of the request is surplus
rest('GET /users').accepts((page: number) => ({ query: { page }, page }));
// @ts-expect-error a query value is an object
rest('GET /users').accepts((filter: { name: string }) => ({ query: { filter } }));
// @ts-expect-error no such verb
rest('FETCH /users');
// @ts-expect-error a path begins with a slash
rest('GET users');
// @ts-expect-error the credential is the argument's, and no bearer is handed over
rest('POST /verify', { credential: 'argument' }).accepts((totp: string) => ({ body: { totp } }));
// @ts-expect-error the credential is the client's, and a bearer is handed over
rest('POST /verify').accepts((bearer: string) => ({ bearer }));

// @ts-expect-error a required variable is missing
graphql('query user', { id: 'String!' }).accepts(() => ({}));
// @ts-expect-error a variable is misspelt
graphql('query user', { id: 'String!' }).accepts((ID: string) => ({ ID }));
// @ts-expect-error a variable is surplus
graphql('query user', { id: 'String!' }).accepts((id: string) => ({ id, name: 'Ada' }));
// @ts-expect-error a variable has the wrong type
graphql('query user', { page: 'Int' }).accepts((page: string) => ({ page }));
// @ts-expect-error a required variable may be null
graphql('query user', { id: 'String!' }).accepts((id: string | null) => ({ id }));
// @ts-expect-error the schema has no such type
graphql('query user', { id: 'Uuid!' });
// @ts-expect-error the credential of a GraphQL row cannot be an argument
graphql('query user', {}, { credential: 'argument' });
const unselected = graphql('query user', {}).accepts(() => ({}));
// @ts-expect-error an answer that is an object needs a selection
unselected.returns<{ id: string }>();

// @ts-expect-error an argument is missing
void client.orgs('u');
// @ts-expect-error an argument has the wrong type
void client.users(5);
// @ts-expect-error an argument is surplus
void client.ofPool('x');
// @ts-expect-error there is no such row
void client.absent();
