import { graphqlWith, rest, type Selection } from '@sallyport/core/endpoints';
import type { Resolve } from './graphql/resolve.js';
import type { Mount } from './mount.js';

// Compiled, never run: each line under `@ts-expect-error` is a mistake that must not compile.

declare const mount: Mount;
declare const resolve: Resolve;

interface Org {
  readonly id: string;
}

const orgs = rest('GET /users/{userId}/orgs')
  .accepts((userId: string, limit = 10) => ({ path: { userId }, query: { limit } }))
  .returns<readonly Org[]>();
const rename = rest('POST /orgs')
  .accepts((name: string) => ({ body: { name } }))
  .returns<Org>();
const counted = rest('GET /count')
  .returns<number>()
  .maps((count) => `${count} in all`);
const fields: Selection<Org> = 'id';
const org = graphqlWith()('query org', { id: 'String!' })
  .accepts((id: string) => ({ id }))
  .returns(fields);

// The names are the row's, and the values are whatever came in.
mount(orgs, ({ path, query }) => {
  const userId: string = path.userId;
  const limit: string | undefined = query.limit;
  return [{ id: `${userId}${limit}` }];
});
mount(rename, ({ body }) => ({ id: String(body.name) }));
mount(counted, () => 3);
resolve(org, ({ id }) => ({ id: id ?? '' }));

// @ts-expect-error the path has no such value
mount(orgs, ({ path }) => [{ id: path.orgId }]);
// @ts-expect-error the body has no such member
mount(rename, ({ body }) => ({ id: String(body.title) }));
// @ts-expect-error a member of a body is not to be believed
mount(rename, ({ body }) => ({ id: body.name }));
// @ts-expect-error a query holds texts
mount(orgs, ({ query }) => [{ id: query.limit + 1 }]);
// @ts-expect-error the row says that it is a list
mount(orgs, () => ({ id: '1' }));
// @ts-expect-error the handler answers what comes over the wire, and not what the client makes of it
mount(counted, () => '3 in all');
// @ts-expect-error what must be there by the row may be missing all the same
resolve(org, ({ id }) => ({ id }));
// @ts-expect-error the operation has no such argument
resolve(org, ({ name }) => ({ id: name }));
