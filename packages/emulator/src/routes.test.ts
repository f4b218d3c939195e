import { describe, expect, it } from '@jest/globals';
import * as authenticationTables from '@sallyport/authentication-client/endpoints';
import * as managementTables from '@sallyport/management-client/endpoints';
import { buildSchema, parse, validate } from 'graphql';
import { App } from './app.js';
import { authingFeatures } from './authing/features.js';
import { sharedTypes } from './authing/graphql/schema.graphql.js';
import { Control } from './control/control.js';
import { setUpDomain } from './domain/domain.fixture.js';
import { emulator, wire } from './emulator-under-test.fixture.js';
import { AssuredTokenSigner } from './keys/assured-token-signer.js';
import { KeyRing } from './keys/key-ring.js';
import { EMAIL, PASSWORD } from './wire-driver.fixture.js';

interface RestRow {
  readonly method: string;
  readonly path: string;
}
interface GraphqlRow {
  readonly root: string;
  readonly document: () => string;
}

const addresses = Object.values({ ...authenticationTables, ...managementTables })
  .flatMap((table) => Object.values(table as Readonly<Record<string, { readonly address: RestRow | GraphqlRow }>>))
  .map(({ address }) => address);
const restRows = addresses.filter((address) => 'path' in address);
const graphqlRows = addresses.filter((address) => 'root' in address);

const domain = setUpDomain();
const patterns = routesOf();
const schema = buildSchema([sharedTypes, ...authingFeatures.map(({ typeDefs = '' }) => typeDefs)].join('\n'));
const resolved = new Set<string>();
for (const { resolvers } of authingFeatures) resolvers?.(({ address }) => resolved.add(address.root), domain);

/** Method and path of all routes, with `:` in place of each placeholder. */
function routesOf(): ReadonlySet<string> {
  const keys = new KeyRing(() => domain.store.tokenKeys.current);
  const unread = (): never => {
    throw new Error('Mounting reads no settings');
  };
  const app = new App({
    control: new Control(domain, domain.clock, { settings: {}, seed: undefined }, () => null),
    keys,
    assuredSigner: new AssuredTokenSigner({ algorithm: unread, keys, sharedSecret: unread, givenKeys: unread }),
    url: unread,
    flush: () => {},
    onUnexpected: () => {},
  });
  return new Set(app.routes.list().map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`));
}

const hasRoute = ({ method, path }: RestRow): boolean => patterns.has(`${method} ${path.replace(/\{[^}]+\}/g, ':')}`);

describe('an endpoint that a client declares', () => {
  it.each([...new Map(restRows.map((row) => [`${row.method} ${row.path}`, row]))])('%s has a route', (_, row) => {
    expect(hasRoute(row)).toBe(true);
  });

  it.each([...new Map(graphqlRows.map((row) => [row.root, row]))])(
    '%s has a root field and a resolver',
    (root, row) => {
      expect(validate(schema, parse(row.document()))).toEqual([]);
      expect(resolved.has(root)).toBe(true);
    },
  );

  it('has no route when only the placeholder of another one fits', () => {
    expect(restRows.length).toBeGreaterThan(60);
    expect(hasRoute({ method: 'GET', path: '/api/v2/users/{userId}' })).toBe(true);
    expect(hasRoute({ method: 'GET', path: '/api/v2/users/login-status' })).toBe(false);
  });
});

describe('a path without a route', () => {
  it.each([
    ['GET', '/api/v2/users/login-status'],
    ['GET', '/api/v2/users/login-status?userId=u1&appId=app1'],
    ['GET', '/api/v2/users/login%2Dstatus'],
    ['POST', '/api/v2/users/batch'],
    ['POST', '/api/v2/users/filter'],
    ['POST', '/api/v2/users/kick'],
    ['GET', '/api/v2/users'],
    ['GET', '/api/v2/users/u1/orgs/more'],
  ])('answers 404 to %s %s', async (method, path) => {
    const bearer = await wire.managementToken();
    const { status, body } = await wire.send(method, path, { bearer });
    expect([status, body]).toEqual([404, { code: 404, message: 'There is no such path', data: null }]);
  });

  it('is none where another verb has one, whatever placeholder stands beside it', async () => {
    const { status, headers } = await wire.send('GET', '/api/v2/users/link', { bearer: await wire.managementToken() });
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('takes no user away whose id is another word', async () => {
    await emulator.seed({ objects: [{ kind: 'user', id: 'login', email: EMAIL, password: PASSWORD }] });
    const { body } = await wire.send('GET', '/api/v2/users/login', { bearer: await wire.managementToken() });
    expect(body.data.email).toBe(EMAIL);
  });
});
