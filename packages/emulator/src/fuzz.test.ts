import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import * as authenticationTables from '@sallyport/authentication-client/endpoints';
import * as managementTables from '@sallyport/management-client/endpoints';
import fc from 'fast-check';
import type { Emulator } from './emulator.types.js';
import { startEmulator } from './start-emulator.js';
import { WireDriver } from './wire-driver.fixture.js';

let emulator: Emulator;
let bearers: string[];
const unexpected: unknown[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual', onUnexpectedError: (error) => unexpected.push(error) });
  const wire = new WireDriver(emulator);
  const { token } = await wire.bound('ada@example.com', 'correct horse');
  bearers = [
    token,
    await wire.mfaToken('ada@example.com', 'correct horse'),
    await wire.managementToken(),
    'rubbish',
    '',
  ];
});

afterAll(() => emulator.stop());

/** Every row of both clients, so that a new one is met without anybody who thinks of it. */
const rows = Object.values({ ...authenticationTables, ...managementTables }).flatMap((table) =>
  Object.values(table as Readonly<Record<string, Row>>),
);
const rest = rows.flatMap(({ address: { method, path } }) => (path === undefined ? [] : [`${method} ${path}`]));
const ROUTES = [
  ...new Set(rest),
  'GET /api/v2/.well-known',
  'GET /uploads/{folder}/{name}',
  'GET /oidc/.well-known/jwks.json',
  'POST /graphql/v2',
  'GET /oidc/auth',
  'POST /oidc/auth',
  'GET /oidc/session/end',
  'POST /oidc/session/end',
  'GET /oauth/auth',
  'GET /sign-in/{page}',
  'POST /sign-in/{page}',
  'GET /cas-idp/{appId}',
  'GET /cas-idp/logout',
  'GET /login/profile/logout',
  'POST /cas-idp/logout',
  'POST /login/profile/logout',
  'GET /api/v2/saml-idp/{appId}',
  'GET /connections/social/{provider}',
  'POST /connections/social/{provider}',
  'POST /_emulator/qrcodes/{random}',
  'GET /_emulator/clock',
  'GET /_emulator/messages',
  'GET /_emulator/mailbox',
  'GET /_emulator/snapshot',
  'PUT /_emulator/snapshot',
  'POST /_emulator/seed',
  'PUT /_emulator/settings',
  'POST /_emulator/faults',
  'GET /auth/v1/user',
];

interface Row {
  readonly address: { readonly method?: string; readonly path?: string; readonly root?: string };
}

const NAMES = (
  'totp code phone email authenticator_type source recoveryCode userId secret params scene query variables ' +
  'operationName objects kind username password applications applicationMfa match fault __proto__ constructor ' +
  'toString id customData createdAt profile connection passwordPayload passCodePayload options account passCode ' +
  'photoA photoB photo isExternal primaryUserToken secondaryUserToken provider extIdpId deviceId eventType ' +
  'eventData source name idCard ext format version collections cells clock checksum members children users ' +
  'statements actions resource dataType key directory signUpWhitelist input token newPassword targetType targetId'
).split(' ');
const ROOTS = [...new Set(rows.flatMap(({ address: { root } }) => root ?? [])), '__schema', '__typename'];

const strange = fc.oneof(
  fc.constantFrom(
    'totp',
    'user',
    'application',
    'role',
    'org',
    'policy',
    'userField',
    'PASSWORD',
    'PASSCODE',
    'sallyport-emulator-state',
    'SELF',
    '',
    'a@b.c',
    '13800000000',
    '\u0000',
    '../..',
    '<script>',
    '__proto__',
    'ada@example.com',
    '[{"key":"__proto__"}]',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const value = fc.oneof(
  strange,
  fc.jsonValue({ maxDepth: 3 }),
  fc.double(),
  fc.dictionary(fc.constantFrom(...NAMES), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
);
const object = fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 6 });
const document = fc
  .tuple(
    fc.constantFrom('query', 'mutation', ''),
    fc.constantFrom(...ROOTS),
    fc.constantFrom(
      '',
      '(id: "x")',
      '(input: $input)',
      '(page: 1e9)',
      '(input: {email: "a@b.c", password: "x"})',
      '(targetType: USER, targetId: "x", key: "k", value: "{")',
      '(phone: "138", code: "1", phoneCode: "1", newPassword: "x", email: "a@b.c")',
      '(token: "x", password: "x", oldPassword: "x", newPassword: "x", account: "x")',
    ),
    fc.constantFrom('{ id }', '{ totalCount }', '', '{ id { id } }', '{ ...x }'),
  )
  .map((parts) => `${parts[0]} { ${parts.slice(1).join(' ')} }`);
const body = fc.oneof(
  object.map((entry) => JSON.stringify(entry)),
  fc.record({ query: fc.oneof(document, strange), variables: object }).map((entry) => JSON.stringify(entry)),
  object.map((entry) => JSON.stringify({ objects: [{ kind: 'user', ...entry }] })),
  object.map((entry) => JSON.stringify({ objects: [{ kind: 'org', name: 'x', children: [entry] }] })),
  fc.jsonValue().map((entry) => JSON.stringify(entry)),
  fc.string({ maxLength: 50 }),
);
const OAUTH_NAMES = (
  'client_id redirect_uri response_type response_mode code_challenge code_challenge_method prompt max_age state scope ' +
  'id_token_hint grant_type code refresh_token token client_secret code_verifier csrf page service ticket app_id ' +
  'target_url post_logout_redirect_uri url step'
).split(' ');
const oauthValue = fc.oneof(
  fc.constantFrom(
    '5a11e90f7b0de5e1090f0a01',
    'http://localhost/callback',
    'http://[',
    'code',
    'authorization_code',
    'refresh_token',
    'client_credentials',
    'http://authing.cn/oidc/grant_type/authing_token',
    'openid offline_access',
    'fragment',
    'none',
    'javascript:x',
    'a.b.c',
  ),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
);
const form = fc.array(fc.tuple(fc.constantFrom(...OAUTH_NAMES), oauthValue), { maxLength: 8 });
const query = fc.dictionary(
  fc.constantFrom('type', 'source', 'to', 'channel', 'access_token', 'with_custom_data', 'x[]', ...OAUTH_NAMES),
  oauthValue,
  { maxKeys: 6 },
);
const type = fc.oneof(
  { weight: 9, arbitrary: fc.constant('application/json') },
  { weight: 1, arbitrary: fc.constantFrom('text/plain', 'multipart/form-data; boundary=x', 'x', '') },
);

it('answers whatever comes without a fault of its own (EMU-27)', async () => {
  const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
  const request = fc.record({
    route: fc.constantFrom(...ROUTES),
    segment: fc.string({ unit: 'grapheme', maxLength: 20 }),
    body,
    query,
    type,
    bearer: fc.nat({ max: 4 }),
    form: fc.option(form),
  });
  const property = fc.asyncProperty(
    request,
    async ({ route, segment, body: text, query: names, type: contentType, bearer, form: fields }) => {
      const [method = '', template = ''] = route.split(' ');
      const path = template.replace(/\{\w+\}/g, encodeURIComponent(segment || 'x'));
      const search = new URLSearchParams(names).toString();
      const response = await fetch(`${emulator.url}${path}?${search}`, {
        method,
        redirect: 'manual',
        headers: { authorization: `Bearer ${bearers[bearer]}`, ...(fields ? {} : { 'content-type': contentType }) },
        ...(method === 'GET' ? {} : { body: fields ? new URLSearchParams(fields) : text }),
      });
      const answer = await response.text();
      expect(answer).not.toMatch(/\bat \S+ \(|\.[jt]s:\d+|node:internal/);
      expect(answer).not.toContain('"code":500');
      expect(response.status).toBeLessThan(500);
    },
  );
  try {
    await fc.assert(property, { numRuns: 3_000, seed });
  } catch (error) {
    throw new Error(`FUZZ_SEED=${seed}`, { cause: error });
  }
  expect(unexpected).toEqual([]);
  emulator.faults.clear();
  expect((await fetch(`${emulator.url}/api/v2/.well-known`)).status).toBe(200);
});
