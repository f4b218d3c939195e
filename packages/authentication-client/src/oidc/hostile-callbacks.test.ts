import { describe, expect, it } from '@jest/globals';
import type { TokenStorage } from '@sallyport/core/storage';
import { answer, ISSUER, leave, type OidcFixture, REDIRECT_URI, setUpOidc } from './provider.fixture.js';

// What an attacker can have a user open, and what can become of a stored transaction.

const STRANGE_STATE = 'A'.repeat(43);
const encoded = encodeURIComponent(ISSUER);

/** Each leaves the sign-in in progress as it is: nothing is sent, and the true answer still completes it. */
const malformed: Readonly<Record<string, readonly ((request: URL) => string)[]>> = {
  'a parameter twice': [
    (request) => `${answer(request)}&code=code-1`,
    (request) => `${answer(request)}&code=other`,
    (request) => `${answer(request)}&c%6Fde=other`,
    (request) => `${answer(request)}&state=${STRANGE_STATE}`,
    (request) => `${answer(request)}&state=`,
    (request) => `${answer(request)}&iss=${encoded}`,
    (request) => `${answer(request)}&iss=https%3A%2F%2Fevil.example`,
    (request) => `${answer(request)}&session_state=a&session_state=b`,
    (request) => `${answer(request, { code: null, error: 'x' })}&error=y`,
    (request) => `${answer(request, { code: null, error: 'x' })}&error_description=a&error_description=b`,
  ],
  'a code and an error, or neither': [
    (request) => answer(request, { error: 'access_denied' }),
    (request) => answer(request, { error: '' }),
    (request) => answer(request, { code: '', error: 'access_denied' }),
    (request) => answer(request, { code: null }),
    (request) => answer(request, { code: null, 'code[]': 'code-1' }),
    (request) => answer(request, { code: null, Code: 'code-1' }),
  ],
  'another response type or mode': [
    (request) => answer(request, { access_token: 'x' }),
    (request) => answer(request, { id_token: 'x' }),
    (request) => answer(request, { refresh_token: 'x' }),
    (request) => answer(request, { token_type: 'Bearer' }),
    (request) => answer(request, { expires_in: '5' }),
    (request) => answer(request, { response: 'eyJ' }),
    (request) => answer(request, { response: '' }),
    (request) => `${answer(request)}&r%65sponse=eyJ`,
    (request) => `${answer(request)}#access_token=x`,
    (request) => `${answer(request)}#id_token=x`,
    (request) => `${answer(request)}#response=eyJ`,
    (request) => `${answer(request)}#code=other`,
    (request) => `${answer(request)}#state=${STRANGE_STATE}`,
    (request) => `${answer(request)}#error=access_denied`,
    (request) => `${answer(request)}#iss=${encoded}`,
    (request) => answer(request).replace('?', '#'),
  ],
  'broken percent-encoding': [
    (request) => answer(request).replace('code-1', '%'),
    (request) => answer(request).replace('code-1', '%ZZ'),
    (request) => answer(request).replace('code-1', 'code%2'),
    (request) => answer(request).replace('code-1', '%E0%A4%A'),
    (request) => answer(request).replace('code-1', '%C0%AF'),
    (request) => answer(request).replace('code-1', '%ED%A0%80'),
    (request) => answer(request).replace('code-1', '%u0041'),
    (request) => answer(request).replace(encoded, `${encoded}%FF`),
    (request) => `${answer(request, { code: null, error: 'x' })}&error_description=%FF`,
  ],
  'a code that no server issues': [
    (request) => answer(request, { code: '\0' }),
    (request) => answer(request, { code: 'code\r\nx: y' }),
    (request) => answer(request, { code: 'code\x7f' }),
    (request) => answer(request, { code: 'ｃode' }),
    (request) => answer(request, { code: 'x'.repeat(8_193) }),
    (request) => answer(request, { padding: 'x'.repeat(40_000) }),
  ],
  'control characters or spaces in the address': [
    (request) => ` ${answer(request)}`,
    (request) => `${answer(request)}\n`,
    (request) => answer(request).replace('code=', 'co\tde='),
    (request) => answer(request).replace('app.example', 'app\n.example'),
    (request) => `${answer(request)}\0`,
  ],
  'another address': [
    (request) => answer(request).replace('app.example', 'evil.example'),
    (request) => answer(request).replace('app.example', 'app.example.evil.example'),
    (request) => answer(request).replace('app.example', 'app.example:8443'),
    (request) => answer(request).replace('app.example', 'ada:x@app.example'),
    (request) => answer(request).replace('app.example', 'evil.example@app.example'),
    (request) => answer(request).replace('/callback', '/callback/'),
    (request) => answer(request).replace('/callback', '/Callback'),
    (request) => answer(request).replace('/callback', '//callback'),
    (request) => answer(request).replace('https:', 'http:'),
    (request) => answer(request).replace('https://app.example', 'app:'),
    (request) => answer(request).replace('https:', 'javascript:'),
  ],
};

const foreignStates: readonly ((request: URL) => string)[] = [
  (request) => answer(request, { state: null }),
  (request) => answer(request, { state: '' }),
  (request) => answer(request, { state: STRANGE_STATE }),
  (request) => answer(request, { state: `popup.${STRANGE_STATE}` }),
  (request) => answer(request, { state: null, 'state[]': request.searchParams.get('state') }),
  (request) => answer(request, { state: `${request.searchParams.get('state')}A` }),
  (request) => answer(request, { state: `${request.searchParams.get('state')} ` }),
  (request) => answer(request, { state: `${request.searchParams.get('state')}\0` }),
  (request) => answer(request, { state: `popup.${request.searchParams.get('state')}` }),
  (request) => answer(request, { state: '__proto__' }),
  (request) => answer(request, { state: '../../session' }),
  (request) => answer(request, { state: 'A'.repeat(10_000) }),
  (request) => answer(request, { state: STRANGE_STATE, code: null, error: 'access_denied' }),
];

async function expectUntouched(fixture: OidcFixture, request: URL, address: string, kind: string): Promise<void> {
  const { client, provider } = fixture;
  provider.requests.splice(0);
  await expect(client.handleRedirectCallback(address)).rejects.toMatchObject({ kind });
  expect(provider.requests).toEqual([]);
  await expect(client.handleRedirectCallback(answer(request))).resolves.toMatchObject({ user: { id: 'ada' } });
}

describe('handleRedirectCallback', () => {
  it.each(Object.entries(malformed))('refuses %s (CLI-06)', async (_, spoilers) => {
    for (const spoil of spoilers) {
      const fixture = setUpOidc();
      const request = await leave(fixture);
      await expectUntouched(fixture, request, spoil(request), 'invalid-callback');
    }
  });

  it('refuses a foreign state (CLI-04)', async () => {
    for (const spoil of foreignStates) {
      const fixture = setUpOidc();
      const request = await leave(fixture);
      await expectUntouched(fixture, request, spoil(request), 'state-mismatch');
    }
  });

  it.each([
    'https://evil.example',
    `${ISSUER}/`,
    ISSUER.toUpperCase(),
    ISSUER.replace('https', 'http'),
    `${ISSUER}%2F`,
    `${ISSUER} `,
    '',
    null,
  ])('refuses an answer of the issuer %j (CLI-05, RFC 9207)', async (iss) => {
    const { client, provider } = setUpOidc();
    const request = await leave({ client, provider });
    await expect(client.handleRedirectCallback(answer(request, { iss }))).rejects.toMatchObject({
      kind: 'issuer-mismatch',
    });
    expect(provider.to('/oidc/token')).toEqual([]);
  });

  it.each([
    [REDIRECT_URI],
    [`${REDIRECT_URI}?tab=2`],
    [`${REDIRECT_URI}#part`],
    ['https://app.example/'],
    [`${REDIRECT_URI}?session_state=x`],
  ])('tells %s, which is no callback, from a malformed one', async (address) => {
    const { client } = setUpOidc();
    await expect(client.handleRedirectCallback(address)).rejects.toMatchObject({
      kind: 'no-callback',
      name: 'NoCallbackError',
      remedy: expect.stringContaining('isRedirectCallback'),
    });
  });

  it('accepts broken percent-encoding of the application’s own parameters', async () => {
    const fixture = setUpOidc();
    const address = `${answer(await leave(fixture))}&next=%ZZ&tag=a&tag=b`;
    await expect(fixture.client.handleRedirectCallback(address)).resolves.toBeDefined();
  });
});

/** What a visitor can read and write, such as unsigned cookies. */
class CookieJar implements TokenStorage {
  readonly cookies = new Map<string, string>();
  get = (name: string): string | null => this.cookies.get(name) ?? null;
  set = (name: string, value: string): void => void this.cookies.set(name, value);
  remove = (name: string): void => void this.cookies.delete(name);

  get transactions(): readonly (readonly [string, string])[] {
    return [...this.cookies].filter(([, value]) => value.includes('codeVerifier'));
  }
}

describe('a stored transaction that was changed', () => {
  const changes: readonly (readonly [member: string, values: readonly unknown[]])[] = [
    ['version', [undefined, 0, 2, '1', null]],
    ['beganAt', [undefined, null, '0', -1, 1e300, [0], {}]],
    ['state', [undefined, null, STRANGE_STATE, '', 5]],
    ['nonce', [undefined, null, '', 'n', 5, ['x'], 'A'.repeat(44), `${'A'.repeat(42)}.`]],
    ['codeVerifier', [undefined, null, '', 'v', 5, ['x'], 'A'.repeat(42), `${'A'.repeat(42)}\n`]],
    [
      'redirectUri',
      [
        undefined,
        null,
        '',
        5,
        '/callback',
        'javascript:alert(1)',
        'app://callback',
        `${REDIRECT_URI}#x`,
        'https://a@app.example/callback',
      ],
    ],
    ['namesIssuer', [undefined, null, 'true', 0]],
    ['maxAgeSeconds', [undefined, -1, 1.5, '60', {}]],
    [
      'returnTo',
      [
        undefined,
        '',
        5,
        ['/'],
        '/orders',
        'javascript:alert(1)',
        'data:text/html,x',
        'https://evil.example/',
        '//evil.example/',
        'https://ada@app.example/',
        'http://app.example/',
        'https://app.example.evil.example/',
      ],
    ],
  ];

  async function complete(change: (stored: string) => string) {
    const jar = new CookieJar();
    const fixture = setUpOidc({ transactionStorage: jar });
    const request = await leave(fixture, { returnTo: '/orders', maxAgeSeconds: 60 });
    fixture.provider.claims = { auth_time: fixture.clock.now() / 1000 };
    for (const [name, value] of jar.transactions) jar.set(name, change(value));
    return { fixture, call: fixture.client.handleRedirectCallback(answer(request)) };
  }

  it('completes the sign-in as long as it is as it was stored', async () => {
    const { call } = await complete((stored) => stored);
    await expect(call).resolves.toMatchObject({ returnTo: 'https://app.example/orders' });
  });

  describe.each(changes)('in its member %s', (member, values) => {
    it.each(values.map((value) => [value]))('counts as a foreign state with %j (CLI-03, CLI-04)', async (value) => {
      const { fixture, call } = await complete((stored) => JSON.stringify({ ...JSON.parse(stored), [member]: value }));
      await expect(call).rejects.toMatchObject({ kind: 'state-mismatch' });
      expect(fixture.provider.to('/oidc/token')).toEqual([]);
      expect(fixture.client.state).toBe('signedOut');
    });
  });

  it.each([['null'], ['[]'], ['"text"'], ['5'], ['{}'], [''], ['{'], ['{"__proto__":{"version":1}}']])(
    'counts as a foreign state as the text %s',
    async (text) => {
      const { fixture, call } = await complete(() => text);
      await expect(call).rejects.toMatchObject({ kind: 'state-mismatch' });
      expect(fixture.provider.to('/oidc/token')).toEqual([]);
    },
  );

  it('counts as a foreign state when it began in the future', async () => {
    const { call } = await complete((stored) => JSON.stringify({ ...JSON.parse(stored), beganAt: Date.UTC(2030, 0) }));
    await expect(call).rejects.toMatchObject({ kind: 'state-mismatch' });
  });

  it('answers no other address than its redirectUri', async () => {
    const redirectUri = 'https://evil.example/callback';
    const { call } = await complete((stored) => JSON.stringify({ ...JSON.parse(stored), redirectUri, returnTo: null }));
    await expect(call).rejects.toMatchObject({ kind: 'invalid-callback' });
  });
});

describe('abandoned transactions', () => {
  it('leave the ten newest of a visitor, each of which completes (CLI-03)', async () => {
    const jar = new CookieJar();
    const fixture = setUpOidc({ transactionStorage: jar });
    const requests: URL[] = [];
    for (let attempt = 0; attempt < 50; attempt += 1) requests.push(await leave(fixture));
    expect(jar.transactions).toHaveLength(10);
    for (const request of requests.slice(-10)) {
      fixture.provider.nonce = request.searchParams.get('nonce') ?? '';
      await expect(fixture.client.handleRedirectCallback(answer(request))).resolves.toBeDefined();
    }
    expect([...jar.cookies]).toEqual([]);
  });

  it('are bounded when they begin concurrently', async () => {
    const jar = new CookieJar();
    const fixture = setUpOidc({ transactionStorage: jar });
    await Promise.all(Array.from({ length: 50 }, () => leave(fixture)));
    expect(jar.transactions).toHaveLength(10);
  });

  it('are removed after ten minutes, when another sign-in begins', async () => {
    const jar = new CookieJar();
    const fixture = setUpOidc({ transactionStorage: jar });
    for (let attempt = 0; attempt < 5; attempt += 1) await leave(fixture);
    await fixture.clock.advance(10 * 60_000 + 1);
    await leave(fixture);
    expect(jar.transactions).toHaveLength(1);
  });

  it.each([['{'], ['null'], ['{"state":5}'], ['[null,5,{"state":"../x","beganAt":0}]']])(
    'do not stop a sign-in when their index is %s',
    async (index) => {
      const jar = new CookieJar();
      const fixture = setUpOidc({ transactionStorage: jar });
      await leave(fixture);
      for (const [name] of jar.cookies) if (name.includes('oidc-begun')) jar.set(name, index);
      const request = await leave(fixture);
      await expect(fixture.client.handleRedirectCallback(answer(request))).resolves.toBeDefined();
    },
  );

  it('cost no sign-in whose index cannot be written any more', async () => {
    const jar = new CookieJar();
    const fixture = setUpOidc({ transactionStorage: jar });
    const request = await leave(fixture);
    jar.remove = (name) => {
      if (name.includes('oidc-begun')) throw new Error('full');
      jar.cookies.delete(name);
    };
    await expect(fixture.client.handleRedirectCallback(answer(request))).resolves.toBeDefined();
  });
});

describe('isRedirectCallback', () => {
  const STATE = `state=${STRANGE_STATE}`;

  it.each([
    `${REDIRECT_URI}?code=x&${STATE}`,
    `${REDIRECT_URI}?error=access_denied&${STATE}`,
    `${REDIRECT_URI}?code=x&state=popup.${STRANGE_STATE}`,
    `${REDIRECT_URI}?tab=2&code=x&${STATE}#part`,
    `${REDIRECT_URI}?code=x&code=y&${STATE}`,
    `${REDIRECT_URI}?code=%ZZ&${STATE}`,
  ])('is true for %s, well-formed or not', (address) => {
    expect(setUpOidc().client.isRedirectCallback(address)).toBe(true);
  });

  it.each([
    [undefined],
    [null],
    [5],
    [{ toString: () => `${REDIRECT_URI}?code=x&${STATE}` }],
    [''],
    ['callback?code=x'],
    ['https://'],
    ['javascript:alert(1)'],
    [REDIRECT_URI],
    [`${REDIRECT_URI}?code=x`],
    [`${REDIRECT_URI}?${STATE}`],
    [`${REDIRECT_URI}?code=x&state=CA`],
    [`${REDIRECT_URI}?code=x&state[]=${STRANGE_STATE}`],
    [`${REDIRECT_URI}#code=x&${STATE}`],
    [`https://evil.example/callback?code=x&${STATE}`],
    [`https://app.example/other?code=x&${STATE}`],
    [`\0${'x'.repeat(100_000)}`],
  ])('is false for %j, and does not throw', (address) => {
    const { client, provider } = setUpOidc();
    expect(client.isRedirectCallback(address as string)).toBe(false);
    expect(provider.requests).toEqual([]);
  });

  it('looks at the parameters alone while no redirectUri is configured', () => {
    const { client } = setUpOidc({ redirectUri: undefined });
    expect(client.isRedirectCallback(`https://app.example/other?code=x&${STATE}`)).toBe(true);
  });
});

describe('the former user (CLI-07)', () => {
  const begin = async () => {
    const fixture = setUpOidc();
    const address = answer(await leave(fixture));
    return { ...fixture, address };
  };
  const signedIn = async () => {
    const fixture = await begin();
    await fixture.client.handleRedirectCallback(fixture.address);
    return fixture;
  };
  const bearer = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJib2IifQ.AAAA';

  it.each<readonly [string, (fixture: Awaited<ReturnType<typeof signedIn>>) => unknown]>([
    ['logout', ({ client }) => client.logout().catch(() => {})],
    ['setToken', ({ client }) => client.setToken(bearer)],
    ['setSession', ({ client }) => client.setSession({ accessToken: bearer })],
    ['setCurrentUser', ({ client }) => client.setCurrentUser({ id: 'bob', token: bearer } as never)],
    [
      'another sign-in by redirect',
      async (fixture) => {
        const request = await leave(fixture);
        fixture.provider.claims = { sub: 'bob' };
        await fixture.client.handleRedirectCallback(answer(request));
      },
    ],
  ])('is not answered by handleRedirectCallback after %s', async (_, replace) => {
    const fixture = await signedIn();
    await expect(fixture.client.handleRedirectCallback(fixture.address)).resolves.toMatchObject({
      user: { id: 'ada' },
    });
    await replace(fixture);
    await expect(fixture.client.handleRedirectCallback(fixture.address)).rejects.toMatchObject({
      kind: 'state-mismatch',
    });
  });

  it('is still answered after a renewal of the session', async () => {
    const fixture = await signedIn();
    await fixture.client.refreshToken();
    await expect(fixture.client.handleRedirectCallback(fixture.address)).resolves.toMatchObject({
      user: { id: 'ada' },
    });
  });

  it.each<readonly [string, (client: OidcFixture['client']) => unknown]>([
    ['logout', (client) => client.logout().catch(() => {})],
    ['another session', (client) => client.setToken(bearer)],
  ])('is answered to no call that %s overtakes while the session is stored', async (_, overtake) => {
    const values = new Map<string, string>();
    let client: OidcFixture['client'] | undefined;
    const storage: TokenStorage = {
      get: async (key) => values.get(key) ?? null,
      set: async (key, value) => {
        if (value.includes('refresh-1')) overtake(client as never);
        values.set(key, value);
      },
      remove: async (key) => void values.delete(key),
    };
    const fixture = setUpOidc({ storage });
    client = fixture.client;
    const address = answer(await leave(fixture));
    const calls = [client.handleRedirectCallback(address), client.handleRedirectCallback(address)];
    for (const result of await Promise.allSettled(calls)) {
      expect(result).toMatchObject({ status: 'rejected', reason: { kind: 'not-signed-in' } });
    }
  });
});
