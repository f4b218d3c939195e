import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ManualClock } from '@sallyport/core/clock';
import { FakeTransport } from '@sallyport/core/testing';
import { AuthenticationClient } from '../../authing/authentication-client.js';

const KEY = 'sallyport:v1:pending-sign-in:https%3A%2F%2Fid.example:app::';
// A key that only has the right form; nobody decrypts here.
const publicKey =
  'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4xKeUgQ+Aoz7TLfAfs9+paePb5KIofVthEopwrXFkp8OCeocaTHt9ICjTT2QeJh6cZaDaArfZ873GPUn00eOIZ7Ae+TiA2BKHbCvloW3w5Lnqm70iSsUi5Fmu9/2+68GZRH9L7Mlh8cFksCicW2Y2W2uMGKl64GDcIq3au+aqJQIDAQAB';

function load() {
  const transport = new FakeTransport();
  const clock = new ManualClock();
  const client = new AuthenticationClient({ appId: 'app', appHost: 'https://id.example', publicKey, transport, clock });
  return { client, transport, clock };
}

async function loadPending() {
  const page = load();
  page.transport.refuseGraphql(1635, 'second factor', { mfaToken: 'm' });
  await page.client.loginByUsername('ada', 'pw').catch(() => {});
  return page;
}

afterEach(() => {
  jest.restoreAllMocks();
  localStorage.clear();
  sessionStorage.clear();
});

describe('a page that is reloaded in the middle of a sign-in', () => {
  it('loses nothing', async () => {
    await loadPending();
    const { client, transport } = load();
    expect(client.state).toBe('mfaRequired');
    expect(client.pendingSignIn).toMatchObject({ mfaToken: 'm', passed: ['pwd'] });
    transport.answer({ id: 'ada', token: 'session' });
    await client.mfa.verifyTotpMfa({ totp: '112233', mfaToken: client.pendingSignIn?.mfaToken ?? '' });
    expect([client.state, sessionStorage.length]).toEqual(['signedIn', 0]);
  });

  it('keeps it in this tab alone', async () => {
    await loadPending();
    expect([sessionStorage.getItem(KEY) === null, localStorage.length]).toEqual([false, 0]);
  });

  it('forgets it when its time is over', async () => {
    await loadPending();
    const { client, clock } = load();
    await clock.advance(360_000);
    expect([client.state, sessionStorage.length]).toEqual(['signedOut', 0]);
  });

  it.each([['{"version":1'], ['null'], ['{"version":9}']])('is not disturbed by %j in its place', (text) => {
    sessionStorage.setItem(KEY, text);
    const { client } = load();
    expect([client.state, client.pendingSignIn]).toEqual(['signedOut', null]);
  });

  it('goes on in memory where session storage is blocked (F19)', async () => {
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    const { client } = await loadPending();
    expect(client.state).toBe('mfaRequired');
  });

  it('is still signed in afterwards', async () => {
    const { client, transport } = load();
    transport.answerGraphql('loginByUsername', { id: 'ada', token: 'session' });
    await client.loginByUsername('ada', 'pw');
    expect(load().client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada' });
  });
});
