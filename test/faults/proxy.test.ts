import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AuthenticationClient } from '@sallyport/authentication-client';
import { certificate } from './certificate.fixture.js';
import { failureOf, failuresOf, ImpatientClock, issue, open, openManagement } from './client.fixture.js';
import { answer, cleanUpWith, hasSeen, inTurn, refuse, reset, serve, serveSecurely } from './faulty-server.fixture.js';
import { serveProxy } from './proxy.fixture.js';

const NAMES = ['http_proxy', 'https_proxy', 'no_proxy'].flatMap((name) => [name, name.toUpperCase()]);
const AUTHORIZATION = `Basic ${Buffer.from('ada:canary@pw').toString('base64')}`;

function setEnvironment(variables: Readonly<Record<string, string>>): void {
  Object.assign(process.env, variables);
}

const clear = (): void => {
  for (const name of NAMES) delete process.env[name];
};
beforeAll(clear);
afterEach(clear);

/** A client of a server that only a proxy can reach. */
const remote = (url = 'http://id.test') =>
  open({ url }, { dangerouslyAllowHttp: true, clock: new ImpatientClock() }).client;

describe('a proxy for http', () => {
  it.each([['HTTP_PROXY'], ['http_proxy']])('NET-10, F24: of %s is asked for the whole address', async (name) => {
    const server = await serve(answer(true));
    const proxy = await serveProxy(server);
    setEnvironment({ [name]: `http://127.0.0.1:${proxy.port}` });
    const client = remote('http://id.test:8080/base');
    await expect(client.isUserExists({ email: 'ada@example.com' })).resolves.toBe(true);
    await expect(client.isUserExists({ email: 'ada@example.com' })).resolves.toBe(true);
    expect(proxy.asked).toMatchObject(
      Array.from({ length: 2 }, () => ({
        how: 'forward',
        target: 'http://id.test:8080/base/graphql/v2',
        host: 'id.test:8080',
        authorization: undefined,
      })),
    );
    expect(new Set(proxy.asked.map(({ connection }) => connection)).size).toBe(1);
    expect(server.calls[0]?.headers).toMatchObject({ host: 'id.test:8080', 'x-authing-app-id': 'app' });
  });

  it('NET-10, F24: carries bodies and answers of both clients, and their failures', async () => {
    const server = await serve(inTurn(answer({ id: 'u1' }), refuse(2026, 'taken'), reset));
    const proxy = await serveProxy(server);
    setEnvironment({ HTTP_PROXY: `127.0.0.1:${proxy.port}` }); // as people write it
    const management = openManagement(
      { url: 'http://id.test' },
      { dangerouslyAllowHttp: true, clock: new ImpatientClock() },
    );
    await expect(management.users.detail('u1')).resolves.toEqual({ id: 'u1' });
    expect(await failureOf(management.users.create({ username: 'zoë' }))).toMatchObject({ kind: 'conflict' });
    expect(server.calls[1]?.body).toContain('zoë');
    expect(await failureOf(management.users.delete('u1'))).toMatchObject({ kind: 'network', sent: true });
    expect(server.calls.length).toBe(3);
  });

  it('NET-10, F24: carries the upload of a file', async () => {
    const server = await serve(inTurn(answer({ key: 'photo-1' }), answer({ id: 'u1' })));
    const proxy = await serveProxy(server);
    setEnvironment({ HTTP_PROXY: `127.0.0.1:${proxy.port}` });
    const photo = new Blob(['face'], { type: 'image/png' });
    await remote().mfa.associateFaceByFile(photo, { mfaToken: issue() });
    expect(server.calls[0]?.body).toContain('filename="personal.jpeg"');
    expect(proxy.asked).toHaveLength(2);
  });

  it('NET-10, F24: gets its user and password, which nobody else gets', async () => {
    const server = await serve(answer(true));
    const proxy = await serveProxy(server);
    setEnvironment({ HTTP_PROXY: `http://ada:canary%40pw@127.0.0.1:${proxy.port}` });
    await remote().isUserExists({ email: 'ada@example.com' });
    expect(proxy.asked[0]?.authorization).toBe(AUTHORIZATION);
    expect(server.calls[0]?.headers.authorization).toBeUndefined();
    expect(hasSeen(server, 'canary') || hasSeen(server, AUTHORIZATION.slice(6))).toBe(false);
  });

  it.each([['127.0.0.1'], ['localhost'], ['[::ffff:127.0.0.1]']])(
    'NET-10, F24: is never asked for %s, whatever NO_PROXY says',
    async (host) => {
      const server = await serve(answer(true));
      const proxy = await serveProxy(server);
      setEnvironment({ HTTP_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: 'example.com' });
      const client = remote(server.url.replace('127.0.0.1', host));
      await expect(client.isUserExists({ email: 'ada@example.com' })).resolves.toBe(true);
      expect([proxy.asked.length, server.calls.length]).toEqual([0, 1]);
    },
  );

  it.each([['NO_PROXY'], ['no_proxy']])('NET-10, F24: is not asked for what %s lists', async (name) => {
    const proxy = await serveProxy(await serve(answer(true)));
    setEnvironment({ HTTP_PROXY: `http://127.0.0.1:${proxy.port}`, [name]: 'id.invalid' });
    const [failure] = await failuresOf(remote('http://id.invalid').isUserExists({ email: 'x' }));
    expect(failure).toMatchObject({ kind: 'network', sent: false }); // there is no such server
    await remote('http://other.invalid').isUserExists({ email: 'x' });
    expect(proxy.asked.map(({ target }) => target)).toEqual(['http://other.invalid/graphql/v2']);
  });
});

describe('a proxy that is of no use', () => {
  const expectMasked = (error: unknown): void => {
    const shown = `${inspect(error, { depth: 5 })}${JSON.stringify(error)}${(error as Error).stack}`;
    expect(shown).not.toMatch(/canary|YWRhOmNh/);
  };

  it.each([['http://id.test'], ['https://id.test']])('NET-10, F24: since it is down, is told for %s', async (url) => {
    const proxy = await serveProxy(await serve());
    await proxy.stop();
    const address = `http://ada:canary%40pw@127.0.0.1:${proxy.port}`;
    setEnvironment({ HTTP_PROXY: address, HTTPS_PROXY: address });
    const failure = await failureOf(remote(url).isUserExists({ email: 'x' }));
    expect(failure).toMatchObject({
      name: 'ProxyError',
      kind: 'proxy',
      sent: false,
      retryable: true,
      systemCode: 'ECONNREFUSED',
      message: `Could not reach the proxy http://127.0.0.1:${proxy.port}`,
      remedy: expect.stringContaining('HTTP_PROXY'),
    });
    expectMasked(failure);
  });

  it.each([['http://id.test'], ['https://id.test']])(
    'NET-10, F24: since it answers 407, is told for %s, once',
    async (url) => {
      const proxy = await serveProxy(await serve(), { refusal: 407 });
      const address = `http://ada:canary%40pw@127.0.0.1:${proxy.port}`;
      setEnvironment({ HTTP_PROXY: address, HTTPS_PROXY: address });
      const failure = await failureOf(remote(url).isUserExists({ email: 'x' }));
      expect(failure).toMatchObject({ name: 'ProxyError', kind: 'proxy', status: 407, retryable: false, sent: false });
      expectMasked(failure);
      expect(proxy.asked.map(({ authorization }) => authorization)).toEqual([AUTHORIZATION]);
    },
  );

  it.each([
    [403, false, 1],
    [502, true, 3],
  ])('NET-10, F24: since it answers a tunnel with %d, is told', async (refusal, retryable, times) => {
    const proxy = await serveProxy(await serve(), { refusal });
    setEnvironment({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
    const failure = await failureOf(remote('https://id.test').isUserExists({ email: 'x' }));
    expect(failure).toMatchObject({ kind: 'proxy', status: refusal, retryable });
    expect(proxy.asked.length).toBe(times);
  });

  it.each([['http://id.test'], ['https://id.test']])(
    'NET-10, F24: since it says nothing, is a timeout for %s',
    async (url) => {
      const proxy = await serveProxy(await serve(), { refusal: 'silence' });
      const address = `http://127.0.0.1:${proxy.port}`;
      setEnvironment({ HTTP_PROXY: address, HTTPS_PROXY: address });
      const client = remote(url);
      expect(await failureOf(client.with({ timeout: 1_000 }).isUserExists({ email: 'x' }))).toMatchObject({
        kind: 'timeout',
      });
      const connection = proxy.asked[0]?.connection;
      if (!connection?.destroyed) await new Promise((resolve) => connection?.once('close', resolve));
    },
  );

  it.each([['socks5://ada:canary@127.0.0.1:1080'], ['http://'], ['http://ada:canary@:1'], ['http://ada:%canary@h']])(
    'NET-10, F24: since its address is none, is told before anything is sent (%s)',
    async (address) => {
      const server = await serve(answer(true));
      setEnvironment({ HTTP_PROXY: address });
      const failure = await failureOf(remote().isUserExists({ email: 'x' }));
      expect(failure).toMatchObject({ kind: 'configuration', message: expect.stringContaining('HTTP_PROXY') });
      expectMasked(failure);
      await expect(remote(server.url).isUserExists({ email: 'x' })).resolves.toBe(true); // which needs none
    },
  );
});

// What Node trusts is decided when a process starts.
describe('https', () => {
  const script = `
    import { AuthenticationClient } from '@sallyport/authentication-client';
    const [appHost, options, times] = process.argv.slice(1);
    const client = new AuthenticationClient({ appId: 'app', appHost, timeout: 5000, ...JSON.parse(options) });
    const said = [];
    for (let call = 0; call < Number(times); call += 1) {
      said.push(
      await client.sendSmsCode('13800000000').then(() => 200, (error) => error.toJSON()));
    }
    console.log(JSON.stringify(said)); // and end without dispose: what is idle must hold nobody up
  `;
  let folder = '';
  let file = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sallyport-proxy-'));
    file = join(folder, 'certificate.pem');
    await writeFile(file, certificate);
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function call(
    address: string,
    environment: Readonly<Record<string, string>>,
    { options = {}, times = 1, isTrusted = true } = {},
  ): Promise<unknown[]> {
    const trust = isTrusted ? { NODE_EXTRA_CA_CERTS: file } : {};
    const flags = ['--input-type=module', '-e', script, address, JSON.stringify(options), String(times)];
    const child = spawn(process.execPath, flags, {
      cwd: import.meta.dirname,
      env: { PATH: process.env.PATH, ...environment, ...trust },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    cleanUpWith(() => child.kill());
    let said = '';
    for await (const part of child.stdout) said += String(part);
    return JSON.parse(said) as unknown[];
  }

  it.each([['HTTPS_PROXY'], ['https_proxy']])(
    'NET-10, F24: by %s goes through one tunnel, in which the proxy reads nothing',
    async (name) => {
      const server = await serveSecurely(answer(true));
      const proxy = await serveProxy(server);
      const environment = {
        [name]: `http://ada:canary%40pw@127.0.0.1:${proxy.port}`,
        HTTP_PROXY: 'http://127.0.0.1:1',
      };
      expect(await call('https://id.test', environment, { times: 3 })).toEqual([200, 200, 200]);
      expect(proxy.asked).toMatchObject([
        { how: 'tunnel', target: 'id.test:443', host: 'id.test:443', authorization: AUTHORIZATION },
      ]);
      expect(server.calls.length).toBe(3);
      expect(hasSeen(server, 'canary') || hasSeen(server, AUTHORIZATION.slice(6))).toBe(false);
    },
  );

  it('NET-10, F24: by a proxy that is reached by https itself', async () => {
    const server = await serveSecurely(answer(true));
    const proxy = await serveProxy(server, { secure: true });
    const environment = { HTTPS_PROXY: `https://127.0.0.1:${proxy.port}` };
    expect(await call('https://id.test:8443', environment, { times: 2 })).toEqual([200, 200]);
    expect(proxy.asked.map(({ target }) => target)).toEqual(['id.test:8443']);
  });

  it('NET-10: on loopback goes direct, and is verified', async () => {
    const server = await serveSecurely(answer(true));
    const proxy = await serveProxy(server);
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    expect(await call(server.url, environment)).toEqual([200]);
    const [failure] = await call(server.url, environment, { isTrusted: false });
    expect(failure).toMatchObject({ kind: 'network', sent: false, systemCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect([proxy.asked.length, server.calls.length]).toEqual([0, 1]);
  });

  it('NET-10: through a tunnel is verified too, against the name of the server, and no option stops that', async () => {
    const server = await serveSecurely(answer(true));
    const proxy = await serveProxy(server);
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    for (const name of ['rejectUnauthorized', 'insecure', 'strictSSL', 'httpsAgent']) {
      const options = { appId: 'app', appHost: server.url, [name]: false };
      expect(() => new AuthenticationClient(options)).toThrow(`The option ${name} is unknown`);
    }
    const options = { dangerouslyAllowHttp: true };
    const [untrusted] = await call('https://id.test', environment, { isTrusted: false, options });
    expect(untrusted).toMatchObject({ kind: 'network', sent: false, systemCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    const [misnamed] = await call('https://other.test', environment, { options });
    expect(misnamed).toMatchObject({ kind: 'network', sent: false, systemCode: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(server.calls).toEqual([]);
  });
});
