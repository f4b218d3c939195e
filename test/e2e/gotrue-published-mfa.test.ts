import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import {
  codeOf,
  done,
  email,
  failed,
  otherThan,
  PublishedClient,
  password,
  refusal,
} from './gotrue-published.fixture.js';

// Second factors in their own vendor's client, @supabase/auth-js 2.119.1, against the emulator.

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());
beforeEach(() => emulator.reset());

async function signedUp(address = email): Promise<PublishedClient> {
  const client = await new PublishedClient(emulator).begun();
  await done(client.auth.signUp({ email: address, password }));
  return client;
}

async function signedIn(): Promise<PublishedClient> {
  const client = await new PublishedClient(emulator).begun();
  await done(client.auth.signInWithPassword({ email, password }));
  return client;
}

/** A verified authenticator. */
async function bound({ auth }: PublishedClient): Promise<{ readonly id: string; readonly secret: string }> {
  const { id, totp } = await done(auth.mfa.enroll({ factorType: 'totp', friendlyName: 'Phone' }));
  await done(auth.mfa.challengeAndVerify({ factorId: id, code: codeOf(emulator, totp) }));
  return { id, secret: totp.secret };
}

const levels = async ({ auth }: PublishedClient): Promise<readonly unknown[]> => {
  const { currentLevel, nextLevel } = await done(auth.mfa.getAuthenticatorAssuranceLevel());
  return [currentLevel, nextLevel];
};

describe('an authenticator', () => {
  it('is enrolled, challenged and verified, and raises the session', async () => {
    const client = await signedUp();
    const { mfa } = client.auth;
    expect(await levels(client)).toEqual(['aal1', 'aal1']);
    const { id, type, friendly_name, totp } = await done(
      mfa.enroll({ factorType: 'totp', friendlyName: 'Phone', issuer: 'Example' }),
    );
    expect({ type, friendly_name }).toEqual({ type: 'totp', friendly_name: 'Phone' });
    expect(totp.qr_code).toMatch(/^data:image\/svg\+xml;utf-8,<svg /);
    expect(totp.uri).toContain('otpauth://totp/Example:ada@example.com?');
    expect(totp.uri).toContain(`secret=${totp.secret}`);
    expect(await levels(client)).toEqual(['aal1', 'aal1']);

    const challenge = await done(mfa.challenge({ factorId: id }));
    expect(challenge).toMatchObject({ type: 'totp', expires_at: expect.any(Number) });
    const proof = { factorId: id, challengeId: challenge.id };
    const code = codeOf(emulator, totp);
    expect(await failed(mfa.verify({ ...proof, code: otherThan(code) }))).toEqual(
      refusal(422, 'mfa_verification_failed'),
    );
    const verified = await done(mfa.verify({ ...proof, code }));
    expect(verified).toMatchObject({ token_type: 'bearer', user: { factors: [{ id, status: 'verified' }] } });
    expect(await levels(client)).toEqual(['aal2', 'aal2']);
    const { currentAuthenticationMethods: methods } = await done(mfa.getAuthenticatorAssuranceLevel());
    expect(methods).toMatchObject([{ method: 'totp' }, { method: 'password' }]);
  });

  it('is asked for at the next sign-in, which nothing but the level tells', async () => {
    const { id, secret } = await bound(await signedUp());
    const client = await signedIn();
    expect(await levels(client)).toEqual(['aal1', 'aal2']);
    const { all, totp, phone } = await done(client.auth.mfa.listFactors());
    expect([all.length, totp[0]?.id, phone]).toEqual([1, id, []]);
    await done(client.auth.mfa.challengeAndVerify({ factorId: id, code: codeOf(emulator, { secret }) }));
    expect(await levels(client)).toEqual(['aal2', 'aal2']);
    await done(client.auth.refreshSession());
    expect(await levels(client)).toEqual(['aal2', 'aal2']);
  });

  it('that was verified ends the sessions that rest on the password alone, and no others', async () => {
    const one = await signedUp();
    const factor = await bound(one);
    const raised = await signedIn();
    const code = codeOf(emulator, factor);
    const low = await signedIn();
    await done(raised.auth.mfa.challengeAndVerify({ factorId: factor.id, code }));
    expect(await failed(low.auth.getUser())).toMatchObject({ name: 'AuthSessionMissingError' });
    await done(one.auth.getUser());
  });

  it('is unenrolled, and the level falls with the next refresh', async () => {
    const client = await signedUp();
    const { id } = await bound(client);
    expect(await done(client.auth.mfa.unenroll({ factorId: id }))).toEqual({ id });
    expect((await levels(client))[0]).toBe('aal2'); // as the token still says
    await done(client.auth.refreshSession());
    expect(await levels(client)).toEqual(['aal1', 'aal1']);
    expect((await done(client.auth.mfa.listFactors())).all).toEqual([]);
  });

  it('is listed while it waits, and is not among those of its type', async () => {
    const { auth } = await signedUp();
    await done(auth.mfa.enroll({ factorType: 'totp', friendlyName: 'Phone' }));
    const { all, totp } = await done(auth.mfa.listFactors());
    expect(all).toMatchObject([{ factor_type: 'totp', status: 'unverified', friendly_name: 'Phone' }]);
    expect(totp).toEqual([]);
  });

  it('has a level of a token that is passed', async () => {
    const client = await signedUp();
    const factor = await bound(client);
    const { session } = await done(client.auth.getSession());
    const { auth } = await new PublishedClient(emulator).begun();
    const level = await done(auth.mfa.getAuthenticatorAssuranceLevel(session?.access_token));
    expect(level).toMatchObject({ currentLevel: 'aal2', nextLevel: 'aal2' });
    expect(await done(auth.mfa.getAuthenticatorAssuranceLevel())).toEqual({
      currentLevel: null,
      nextLevel: null,
      currentAuthenticationMethods: [],
    });
    expect(factor.id).toEqual(expect.any(String));
  });
});

describe('a phone', () => {
  const phone = '+15550001111';

  it('is a factor by the code that it gets', async () => {
    const client = await signedUp();
    const { mfa } = client.auth;
    const { id, phone: told } = await done(mfa.enroll({ factorType: 'phone', phone, friendlyName: 'Mobile' }));
    expect(told).toBe(phone);
    const challenge = await done(mfa.challenge({ factorId: id, channel: 'sms' }));
    const code = emulator.messages.latest({ to: phone })?.code ?? 'none';
    const proof = { factorId: id, challengeId: challenge.id };
    expect(await failed(mfa.verify({ ...proof, code: otherThan(code) }))).toEqual(
      refusal(422, 'mfa_verification_failed'),
    );
    await done(mfa.verify({ ...proof, code }));
    const { phone: phones } = await done(mfa.listFactors());
    expect(phones).toMatchObject([{ id, friendly_name: 'Mobile' }]);
    const { currentAuthenticationMethods: methods } = await done(mfa.getAuthenticatorAssuranceLevel());
    expect(methods).toMatchObject([{ method: 'mfa/phone' }, { method: 'password' }]);
    const soon = mfa.challenge({ factorId: id, channel: 'sms' });
    expect(await failed(soon)).toEqual(refusal(429, 'over_sms_send_rate_limit'));
  });

  it('is one once', async () => {
    const { auth } = await signedUp();
    const { id: factorId } = await done(auth.mfa.enroll({ factorType: 'phone', phone }));
    const { id: challengeId } = await done(auth.mfa.challenge({ factorId, channel: 'whatsapp' }));
    const code = emulator.messages.latest({ to: phone })?.code ?? 'none';
    await done(auth.mfa.verify({ factorId, challengeId, code }));
    const twice = auth.mfa.enroll({ factorType: 'phone', phone, friendlyName: 'Again' });
    expect(await failed(twice)).toEqual(refusal(422, 'mfa_verified_factor_exists'));
    const wrong = auth.mfa.enroll({ factorType: 'phone', phone: 'my phone', friendlyName: 'Wrong' });
    expect(await failed(wrong)).toEqual(refusal(400, 'validation_failed'));
  });
});

describe('recovery codes', () => {
  it('are made beside another factor, stand in for it once each, and are replaced and removed', async () => {
    const client = await signedUp();
    const { mfa } = client.auth;
    expect(await failed(mfa.recoveryCodes.generate())).toEqual(refusal(403, 'insufficient_aal'));
    await bound(client);
    const { codes, total, type } = await done(mfa.recoveryCodes.generate({ friendlyName: 'Safe' }));
    expect([codes.length, type]).toEqual([total, 'recovery_code']);
    expect(await failed(mfa.recoveryCodes.generate())).toEqual(refusal(422, 'mfa_verified_factor_exists'));

    const lost = await signedIn();
    const [code = 'none'] = codes;
    await done(lost.auth.mfa.recoveryCodes.verify({ code }));
    expect(await levels(lost)).toEqual(['aal2', 'aal2']);
    expect(lost.told.at(-1)).toEqual(['MFA_CHALLENGE_VERIFIED', 'session']);
    expect(await done(lost.auth.mfa.recoveryCodes.getStatus())).toMatchObject({ total, remaining: total - 1 });
    expect(await failed(lost.auth.mfa.recoveryCodes.verify({ code }))).toEqual(refusal(422, 'mfa_verification_failed'));

    const anew = await done(lost.auth.mfa.recoveryCodes.regenerate());
    expect(anew.codes).not.toContain(codes[1]);
    expect((await done(lost.auth.mfa.listFactors())).recovery_code).toMatchObject([{ friendly_name: 'Safe' }]);
    await done(lost.auth.mfa.recoveryCodes.unenroll());
    expect((await done(lost.auth.mfa.listFactors())).recovery_code).toEqual([]);
  });
});

describe('what is refused', () => {
  const nobody = '00000000-0000-4000-8000-000000000000';

  it('is a factor or a challenge that there is not, and an id that is none', async () => {
    const client = await signedUp();
    const { mfa } = client.auth;
    const { id } = await bound(client);
    expect(await failed(mfa.challenge({ factorId: nobody }))).toEqual(refusal(404, 'mfa_factor_not_found'));
    expect(await failed(mfa.challenge({ factorId: 'phone' }))).toEqual(refusal(404, 'validation_failed'));
    expect(await failed(mfa.unenroll({ factorId: nobody }))).toEqual(refusal(404, 'mfa_factor_not_found'));
    expect(await failed(mfa.unenroll({ factorId: 'phone' }))).toEqual(refusal(404, 'validation_failed'));
    const proof = { factorId: id, code: '123456' };
    expect(await failed(mfa.verify({ ...proof, challengeId: nobody }))).toEqual(refusal(422, 'mfa_factor_not_found'));
    expect(await failed(mfa.verify({ ...proof, challengeId: 'c1' }))).toMatchObject({ status: 400, code: 'bad_json' });
  });

  it('is the factor of another user (EMU-22)', async () => {
    const ada = await signedUp();
    const factor = await bound(ada);
    const { id: challengeId } = await done(ada.auth.mfa.challenge({ factorId: factor.id }));
    const { mfa } = (await signedUp('eve@example.com')).auth;
    const proof = { factorId: factor.id, challengeId, code: codeOf(emulator, factor) };
    for (const call of [mfa.challenge(proof), mfa.verify(proof), mfa.unenroll(proof)]) {
      expect(await failed(call)).toEqual(refusal(404, 'mfa_factor_not_found'));
    }
    expect((await done(mfa.listFactors())).all).toEqual([]);
    expect((await done(ada.auth.mfa.listFactors())).totp).toHaveLength(1);
  });

  it('is a challenge that was answered, one of another factor, and one that is too old', async () => {
    const client = await signedUp();
    const { mfa } = client.auth;
    const factor = await bound(client);
    const { id: factorId } = factor;
    const other = await done(mfa.enroll({ factorType: 'totp', friendlyName: 'Tablet' }));
    const challenge = await done(mfa.challenge({ factorId }));
    const foreign = { factorId: other.id, challengeId: challenge.id, code: codeOf(emulator, other.totp) };
    expect(await failed(mfa.verify(foreign))).toEqual(refusal(422, 'mfa_factor_not_found'));

    const proof = { factorId, challengeId: challenge.id, code: codeOf(emulator, factor) };
    await done(mfa.verify(proof));
    expect(await failed(mfa.verify(proof))).toEqual(refusal(422, 'mfa_ip_address_mismatch'));

    const late = await done(mfa.challenge({ factorId }));
    await emulator.clock.advance('301s');
    const answer = { factorId, challengeId: late.id, code: codeOf(emulator, factor) };
    expect(await failed(mfa.verify(answer))).toEqual(refusal(422, 'mfa_challenge_expired'));
    // By then it is forgotten.
    expect(await failed(mfa.verify(answer))).toEqual(refusal(422, 'mfa_factor_not_found'));
  });

  it('is a second factor to a session that has not proved the first of them, and taking that away', async () => {
    const { id } = await bound(await signedUp());
    const { auth } = await signedIn();
    const another = auth.mfa.enroll({ factorType: 'totp', friendlyName: 'Tablet' });
    expect(await failed(another)).toEqual(refusal(403, 'insufficient_aal'));
    expect(await failed(auth.mfa.unenroll({ factorId: id }))).toEqual(refusal(422, 'insufficient_aal'));
    expect(await failed(auth.updateUser({ password: 'another password' }))).toEqual(refusal(401, 'insufficient_aal'));
    await done(auth.updateUser({ data: { name: 'Ada' } }));
  });

  it('is an eleventh factor, a name that is taken, and a type that is off', async () => {
    const { mfa } = (await signedUp()).auth;
    for (let name = 1; name <= 10; name += 1) await done(mfa.enroll({ factorType: 'totp', friendlyName: `${name}` }));
    const taken = mfa.enroll({ factorType: 'totp', friendlyName: '1' });
    expect(await failed(taken)).toEqual(refusal(422, 'mfa_factor_name_conflict'));
    const eleventh = mfa.enroll({ factorType: 'totp', friendlyName: '11' });
    expect(await failed(eleventh)).toEqual(refusal(422, 'too_many_enrolled_mfa_factors'));
    emulator.settings({ factorTypes: ['totp'] });
    const off = mfa.enroll({ factorType: 'phone', phone: '+15550001111' });
    expect(await failed(off)).toEqual(refusal(422, 'mfa_phone_enroll_not_enabled'));
  });
});
