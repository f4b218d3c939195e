import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  accessToken,
  calls,
  NOW_SECONDS,
  raisedAnswer,
  setUp,
  setUpPending,
  tokenAnswer,
  turn,
  wireFactor,
  wireUser,
  withFactor,
} from '../gotrue-client.fixture.js';

const page = `${location.origin}/callback`;
const tokens = new URLSearchParams({
  access_token: accessToken(),
  expires_at: String(NOW_SECONDS + 3_600),
  expires_in: '3600',
  refresh_token: 'refresh-ada-1',
  sb: '',
  token_type: 'bearer',
  type: 'magiclink',
});
const error = 'error=access_denied&error_code=otp_expired&error_description=Email+link+is+invalid+or+has+expired&sb=';

/** Leads the page to an address, as a link does. */
const lead = (rest: string): void => history.replaceState({ kept: true }, '', `${page}${rest}`);

beforeEach(() => lead(''));
afterEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

describe('a link that has led back with tokens', () => {
  it('signs in as whose they are, and leaves no token in the address (CLI-08)', async () => {
    const { client, transport } = setUp();
    transport.answerJson(wireUser());
    lead(`?tab=2&q=a%20b+c&type=book&empty#${tokens}`);
    await expect(client.handleRedirectCallback()).resolves.toMatchObject({ id: 'ada' });
    expect(location.href).toBe(`${page}?tab=2&q=a%20b+c&type=book&empty`);
    expect(history.state).toEqual({ kept: true });
    expect(calls(transport)).toEqual(['GET /user']);
    expect(client.state).toBe('signedIn');
  });

  it('demands the second factor', async () => {
    const { client, transport } = setUp();
    transport.answerJson(withFactor);
    lead(`#${tokens}`);
    await expect(client.handleRedirectCallback()).rejects.toMatchObject({ kind: 'mfa-required' });
    expect(client.state).toBe('mfaRequired');
    expect(location.href).toBe(page);
  });

  it('signs nobody in where codes are asked for: anybody could have made it (CLI-01, CLI-06)', async () => {
    const { client, transport } = setUp({ flowType: 'pkce' });
    lead(`#${tokens}`);
    await expect(client.handleRedirectCallback()).rejects.toMatchObject({
      kind: 'invalid-callback',
      remedy: expect.stringContaining('verifyOtp'),
    });
    expect(transport.requests).toEqual([]);
    expect(location.href).toBe(page);
  });

  it.each(['access_token', 'refresh_token'])('signs nobody in without the %s', async (name) => {
    const { client, transport } = setUp();
    const half = new URLSearchParams(tokens);
    half.delete(name);
    lead(`#${half}`);
    await expect(client.handleRedirectCallback()).rejects.toMatchObject({ kind: 'invalid-callback' });
    expect(transport.requests).toEqual([]);
    expect(location.href).toBe(page);
  });

  it('is refused when the server does not know the token', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ code: 'bad_jwt', message: 'no' }, 403);
    lead(`#${tokens}`);
    await expect(client.handleRedirectCallback()).rejects.toMatchObject({ kind: 'unauthenticated' });
    expect(client.state).toBe('signedOut');
  });
});

describe('a link that has led back with a code', () => {
  async function setUpAsked() {
    const fixture = setUp({ flowType: 'pkce' });
    fixture.transport.answerJson({});
    await fixture.client.sendEmail('ada@example.com', 'LOGIN_VERIFY_CODE');
    fixture.transport.requests.splice(0);
    return fixture;
  }

  it('signs in, and leaves no code in the address (CLI-08)', async () => {
    const { client, transport } = await setUpAsked();
    transport.answerJson(tokenAnswer());
    lead('?code=5f0e&tab=2&sb_flow_id=1#part');
    await expect(client.handleRedirectCallback()).resolves.toMatchObject({ id: 'ada' });
    expect(location.href).toBe(`${page}?tab=2#part`);
    expect(transport.lastBody).toMatchObject({ auth_code: '5f0e' });
  });

  it('is completed once when React’s strict mode calls twice (CLI-07)', async () => {
    const { client, transport } = await setUpAsked();
    transport.answerJson(tokenAnswer());
    lead('?code=5f0e');
    const [first, second] = await Promise.all([client.handleRedirectCallback(), client.handleRedirectCallback()]);
    expect(first).toMatchObject({ id: 'ada' });
    expect(second).toBe(first);
    expect(transport.requests).toHaveLength(1);
    await expect(client.handleRedirectCallback()).resolves.toBeNull();
  });

  it('fails for both of two calls, and can be tried again', async () => {
    const { client, transport } = await setUpAsked();
    transport.answerJson({ code: 'flow_state_not_found', message: 'used' }, 404);
    lead('?code=5f0e');
    const outcomes = await Promise.allSettled([client.handleRedirectCallback(), client.handleRedirectCallback()]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(transport.requests).toHaveLength(1);
    transport.answerJson(tokenAnswer());
    await expect(client.handleRedirectCallback(`${page}?code=5f0e`)).resolves.toMatchObject({ id: 'ada' });
  });

  it('says that it was asked for elsewhere, and sends nothing', async () => {
    const { client, transport } = setUp({ flowType: 'pkce' });
    lead('?code=5f0e');
    await expect(client.handleRedirectCallback()).rejects.toMatchObject({
      kind: 'invalid-callback',
      remedy: expect.stringContaining('where it was asked for'),
    });
    expect(transport.requests).toEqual([]);
  });
});

describe('a link that the server refused', () => {
  it.each([
    ['in the fragment', `#${error}`],
    ['in the query', `?${error}`],
    ['in both', `?${error}#${error}`],
  ])('says why, %s, and cleans the address, so that a reload does not say it again (CLI-08)', async (_, rest) => {
    const { client, transport } = setUp();
    lead(rest);
    await expect(client.handleRedirectCallback()).rejects.toMatchObject({
      kind: 'login-error',
      error: 'access_denied',
      code: 'otp_expired',
      message: 'Email link is invalid or has expired',
    });
    expect(location.href).toBe(page);
    expect(transport.requests).toEqual([]);
    await expect(client.handleRedirectCallback()).resolves.toBeNull();
  });

  it('leaves who is signed in', async () => {
    const { client } = await setUpPending();
    lead(`#${error}`);
    await expect(client.handleRedirectCallback()).rejects.toMatchObject({ kind: 'login-error' });
    expect(client.snapshot).toMatchObject({ userId: 'ada' });
  });
});

describe('the first of two links of a change of address', () => {
  const message = 'Confirmation link accepted. Please proceed to confirm link sent to the other email';
  const fragment = String(new URLSearchParams({ message }));

  it.each([
    ['in the fragment, with sb', `?tab=2#${fragment}&sb=`, '?tab=2'],
    ['in the fragment, without sb', `?tab=2#${fragment}`, '?tab=2'],
    ['in the query', `?tab=2&${fragment}&sb=#part`, '?tab=2#part'],
  ])('handleRedirectCallback reports it %s and cleans the address', async (_, rest, cleaned) => {
    const { client, transport } = await setUpPending();
    lead(rest);
    await expect(client.handleRedirectCallback()).rejects.toMatchObject({
      kind: 'sign-in-step-required',
      step: 'confirm-address',
      message,
      remedy: expect.stringContaining('other address'),
    });
    expect(location.href).toBe(`${page}${cleaned}`);
    expect(history.state).toEqual({ kept: true });
    expect(transport.requests).toEqual([]);
    expect(client.snapshot).toMatchObject({ userId: 'ada' });
    await expect(client.handleRedirectCallback()).resolves.toBeNull();
  });

  it('handleRedirectCallback leaves a message that belongs to the page', async () => {
    const { client } = setUp();
    lead('?message=Hello#message=Welcome');
    await expect(client.handleRedirectCallback()).resolves.toBeNull();
    expect(location.href).toBe(`${page}?message=Hello#message=Welcome`);
  });
});

describe('an address that brings nothing', () => {
  it.each(['', '?tab=2', '#part', '?type=book&sb=1', '?code='])('is left as it is: %p', async (rest) => {
    const { client, transport } = setUp();
    lead(rest);
    const before = location.href;
    await expect(client.handleRedirectCallback()).resolves.toBeNull();
    expect(location.href).toBe(before);
    expect(transport.requests).toEqual([]);
  });

  it('of another page does not change this one’s', async () => {
    const { client, transport } = setUp();
    transport.answerJson(wireUser());
    lead('?code=VOUCHER#part');
    await client.handleRedirectCallback(`https://elsewhere.example/#${tokens}`);
    expect(location.href).toBe(`${page}?code=VOUCHER#part`);
  });
});

describe('in a page', () => {
  it('a session is kept in local storage, under the published client’s key where that is said', async () => {
    const { client, transport } = setUp({ storage: undefined, storageKey: 'supabase.auth.token' });
    transport.answerJson(tokenAnswer());
    await client.loginByEmail('ada@example.com', 'pw');
    expect(JSON.parse(localStorage.getItem('supabase.auth.token') ?? '')).toEqual(tokenAnswer());
    await client.dispose();
  });

  it('a session that the published client has changed in another tab is followed', async () => {
    const KEY = 'supabase.auth.token';
    localStorage.setItem(KEY, JSON.stringify(tokenAnswer()));
    const { client, events } = setUp({ storage: undefined, storageKey: KEY });
    expect(client.state).toBe('signedIn');
    const tell = (newValue: string | null): void => {
      if (newValue === null) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, newValue);
      window.dispatchEvent(new StorageEvent('storage', { key: KEY, newValue, storageArea: localStorage }));
    };
    tell(JSON.stringify(tokenAnswer({ jti: '2' })));
    await turn();
    tell(null);
    await turn();
    expect(events).toEqual([
      ['sessionRefreshed', { expiresAt: new Date((NOW_SECONDS + 3_600) * 1000), origin: 'other-tab' }],
      ['signedOut', { reason: 'elsewhere', origin: 'other-tab' }],
    ]);
    await client.dispose();
  });

  it('a code on its way to a phone outlasts a reload', async () => {
    const user = wireUser('ada', [wireFactor('p', 'phone')]);
    const before = await setUpPending({ storage: undefined }, user);
    before.transport.answerJson(user).answerJson({ id: 'c1', type: 'phone', expires_at: 1 });
    await before.client.sendSmsCode('+15550001111', undefined, 'mfa-verify');
    await before.client.dispose();
    const { client, transport } = setUp({ storage: undefined });
    expect(client.state).toBe('mfaRequired');
    transport.answerJson(raisedAnswer);
    const mfaToken = client.pendingSignIn?.mfaToken ?? '';
    await client.mfa.verifyAppSmsMfa({ phone: '+15550001111', code: '112233', mfaToken });
    expect(calls(transport)).toEqual(['POST /factors/p/verify']);
    expect(transport.lastBody).toEqual({ challenge_id: 'c1', code: '112233' });
    expect(client.state).toBe('signedIn');
    await client.dispose();
  });
});
