import { createPublicKey, verify } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, wire } from '../../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../../wire-driver.fixture.js';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

let admin: string;

beforeEach(async () => {
  admin = await wire.managementToken();
});

const asAdmin = async (operation: string, variables: object = {}) =>
  (await wire.graphql(operation, variables, { bearer: admin })).body;
const create = (userInfo: object, more: object = {}) =>
  asAdmin(
    'mutation ($userInfo: CreateUserInput!, $identity: CreateUserIdentityInput) { createUser(userInfo: $userInfo, identity: $identity) { id email username phone password externalId } }',
    { userInfo, ...more },
  );
const update = (id: string, input: object) =>
  asAdmin(
    'mutation ($id: String, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id nickname name blocked email } }',
    { id, input },
  );
const list = (variables: object = {}) =>
  asAdmin(
    'query ($page: Int, $limit: Int, $sortBy: SortByEnum) { users(page: $page, limit: $limit, sortBy: $sortBy) { totalCount list { id username customData { key } } } }',
    variables,
  );
const find = (variables: object) =>
  asAdmin(
    'query ($email: String, $username: String, $identity: FindUserByIdentityInput) { findUser(email: $email, username: $username, identity: $identity) { id } }',
    variables,
  );
const remove = (id: string) => asAdmin('mutation ($id: String!) { deleteUser(id: $id) { code message } }', { id });
const rest = (method: string, path: string, body?: unknown) =>
  wire.send(method, `/api/v2${path}`, { bearer: admin, body });

describe('createUser with keepPassword', () => {
  const importUser = (passwordHash: string, keepPassword = true) =>
    asAdmin(
      'mutation ($userInfo: CreateUserInput!, $keepPassword: Boolean) { createUser(userInfo: $userInfo, keepPassword: $keepPassword) { id } }',
      { userInfo: { email: EMAIL, password: wire.encrypt(passwordHash) }, keepPassword },
    );
  const stored = (id: string) => {
    const { accounts } = emulator.snapshot().collections as { accounts: { id: string; passwordHash: string }[] };
    return accounts.find((account) => account.id === id)?.passwordHash;
  };
  const OWN = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;

  it.each([
    ['bcrypt', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
    [
      'Argon2id',
      '$argon2id$v=19$m=64,t=3,p=1$pAUzKZsYpmWrdeSrOoJyKg$LZG9nSQRxR+Cn8V6Z5TFFSXuTDvJjhiddu/0/QHN2/U',
      'lètmein',
    ],
    ['scrypt', '$scrypt$ln=10,r=8,p=2$c2l4dGVlbiBieXRlIHNhbA$GlW0GbPGmG42Ih6aCK1ZJvJiGnbIoAnYG5GeLtbLXPE', 'lètmein'],
    ['PBKDF2 of Django', 'pbkdf2_sha256$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=', 'lètmein'],
    [
      'PBKDF2 in PHC form',
      '$pbkdf2-sha256$i=1000,l=32$c2l4dGVlbiBieXRlIHNhbA$tIJwdyVQpKav0SQ8KpJkXtfehP+uI24y99aW2nBNUSs',
      'lètmein',
    ],
    ['{SSHA}', '{SSHA}vNeTQVdkcr2ZfdaJU1NOND8uA45zYWx0', 'lètmein'],
  ])(
    'lets a user with a hash by %s sign in, and upgrades it at the first sign-in',
    async (_, passwordHash, password) => {
      const { id } = await importUser(passwordHash);
      expect((await wire.login(EMAIL, 'wrong')).body.code).toBe(2333);
      expect(stored(id)).toBe(passwordHash);
      const answers = await Promise.all([wire.login(EMAIL, password), wire.login(EMAIL, password)]);
      expect(answers.map(({ body }) => body.id)).toEqual([id, id]);
      expect(stored(id)).toMatch(OWN);
      const upgraded = stored(id);
      expect((await wire.login(EMAIL, password)).body.id).toBe(id);
      expect((await wire.login(EMAIL, 'wrong')).body.code).toBe(2333);
      expect(stored(id)).toBe(upgraded);
    },
  );

  it('compares all bytes once a hash by bcrypt is upgraded (EMU-15)', async () => {
    const start = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
    const { id } = await importUser('$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui');
    expect((await wire.login(EMAIL, `${start}x`)).body.id).toBe(id);
    expect((await wire.login(EMAIL, `${start}y`)).body.code).toBe(2333);
    expect((await wire.login(EMAIL, `${start}x`)).body.id).toBe(id);
  });

  it('refuses malformed and expensive hashes with the reason, and creates no user', async () => {
    for (const [text, reason] of [
      ['correct horse', 'Expected a password hash'],
      ['$2b$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'the cost is over 14'],
      ['$scrypt$ln=20,r=8,p=1$c2FsdA$MDEyMzQ1Njc4OTAxMjM0NQ', 'it needs over 256 MiB'],
      ['$argon2id$v=19$m=262145,t=1,p=1$c2FsdHNhbHQ$MDEyMzQ1Njc4OTAxMjM0NQ', 'm is over 262144'],
    ] as const) {
      expect(await importUser(text)).toMatchObject({ code: 400, message: expect.stringContaining(reason) });
    }
    expect((await find({ email: EMAIL }))?.id ?? null).toBeNull();
  });

  it('takes a hash for a password without keepPassword', async () => {
    const text = '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
    const { id } = await importUser(text, false);
    expect((await wire.login(EMAIL, text)).body.id).toBe(id);
    expect((await wire.login(EMAIL, 'U*U')).body.code).toBe(2333);
  });
});

describe('a user who has to set a first password', () => {
  const createWith = async (resetPasswordOnFirstLogin: boolean) =>
    asAdmin(
      'mutation ($userInfo: CreateUserInput!, $resetPasswordOnFirstLogin: Boolean) { createUser(userInfo: $userInfo, resetPasswordOnFirstLogin: $resetPasswordOnFirstLogin) { id } }',
      { userInfo: { email: EMAIL, password: wire.encrypt(PASSWORD) }, resetPasswordOnFirstLogin },
    );

  it('is told so with 1639, until an administrator changes it', async () => {
    const { id } = await createWith(true);
    expect((await wire.login(EMAIL, 'wrong one')).body.code).toBe(2333);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect((await wire.login(EMAIL, PASSWORD)).body).toMatchObject({ code: 1639, message: expect.any(String) });
    }
    await update(id, { nickname: 'Ada' });
    expect((await wire.login(EMAIL, PASSWORD)).body.code).toBe(1639);
    await update(id, { password: wire.encrypt('another one') });
    expect((await wire.login(EMAIL, 'another one')).body.token).toEqual(expect.any(String));
  });

  it('is not everybody', async () => {
    await createWith(false);
    expect((await wire.login(EMAIL, PASSWORD)).body.token).toEqual(expect.any(String));
  });
});

describe('a management token', () => {
  it('lives as long as it is set to', async () => {
    const { userPoolId, userPoolSecret } = emulator.authing;
    const operation =
      'query ($p: String!, $s: String!) { accessToken(userPoolId: $p, secret: $s) { accessToken exp iat } }';
    const get = async (p: string, s: string) => (await wire.graphql(operation, { p, s })).body;
    const issued = await get(userPoolId, userPoolSecret);
    expect(issued.exp - issued.iat).toBe(7_200);
    emulator.settings({ managementTokenLifetimeSeconds: 60 });
    const short = await get(userPoolId, userPoolSecret);
    await emulator.clock.advance('60s');
    expect((await wire.send('GET', '/api/v2/users/x', { bearer: short.accessToken })).body.code).toBe(2206);
    expect((await get(userPoolId, 'wrong')).code).toBe(1001);
    expect((await get('nothing', userPoolSecret)).code).toBe(2224);
  });

  it('is needed for everybody else’s data; a user’s token will not do (EMU-22)', async () => {
    const { token, id } = (await wire.register(EMAIL, PASSWORD)).body;
    const requests: [string, string, unknown?][] = [
      ['GET', `/api/v2/users/${id}`],
      ['GET', `/api/v2/users/${id}/mfa-bound`],
      ['DELETE', `/api/v2/users/${id}/mfa-bound?type=OTP`],
      ['POST', '/api/v2/mfa/totp/import', { userId: id, secret: SECRET }],
    ];
    for (const [method, path, body] of requests) {
      expect((await wire.send(method, path, { bearer: token, body })).body.code).toBe(1001);
      expect((await wire.send(method, path, { body })).body.code).toBe(2020);
    }
    const operations = [
      '{ users { totalCount } }',
      '{ findUser(email: "ada@example.com") { id } }',
      'mutation { createUser(userInfo: { username: "eve" }) { id } }',
      `mutation { deleteUser(id: "${id}") { code } }`,
    ];
    for (const operation of operations) {
      expect((await wire.graphql(operation, {}, { bearer: token })).body.code).toBe(1001);
      expect((await wire.graphql(operation)).body.code).toBe(2020);
    }
  });

  it('is no user’s token', async () => {
    expect((await wire.associate(admin)).body.code).toBe(2207);
    expect((await wire.verifyTotp(admin, '123456')).body.code).toBe(2207);
  });
});

describe('users', () => {
  it('are created with an encrypted password, and can sign in', async () => {
    expect(await create({ email: 'Ada@Example.com', password: wire.encrypt(PASSWORD) })).toMatchObject({
      email: EMAIL,
      password: null,
    });
    expect((await wire.login(EMAIL, PASSWORD)).body.token).toEqual(expect.any(String));
  });

  it('need an identifier of their own', async () => {
    await create({ username: 'ada', email: EMAIL, phone: '13800000000', externalId: 'e1' });
    expect(await create({ nickname: 'x' })).toMatchObject({ code: 2028 });
    expect(await create({ username: 'ada' })).toMatchObject({ code: 2034 });
    expect(await create({ email: 'ADA@example.com' })).toMatchObject({ code: 2200 });
    expect(await create({ phone: '138 0000 0000' })).toMatchObject({ code: 2035 });
    expect(await create({ username: 'b', externalId: 'e1' })).toMatchObject({ code: 2026 });
  });

  it('are read one by one; a missing one is null', async () => {
    const { id } = await create({ username: 'ada' });
    expect((await rest('GET', `/users/${id}?with_custom_data=false`)).body).toMatchObject({
      code: 200,
      data: { username: 'ada' },
    });
    expect((await rest('GET', '/users/nobody')).body).toEqual({ code: 200, message: 'OK', data: null });
    expect((await rest('GET', '/users/..%2F..%2Fuserpools')).body.data).toBeNull();
  });

  it('are found by what identifies them', async () => {
    const identity = { provider: 'wechat', userIdInIdp: 'w1' };
    const { id } = await create({ username: 'ada', email: EMAIL }, { identity });
    expect(await find({ email: 'ADA@example.com' })).toEqual({ id });
    expect(await find({ username: 'ada' })).toEqual({ id });
    expect(await find({ identity })).toEqual({ id });
    expect(await find({ identity: { ...identity, provider: 'qq' } })).toBeNull();
    expect(await find({ username: 'eve' })).toBeNull();
    expect(await find({})).toMatchObject({ code: 2231 });
  });

  it('are listed in pages that add up, in a stable order', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await create({ username: name });
    const names = async (variables: object) =>
      (await list(variables)).list.map(({ username }: { username: string }) => username);
    expect((await list()).totalCount).toBe(5);
    expect(await names({ limit: 2 })).toEqual(['e', 'd']);
    expect(await names({ page: 3, limit: 2 })).toEqual(['a']);
    expect(await names({ page: 4, limit: 2 })).toEqual([]);
    expect(await names({ sortBy: 'CREATEDAT_ASC', limit: 10_000 })).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await list({ page: 0 })).toMatchObject({ code: 400 });
    expect(await list({ limit: -1 })).toMatchObject({ code: 400 });
  });

  it('change in the fields that are given', async () => {
    const { id } = await create({ username: 'ada', email: EMAIL });
    await update(id, { nickname: 'A' });
    expect(await update(id, { name: 'B' })).toMatchObject({ nickname: 'A', name: 'B', email: EMAIL });
    expect(await update(id, { nickname: null })).toMatchObject({ nickname: null });
    expect(await update('nobody', { nickname: 'A' })).toMatchObject({ code: 2004 });
  });

  it.each(['a lock', 'a new password', 'a deletion'])('lose their sessions with %s (EMU-20)', async (what) => {
    const { token, id } = (await wire.register(EMAIL, PASSWORD)).body;
    if (what === 'a lock') await update(id, { blocked: true });
    else if (what === 'a new password') await update(id, { password: wire.encrypt('another one') });
    else expect(await remove(id)).toMatchObject({ code: 200 });
    expect((await wire.graphql('{ user { id } }', {}, { bearer: token })).body.code).toBe(2207);
  });

  it('are gone with all that was theirs', async () => {
    const { id } = await wire.bound(EMAIL, PASSWORD);
    await remove(id);
    expect(await remove(id)).toMatchObject({ code: 2004 });
    expect((await list()).totalCount).toBe(0);
    expect((await wire.register(EMAIL, PASSWORD)).body.id).not.toBe(id);
    expect((await wire.login(EMAIL, PASSWORD)).body.token).toEqual(expect.any(String));
  });
});

describe('other people’s factors', () => {
  it('are looked at and reset', async () => {
    const { id } = await wire.bound(EMAIL, PASSWORD);
    expect((await rest('GET', `/users/${id}/mfa-bound`)).body.data).toEqual({ OTP: true, FACE: false });
    expect((await rest('DELETE', `/users/${id}/mfa-bound?type=FACE`)).body.data).toBe(false);
    expect((await rest('DELETE', `/users/${id}/mfa-bound?type=OTP`)).body.data).toBe(true);
    expect((await rest('DELETE', `/users/${id}/mfa-bound?type=OTP`)).body.data).toBe(false);
    expect((await rest('DELETE', `/users/${id}/mfa-bound?type=SMS`)).status).toBe(400);
    expect((await rest('GET', '/users/nobody/mfa-bound')).body.code).toBe(2004);
    expect((await wire.login(EMAIL, PASSWORD)).body.token).toEqual(expect.any(String));
  });

  it('are imported, and asked for at once', async () => {
    const { id } = (await wire.register(EMAIL, PASSWORD)).body;
    const { data } = (
      await rest('POST', '/mfa/totp/import', { userId: id, secret: SECRET.toLowerCase(), recoveryCode: 'old-code' })
    ).body;
    expect(data).toMatchObject({ secret: SECRET, recovery_code: 'old-code' });
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    expect((await wire.recover(mfaToken, 'old-code')).body.code).toBe(200);
    expect((await wire.verifyTotp(await wire.mfaToken(EMAIL, PASSWORD), await wire.totp(SECRET))).body.code).toBe(200);
    expect((await rest('POST', '/mfa/totp/import', { userId: id, secret: '0189' })).body.code).toBe(400);
    expect((await rest('POST', '/mfa/totp/import', { userId: 'nobody', secret: SECRET })).body.code).toBe(2004);
    expect((await rest('POST', '/mfa/totp/import', { userId: id })).body.code).toBe(2231);
  });
});

describe('OpenID Connect', () => {
  it('publishes public keys only, that verify what was signed (EMU-24)', async () => {
    const configuration = (await wire.send('GET', '/oidc/.well-known/openid-configuration')).body;
    expect(configuration).toMatchObject({
      issuer: emulator.oidc.issuer,
      jwks_uri: `${emulator.oidc.issuer}/.well-known/jwks.json`,
    });
    const { keys } = (await wire.send('GET', '/oidc/.well-known/jwks.json')).body;
    for (const key of keys)
      for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']) expect(key).not.toHaveProperty(name);
    const { token, id } = (await wire.register(EMAIL, PASSWORD)).body;
    const [head, payload, signature] = token.split('.');
    const { kid } = JSON.parse(Buffer.from(head, 'base64url').toString());
    const jwk = keys.find((key: { kid: string }) => key.kid === kid);
    const isGood = verify(
      'sha256',
      Buffer.from(`${head}.${payload}`),
      createPublicKey({ key: jwk, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    );
    expect(isGood).toBe(true);
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      iss: emulator.oidc.issuer,
      aud: emulator.authing.appId,
      sub: id,
      data: { type: 'user', id, userPoolId: emulator.authing.userPoolId, appId: emulator.authing.appId, email: EMAIL },
    });
  });

  it('tells the claims of a good token to both readers, and refuses any other', async () => {
    const { token, id } = (await wire.register(EMAIL, PASSWORD)).body;
    const validate = (query: string) => wire.send('GET', `/api/v2/oidc/validate_token?${query}`);
    for (const name of ['access_token', 'id_token']) {
      expect((await validate(`${name}=${token}`)).body).toMatchObject({
        code: 200,
        sub: id,
        data: { sub: id, id, data: { id } },
      });
    }
    for (const text of ['rubbish', 'a.b.c', `${token}.x`, 'e30.W10.x', '%20']) {
      for (const name of ['access_token', 'id_token']) {
        const { status, body } = await validate(`${name}=${text}`);
        expect([status, body]).toEqual([200, { code: 400, message: expect.any(String), data: null }]);
      }
    }
    const forged = `${token.slice(0, -4)}AAAA`;
    await expect(validate(`access_token=${forged}`)).resolves.toMatchObject({ status: 401, body: { code: 2207 } });
    await expect(validate(`access_token=${admin}`)).resolves.toMatchObject({ status: 401, body: { code: 2207 } });
    await expect(validate('')).resolves.toMatchObject({ status: 401, body: { code: 2231 } });
    await wire.send('GET', '/api/v2/logout', { bearer: token });
    await expect(validate(`access_token=${token}`)).resolves.toMatchObject({ status: 401, body: { code: 2207 } });
  });

  it('takes no token that somebody else signed, or nobody', async () => {
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    const [head, payload, signature] = token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const flipped = `${signature.slice(0, -4)}${signature.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`;
    for (const forged of [
      `${none}.${payload}.`,
      `${head}.${payload}.${flipped}`,
      `${head}.${payload}`,
      'a.b.c',
      '....',
    ]) {
      expect((await wire.graphql('{ user { id } }', {}, { bearer: forged })).body.code).toBe(2207);
    }
  });
});
