import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, gotrue } from '../../emulator-under-test.fixture.js';
import { type Answer, EMAIL, PASSWORD } from '../../wire-driver.fixture.js';
import { claimsOf, errorOf } from '../gotrue-driver.fixture.js';
import { SoftwareAuthenticator } from './authenticator.fixture.js';

const PAGE = { rpId: 'localhost', rpOrigins: ['http://localhost:5173'] };

let authenticator: SoftwareAuthenticator;
let token: string;
let userId: string;

beforeEach(async () => {
  authenticator = new SoftwareAuthenticator();
  const { body } = await gotrue.signUp(EMAIL, PASSWORD);
  [token, userId] = [body.access_token, body.user.id];
});

const enroll = (name = 'Key', bearer = token): Promise<Answer> =>
  gotrue.post('/factors', { factor_type: 'webauthn', friendly_name: name }, bearer);
const challenge = (factorId: string, webauthn: unknown = PAGE, bearer = token): Promise<Answer> =>
  gotrue.post(`/factors/${factorId}/challenge`, { webauthn }, bearer);
const answer = (factorId: string, challengeId: string, webauthn: unknown, bearer = token): Promise<Answer> =>
  gotrue.post(`/factors/${factorId}/verify`, { challenge_id: challengeId, webauthn }, bearer);
const publicKeyOf = ({ body }: Answer) => body.webauthn.credential_options.publicKey;

/** Makes a key with an authenticator. */
async function register(factorId: string, key = authenticator, forgery = {}, bearer = token): Promise<Answer> {
  const asked = await challenge(factorId, PAGE, bearer);
  const response = key.create(publicKeyOf(asked), forgery);
  return answer(factorId, asked.body.id, { ...PAGE, type: 'create', credential_response: response }, bearer);
}

/** Uses the key of an authenticator. */
async function authenticate(factorId: string, key = authenticator, forgery = {}, bearer = token): Promise<Answer> {
  const asked = await challenge(factorId, PAGE, bearer);
  const response = key.use(publicKeyOf(asked), forgery);
  return answer(factorId, asked.body.id, { ...PAGE, type: 'request', credential_response: response }, bearer);
}

/** A key that is bound. The token is the one of its session from then on. */
async function bound(): Promise<string> {
  const { id } = (await enroll()).body;
  token = (await register(id)).body.access_token;
  return id;
}

describe('making a key', () => {
  it('begins with options that any browser understands', async () => {
    const enrolled = await enroll();
    expect([enrolled.status, enrolled.body]).toEqual([
      200,
      { id: enrolled.body.id, type: 'webauthn', friendly_name: 'Key' },
    ]);
    const { status, body } = await challenge(enrolled.body.id);
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.any(String),
      type: 'webauthn',
      expires_at: Math.floor(emulator.clock.now() / 1_000) + 300,
      webauthn: {
        type: 'create',
        credential_options: {
          publicKey: {
            challenge: expect.stringMatching(/^[\w-]{43}$/),
            rp: { id: 'localhost', name: expect.any(String) },
            user: { id: Buffer.from(userId).toString('base64url'), name: EMAIL, displayName: EMAIL },
            pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
            timeout: 300_000,
            excludeCredentials: [],
            attestation: 'none',
          },
        },
      },
    });
  });

  it('raises the session, and shows the model of the authenticator', async () => {
    const { id } = (await enroll()).body;
    const { status, body } = await register(id);
    expect(status).toBe(200);
    expect(claimsOf(body.access_token)).toMatchObject({
      aal: 'aal2',
      amr: [{ method: 'mfa/webauthn' }, { method: 'password' }],
    });
    expect(body.user.factors).toMatchObject([
      {
        id,
        factor_type: 'webauthn',
        status: 'verified',
        web_authn_aaguid: '5a11e90f-7b0d-4e10-90f0-5a11e90f7b0d',
      },
    ]);
    expect(JSON.stringify(body.user.factors)).not.toContain(authenticator.id.toString('base64url'));
  });

  it.each([
    ['another page', { origin: 'http://localhost:9999' }],
    ['a page of another machine', { origin: 'https://example.com' }],
    ['another relying party', { relyingPartyId: 'example.com' }],
    ['another challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
  ])('refuses an answer for %s, and the challenge stays good', async (_, forgery) => {
    const { id } = (await enroll()).body;
    const asked = await challenge(id);
    const send = (response: object) =>
      answer(id, asked.body.id, { ...PAGE, type: 'create', credential_response: response });
    const forged = authenticator.create(publicKeyOf(asked), forgery);
    expect(errorOf(await send(forged))).toEqual([500, 'unexpected_failure']);
    expect((await send(authenticator.create(publicKeyOf(asked)))).status).toBe(200);
  });

  it('names the keys that there are, and refuses one of them for a second time', async () => {
    await bound();
    const { id } = (await enroll('Second', token)).body;
    const asked = await challenge(id, PAGE, token);
    const key = authenticator.id.toString('base64url');
    expect(publicKeyOf(asked).excludeCredentials).toEqual([{ type: 'public-key', id: key, transports: ['usb'] }]);
    expect(errorOf(await register(id))).toEqual([500, 'unexpected_failure']);
    expect((await register(id, new SoftwareAuthenticator())).status).toBe(200);
  });

  it('takes an answer once, and forgets the challenge', async () => {
    const { id } = (await enroll()).body;
    const asked = await challenge(id);
    const webauthn = { ...PAGE, type: 'create', credential_response: authenticator.create(publicKeyOf(asked)) };
    const statuses = await Promise.all([1, 2].map(async () => (await answer(id, asked.body.id, webauthn)).status));
    expect(statuses.sort()).toEqual([200, 422]);
    expect(errorOf(await answer(id, asked.body.id, webauthn))).toEqual([422, 'mfa_factor_not_found']);
  });

  it('makes none in the place of one that was made meanwhile, whatever it is called (EMU-22)', async () => {
    const { id } = (await enroll()).body;
    const asked = await challenge(id);
    await register(id);
    const weak = (await gotrue.signIn(EMAIL, PASSWORD)).body.access_token;
    for (const name of [randomBytes(32), authenticator.id]) {
      const made = new SoftwareAuthenticator(name).create(publicKeyOf(asked));
      const forged = await answer(id, asked.body.id, { ...PAGE, type: 'create', credential_response: made }, weak);
      expect(errorOf(forged)).toEqual([500, 'unexpected_failure']);
    }
    expect((await authenticate(id, authenticator, {}, weak)).status).toBe(200);
  });
});

describe('using a key', () => {
  it('begins with the key that is asked for, and raises the session', async () => {
    const id = await bound();
    const weak = (await gotrue.signIn(EMAIL, PASSWORD)).body.access_token;
    const { body } = await challenge(id, PAGE, weak);
    expect(body.webauthn).toEqual({
      type: 'request',
      credential_options: {
        publicKey: {
          challenge: expect.stringMatching(/^[\w-]{43}$/),
          timeout: 300_000,
          rpId: 'localhost',
          allowCredentials: [{ type: 'public-key', id: authenticator.id.toString('base64url'), transports: ['usb'] }],
          userVerification: 'preferred',
        },
      },
    });
    const raised = (await authenticate(id, authenticator, {}, weak)).body.access_token;
    expect(claimsOf(raised).aal).toBe('aal2');
    for (let turn = 0; turn < 3; turn += 1) expect((await authenticate(id)).status).toBe(200);
  });

  it('refuses another key, and an answer for another page', async () => {
    const id = await bound();
    expect(errorOf(await authenticate(id, new SoftwareAuthenticator()))).toEqual([500, 'unexpected_failure']);
    expect(errorOf(await authenticate(id, authenticator, { origin: 'http://localhost:9999' }))).toEqual([
      500,
      'unexpected_failure',
    ]);
    expect(errorOf(await authenticate(id, authenticator, { relyingPartyId: 'example.com' }))).toEqual([
      500,
      'unexpected_failure',
    ]);
  });

  it('refuses a key whose counter stands still: somebody has a copy', async () => {
    const id = await bound();
    expect((await authenticate(id)).status).toBe(200);
    expect(errorOf(await authenticate(id, authenticator, { isCloned: true }))).toEqual([500, 'unexpected_failure']);
  });

  it('takes no answer of making for one of using', async () => {
    const id = await bound();
    const asked = await challenge(id);
    const made = authenticator.create({ ...publicKeyOf(asked), rp: { id: 'localhost' } });
    const webauthn = { ...PAGE, type: 'create', credential_response: made };
    expect(errorOf(await answer(id, asked.body.id, webauthn))).toEqual([500, 'unexpected_failure']);
  });
});

describe('a key that was copied', () => {
  it('is taken once, of two uses of one count that come at once', async () => {
    const id = await bound();
    const asked = [await challenge(id), await challenge(id)];
    const answers = asked.map(async (each, index) => {
      const credential_response = authenticator.use(publicKeyOf(each), { isCloned: index > 0 });
      return (await answer(id, each.body.id, { ...PAGE, type: 'request', credential_response })).status;
    });
    expect((await Promise.all(answers)).sort()).toEqual([200, 500]);
  });
});

describe('what a page says', () => {
  it('counts as far as it is of this machine', async () => {
    const { id } = (await enroll()).body;
    const rpIdFor = async (webauthn: unknown) => publicKeyOf(await challenge(id, webauthn)).rp.id;
    expect(await rpIdFor({ rpId: 'example.com', rpOrigins: ['https://example.com'] })).toBe('localhost');
    expect(await rpIdFor({ rpId: 'localhost:5173' })).toBe('localhost');
    expect(await rpIdFor({ rpId: '127.0.0.1' })).toBe('127.0.0.1');
    expect(await rpIdFor(undefined)).toBe('localhost');
    expect((await challenge(id, { rpOrigins: 'http://localhost:5173' })).status).toBe(200);
    for (const webauthn of ['localhost', { rpId: 7 }]) {
      expect(errorOf(await challenge(id, webauthn))).toEqual([400, 'bad_json']);
    }
  });

  it('may leave its address out: then any page of this machine may answer', async () => {
    const { id } = (await enroll()).body;
    const asked = await challenge(id, {});
    const response = authenticator.create(publicKeyOf(asked), { origin: 'http://localhost:9999' });
    expect((await answer(id, asked.body.id, { type: 'create', credential_response: response })).status).toBe(200);
  });

  it('has to be whole', async () => {
    const { id } = (await enroll()).body;
    const asked = await challenge(id);
    const whole = authenticator.create(publicKeyOf(asked));
    const bad = [
      undefined,
      {},
      { type: 'make', credential_response: whole },
      { type: 'create' },
      { type: 'create', credential_response: 'key' },
      { type: 'create', credential_response: {} },
      { type: 'create', credential_response: { ...whole, response: {} } },
      { type: 'create', credential_response: { ...whole, type: 'password' } },
      {
        type: 'create',
        credential_response: { ...whole, response: { clientDataJSON: 'e30', attestationObject: 'x' } },
      },
    ];
    for (const webauthn of bad) {
      expect(errorOf(await answer(id, asked.body.id, webauthn))).toEqual([400, 'validation_failed']);
    }
    const damaged = { ...whole, response: { ...Object(whole).response, attestationObject: 'AAAA' } };
    const webauthn = { ...PAGE, type: 'create', credential_response: damaged };
    expect(errorOf(await answer(id, asked.body.id, webauthn))).toEqual([500, 'unexpected_failure']);
  });
});
