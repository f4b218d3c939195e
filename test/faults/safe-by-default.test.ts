import { spawn } from 'node:child_process';
import { constants, generateKeyPairSync, privateDecrypt } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { AuthenticationClient } from '@sallyport/authentication-client';
import { ManagementClient } from '@sallyport/management-client';
import * as fc from 'fast-check';
import { failureOf, failuresOf, ImpatientClock, issue, open, openManagement, openSignedIn } from './client.fixture.js';
import {
  answer,
  type Behaviour,
  bytes,
  cleanUpWith,
  hasSeen,
  json,
  refuse,
  reset,
  serve,
  silence,
  where,
} from './faulty-server.fixture.js';

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();

function decrypt(ciphertext: string): Buffer {
  const key = { key: keys.privateKey, padding: constants.RSA_NO_PADDING };
  const block = privateDecrypt(key, Buffer.from(ciphertext, 'base64'));
  return block.subarray(block.indexOf(0, 2) + 1);
}

/** Everything that somebody could print of a failure. */
function everythingShown(error: Error): string {
  return [inspect(error, { depth: 10 }), JSON.stringify(error), String(error), error.stack, inspect(error.cause)].join(
    '\n',
  );
}

describe('a password', () => {
  it.each([
    [' leading and trailing '],
    ['пароль 密码 🐎'],
    ['e\u0301 is not \u00e9'],
    ['nul \u0000 and \u0007'],
    ['"quotes" \\ and $more'],
    ['x'.repeat(200)],
  ])('CLI-22: %j arrives byte for byte, encrypted', async (password) => {
    const server = await serve(
      where({
        '/api/v2/.well-known': answer({ publicKey }),
        loginByEmail: (call) => answer({ id: 'ada', token: issue() })(call),
      }),
    );
    const { client } = open(server);
    await client.loginByEmail('ada@example.com', password);
    const { variables } = JSON.parse(server.calls.at(-1)?.body ?? '{}') as {
      variables: { input?: { password: string }; password?: string };
    };
    const sent = variables.input?.password ?? variables.password ?? '';
    expect(decrypt(sent)).toEqual(Buffer.from(password, 'utf8'));
    expect(hasSeen(server, password)).toBe(false);
  });

  const keyless: readonly (readonly [string, Behaviour])[] = [
    ['nothing', silence],
    ['a reset', reset],
    ['500', refuse(500, 'failing', 500)],
    ['a captive portal', bytes('<html>Wi-Fi</html>', 'text/html')],
    ['no key', answer({})],
    ['an empty key', answer({ publicKey: '' })],
    ['a key that is none', answer({ publicKey: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----' })],
    ['a key that is a number', answer({ publicKey: 7 })],
  ];

  it.each(keyless)('CLI-22: is not sent at all where the server publishes %s in place of its key', async (_, fault) => {
    const password = 'canary-password-22';
    const server = await serve(where({ '/api/v2/.well-known': fault }));
    const said: unknown[] = [];
    const logger = {
      warn: (...line: unknown[]) => void said.push(line),
      error: (...line: unknown[]) => void said.push(line),
    };
    const { client } = open(server, { timeout: 2_000, clock: new ImpatientClock(), logger });
    const management = openManagement(server, { timeout: 2_000, clock: new ImpatientClock(), logger });
    const failures = await failuresOf(
      client.loginByEmail('ada@example.com', password),
      client.registerByEmail('ada@example.com', password),
      management.users.create({ username: 'ada', password }),
    );
    expect(new Set(server.calls.map(({ path }) => path))).toEqual(new Set(['/api/v2/.well-known']));
    expect(hasSeen(server, password)).toBe(false);
    expect([...failures.map(everythingShown), inspect(said, { depth: 10 })].join('\n')).not.toContain(password);
    expect(client.state).toBe('signedOut');
  });
});

describe('a client', () => {
  it('CLI-23: refuses an address over http, unless it is this machine or somebody says so', async () => {
    const server = await serve(answer(true));
    const hosts = ['http://id.example', 'http://10.0.0.1', 'http://127.0.0.1.example', 'http://localhost.example'];
    for (const appHost of hosts) {
      const refused = expect.objectContaining({ kind: 'configuration' });
      expect(() => new AuthenticationClient({ appId: 'app', appHost })).toThrow(refused);
      expect(() => new ManagementClient({ userPoolId: 'p', secret: 's', host: appHost })).toThrow(refused);
    }
    const { client } = open(server);
    await expect(client.isUserExists({ email: 'ada@example.com' })).resolves.toBe(true);
  });

  // What a process has open, and whether it ends, only a process of its own can show.
  const script = `
    import { AuthenticationClient } from '@sallyport/authentication-client';
    const [appHost, token, how] = process.argv.slice(1);
    const client = new AuthenticationClient({ appId: 'app', appHost });
    client.on('signedIn', () => { throw new Error('a listener that fails'); });
    client.setToken(token);
    await client.listOrgs();
    await client.loginByPhoneCode('13800000000', '1234');
    const pending = client.with({ timeout: 60000 }).getCurrentUser().catch((error) => error.kind);
    let after;
    if (how === 'dispose') {
      for await (const _ of process.stdin); // ends when the call above waits for its answer
      await client.dispose();
      await pending;
      const later = await client.listOrgs().catch((error) => error.kind);
      await new Promise((resolve) => setImmediate(resolve));
      after = process.getActiveResourcesInfo().filter((name) => name !== 'TTYWrap' && name !== 'PipeWrap');
      console.log(JSON.stringify({ after, later }));
    } else {
      await pending;
      console.log(JSON.stringify({}));
    }
  `;

  async function run(how: string): Promise<{ status: number | null; said: Record<string, unknown> }> {
    const server = await serve(
      where(
        {
          loginByPhoneCode: (call) => answer({ id: 'ada', token: issue(Math.floor(Date.now() / 1000)) })(call),
          user: (call) => (how === 'dispose' ? void child.stdin.end() : answer({ id: 'ada' })(call)),
        },
        answer([]),
      ),
    );
    const token = issue(Math.floor(Date.now() / 1000));
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, server.url, token, how], {
      cwd: import.meta.dirname,
      env: { PATH: process.env.PATH },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    cleanUpWith(() => child.kill('SIGKILL'));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    let text = '';
    for await (const part of child.stdout) text += String(part);
    return { status: await ended, said: JSON.parse(text) as Record<string, unknown> };
  }

  it('CLI-24: that is disposed of leaves no timer, connection or listener, also of a call under way', async () => {
    const { status, said } = await run('dispose');
    expect([status, said.later]).toEqual([0, 'disposed']);
    expect(said.after).toEqual([]);
  });

  it('CLI-24: that is forgotten lets its process end, with a session that would be renewed in half an hour', async () => {
    expect((await run('forget')).status).toBe(0);
  });

  it('CLI-24: whose listener throws goes on, and so do its other listeners', async () => {
    const server = await serve(
      where({ loginByPhoneCode: (call) => answer({ id: 'ada', token: issue() })(call) }, answer([])),
    );
    const { client, events } = open(server, { logger: { warn: () => {}, error: () => {} } });
    client.on('signedIn', () => {
      throw new Error('synchronous');
    });
    client.on('stateChanged', async () => {
      throw new Error('asynchronous');
    });
    client.on('signedIn', () => void events.push('after'));
    await client.loginByPhoneCode('13800000000', '1234');
    expect([client.state, events]).toEqual(['signedIn', ['signedIn', 'after']]);
  });
});

describe('a value that goes into an address', () => {
  it.each([
    ['../users'],
    ['a/b'],
    ['a?b=c'],
    ['a#b'],
    ['%2e%2e'],
    ['%2F'],
    ['a\\b'],
    ['//evil.example'],
    ['https://evil.example/'],
  ])('NET-05: %s stays one segment of the path', async (id) => {
    const server = await serve(answer({ id }));
    await openManagement(server).users.detail(id);
    const [path = '', ...more] = server.calls.map((call) => call.path.replace('?with_custom_data=false', ''));
    const segment = path.slice('/api/v2/users/'.length);
    expect([path, more]).toEqual([`/api/v2/users/${encodeURIComponent(id)}`, []]);
    expect([decodeURIComponent(segment), /[/?#\\]/.test(segment)]).toEqual([id, false]);
  });

  it.each([[''], ['.'], ['..']])('NET-05: %j is refused before anything is sent', async (id) => {
    const server = await serve();
    expect(await failureOf(openManagement(server).users.detail(id))).toMatchObject({ kind: 'invalid-input' });
    expect(server.calls).toEqual([]);
  });

  it('NET-05: any other text reaches the endpoint that was meant, and the server reads the same text', async () => {
    const server = await serve(answer({}));
    const management = openManagement(server);
    const ids = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(ids, async (id) => {
        const before = server.calls.length;
        const isSent = await management.users.detail(id).then(
          () => true,
          (error: { kind: string }) => error.kind !== 'invalid-input',
        );
        const [call] = server.calls.slice(before);
        if (isSent) expect(decodeURIComponent(call?.path.split('?')[0] ?? '')).toBe(`/api/v2/users/${id}`);
        else expect(call).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

describe('a failure', () => {
  const secrets = ['canary-bearer', '55443322', 'canary-secret', 'CANARYSECRETCANARY'];
  const repeat: Behaviour = ({ response, body, headers, path }) => {
    const message = `${path} ${JSON.stringify(headers)} ${body}`;
    response
      .writeHead(400, { 'content-type': 'application/json', 'x-request-id': 'req-7', 'x-said': 'y' })
      .end(JSON.stringify({ code: 1234, message, data: null, errors: [{ message: { code: 1234, message } }] }));
  };
  const faults: readonly (readonly [string, Behaviour])[] = [
    ['a server that repeats what it was sent', repeat],
    [
      'a page that repeats it',
      ({ response, body, headers }) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end(`<pre>${JSON.stringify(headers)}${body}</pre>`),
    ],
    ['a reset', reset],
    ['silence', silence],
    [
      'a redirect that repeats it',
      ({ response, headers }) =>
        response.writeHead(302, { location: `https://evil.example/?${headers.authorization}` }).end(),
    ],
  ];

  it.each(faults)('NET-07: by %s shows no secret, whichever way it is printed', async (_, fault) => {
    const server = await serve(fault);
    const clock = new ImpatientClock();
    const { client } = open(server, { timeout: 2_000, clock });
    client.setToken('canary-bearer');
    const management = openManagement(server, { accessToken: 'canary-bearer', timeout: 2_000, clock });
    const failures = await failuresOf(
      client.listOrgs(),
      client.loginByPhoneCode('13800000000', '55443322'),
      client.mfa.verifyTotpMfa({ totp: '123456', mfaToken: 'canary-secret' }),
      management.mfa.importTotp('u1', 'CANARYSECRETCANARY'),
    );
    for (const failure of failures) {
      const shown = everythingShown(failure);
      expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
    }
    expect(secrets.filter((secret) => !hasSeen(server, secret))).toEqual([]); // it knew them
  });

  it('NET-07: says what to do with it: kind, code, status, request, whether and when to try again', async () => {
    const server = await serve(
      json({ code: 429, message: 'slow down' }, 429, { 'x-request-id': 'req-7', 'retry-after': '3600' }),
    );
    const { client } = await openSignedIn(server);
    const failure = await failureOf(client.listOrgs());
    expect(JSON.parse(JSON.stringify(failure))).toMatchObject({
      name: 'RateLimitError',
      kind: 'rate-limited',
      code: 429,
      status: 429,
      requestId: 'req-7',
      retryable: true,
      retryAfterMs: 3_600_000,
      remedy: expect.stringMatching(/./),
    });
  });
});

describe('a polluted prototype', () => {
  // In a process of its own, whose prototype it may be. Each key goes in after the modules are loaded. With `timeout` and
  // `signal` Node's own sockets fail, so that nothing is sent at all.
  const script = `
    import { AuthenticationClient } from '@sallyport/authentication-client';
    const [appHost, token] = process.argv.slice(1);
    const evil = {
      proxy: { host: '127.0.0.1', port: 1 }, auth: { username: 'evil', password: 'evil' },
      baseURL: 'http://127.0.0.1:1/', headers: { 'x-evil': '1' }, 'x-evil': '1', authorization: 'Bearer evil',
      transformRequest: [() => 'evil'], transformResponse: [() => 'evil'], validateStatus: () => false,
      adapter: () => Promise.resolve({ status: 200, data: 'evil', headers: {} }), socketPath: '/nowhere',
      http_proxy: 'http://127.0.0.1:1', HTTP_PROXY: 'http://127.0.0.1:1', storage: null, transport: null,
      bearer: 'evil', path: '/evil', query: { evil: '1' }, body: { evil: '1' }, token: 'evil',
    };
    const said = {};
    for (const key of [undefined, ...Object.keys(evil)]) {
      const client = new AuthenticationClient({ appId: 'app', appHost });
      client.setToken(token);
      if (key) Object.prototype[key] = evil[key];
      const orgs = await client.listOrgs().catch((error) => String(error));
      const exists = await client.isUserExists({ email: 'x' }).catch((error) => String(error));
      if (key) delete Object.prototype[key];
      said[key ?? ''] = JSON.stringify([orgs, exists]);
      await client.dispose();
    }
    console.log(JSON.stringify(said));
  `;

  it('NET-08: changes no request of a client, whichever of its keys is set', async () => {
    const server = await serve(({ method, path, headers, body, response }) => {
      const { host: _, ...rest } = headers;
      const seen = { method, path, rest, body };
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ code: 200, data: path.startsWith('/graphql') ? { isUserExists: seen } : seen }));
    });
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, server.url, issue(Date.now() / 1000)], {
      cwd: import.meta.dirname,
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    cleanUpWith(() => child.kill('SIGKILL'));
    let text = '';
    for await (const part of child.stdout) text += String(part);
    const said = JSON.parse(text) as Record<string, string>;
    const changed = Object.keys(said).filter((key) => said[key] !== said['']);
    expect([Object.keys(said).length > 20, changed]).toEqual([true, []]);
    expect(said['']).toContain('Bearer ');
  });
});

describe('a header of the caller', () => {
  const evil = ['a\r\nx-evil: 1', 'a\nb', 'a\rb', 'a\u0000b', 'a\u007fb', '中文', '\r\n\r\nGET / HTTP/1.1'];

  it.each(evil)('NET-09: with %j as a value is refused before anything is sent', async (value) => {
    const server = await serve();
    const { client } = await openSignedIn(server);
    const management = openManagement(server);
    const attempts: (() => unknown)[] = [
      () => client.with({ headers: { 'x-name': value } }).listOrgs(),
      () => client.with({ headers: { [value]: 'x' } }).listOrgs(),
      () => management.with({ headers: { 'x-name': value } }).users.detail('u1'),
      () => client.setToken(value),
      () => client.as({ token: value }),
      () => client.mfa.getMfaAuthenticators({ type: 'totp', mfaToken: value }),
      () => open(server, { lang: value }).client.listOrgs(),
      () => open(server, { requestFrom: value }).client.listOrgs(),
      () => open(server, { tenantId: value }).client.listOrgs(),
      () => open(server, { headers: { lang: value } }).client.listOrgs(),
      () => openManagement(server, { accessToken: value }).users.detail('u1'),
    ];
    const kinds = await Promise.all(
      attempts.map(async (attempt) => {
        try {
          await attempt();
          return 'none';
        } catch (error) {
          return (error as { kind?: string }).kind ?? String(error);
        }
      }),
    );
    expect(kinds.filter((kind) => kind !== 'invalid-input' && kind !== 'configuration')).toEqual([]);
    expect(server.calls).toEqual([]);
  });
});
