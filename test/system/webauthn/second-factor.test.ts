import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import type { Browser, BrowserContext } from 'playwright-core';
import { type PageServer, startChromium } from '../chromium.fixture.js';
import { serveApplication, Visit } from './visit.fixture.js';

const email = 'ada@example.com';
const password = 'correct horse battery';
const aal1 = { state: 'signedIn', assuranceLevel: 'aal1' };
const aal2 = { state: 'signedIn', assuranceLevel: 'aal2' };
const asked = { state: 'mfaRequired', assuranceLevel: 'aal1' };

let emulator: Emulator;
let browser: Browser;
let server: PageServer;
beforeAll(async () => {
  emulator = await startEmulator();
  [browser, server] = await Promise.all([startChromium(), serveApplication(emulator)]);
});
afterAll(() => Promise.all([emulator.stop(), browser.close(), server.stop()]));

let context: BrowserContext;
let visit: Visit;
beforeEach(async () => {
  await emulator.reset();
  context = await browser.newContext();
  visit = await Visit.begin(context, server.url);
  await visit.register(email, password);
});
afterEach(() => context.close());

describe('a key', () => {
  it('is made and bound, and raises the session', async () => {
    expect(await visit.standing()).toEqual(aal1);
    expect(await visit.bind('Key')).toBeNull();
    expect(await visit.keys()).toBe(1);
    expect(await visit.factors()).toEqual(['Key webauthn verified']);
    expect(await visit.standing()).toEqual(aal2);
    expect(await visit.page.textContent('body')).toBe('signedIn, aal2');
  });

  it('is asked for at the next sign-in, also after a reload, and passes it', async () => {
    await visit.bind('Key');
    await visit.signIn(email, password);
    expect(await visit.standing()).toEqual(asked);
    await visit.load(server.url);
    expect(await visit.standing()).toEqual(asked);
    expect(await visit.prove()).toBeNull();
    expect(await visit.standing()).toEqual(aal2);
  });

  it('of somebody else’s authenticator does not', async () => {
    await visit.bind('Key');
    await visit.signIn(email, password);
    await visit.otherAuthenticator();
    expect(await visit.prove()).toMatchObject({ name: 'NotAllowedError' });
    expect(await visit.standing()).toEqual(asked);
  });

  it('is bound once by each authenticator', async () => {
    await visit.bind('Key');
    expect(await visit.bind('Again')).toMatchObject({
      name: 'InvalidStateError',
      code: 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED',
    });
    expect(await visit.factors()).toEqual(['Key webauthn verified']);
    await visit.otherAuthenticator();
    expect(await visit.bind('Another')).toBeNull();
    // The server lists factors in no order.
    expect([...(await visit.factors())].sort()).toEqual(['Another webauthn verified', 'Key webauthn verified']);
  });

  it('that one client has bound proves to the other, at the same page', async () => {
    expect(await visit.bind('Key')).toBeNull();
    await visit.signIn(email, password);
    expect(await visit.provePublished()).toBeNull();
    await visit.load(server.url);
    expect(await visit.standing()).toEqual(aal2);

    await visit.otherAuthenticator();
    await visit.register('eve@example.com', password);
    expect(await visit.bindPublished('Key')).toBeNull();
    await visit.load(server.url);
    await visit.signIn('eve@example.com', password);
    expect(await visit.prove()).toBeNull();
    expect(await visit.standing()).toEqual(aal2);
  });
});

describe('a user who gives up', () => {
  it('by the page’s own button leaves no factor behind, and can begin again under the same name', async () => {
    await visit.touches(false);
    const [outcome] = await Promise.all([visit.bind('Key'), visit.cancel()]);
    expect(outcome).toMatchObject({ name: 'AbortError', code: 'ERROR_CEREMONY_ABORTED' });
    expect(await visit.factors()).toEqual([]);
    expect(await visit.standing()).toEqual(aal1);
    await visit.touches(true);
    expect(await visit.bind('Key')).toBeNull();
  });

  it('at the authenticator leaves no factor behind', async () => {
    await visit.isKnown(false);
    expect(await visit.bind('Key', {}, 'required')).toMatchObject({ name: 'NotAllowedError' });
    expect(await visit.factors()).toEqual([]);
  });

  it('while a sign-in waits can try again', async () => {
    await visit.bind('Key');
    await visit.signIn(email, password);
    await visit.touches(false);
    const [outcome] = await Promise.all([visit.prove(), visit.cancel()]);
    expect(outcome).toMatchObject({ name: 'AbortError' });
    expect(await visit.standing()).toEqual(asked);
    await visit.touches(true);
    expect(await visit.prove()).toBeNull();
  });
});

describe('another page than the one that is named', () => {
  it('by its origin is refused by the server, and nothing is bound', async () => {
    const elsewhere = { rpOrigins: ['http://localhost:1'] };
    const refused = { name: 'AuthApiError', kind: 'passkey', status: 500, code: 'unexpected_failure' };
    expect(await visit.bind('Key', elsewhere)).toMatchObject(refused);
    expect(await visit.standing()).toEqual(aal1);
    await visit.bind('Other key');
    await visit.signIn(email, password);
    expect(await visit.prove(elsewhere)).toMatchObject(refused);
    expect(await visit.standing()).toEqual(asked);
  });

  it('by its host is refused by the browser, and no factor stays behind', async () => {
    const page = server.url.replace('localhost', '127.0.0.1');
    const elsewhere = await Visit.begin(context, page);
    await elsewhere.register('eve@example.com', password);
    expect(await elsewhere.bind('Key')).toMatchObject({ name: 'SecurityError', code: 'ERROR_INVALID_DOMAIN' });
    expect(await elsewhere.factors()).toEqual([]);
  });
});
