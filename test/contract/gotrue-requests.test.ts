import { describe, expect, it } from '@jest/globals';
import type { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import type { GoTrueClient } from '@supabase/auth-js';
import {
  CHALLENGE_ID,
  type FlowType,
  jwt,
  KEY,
  KEY_ID,
  NEW_TOTP_ID,
  ours,
  PHONE_ID,
  published,
  stored,
  TOTP_ID,
  user,
} from './gotrue-requests.fixture.js';

type Ours = GoTrueAuthenticationClient;

/** A call of ours, and what users of the published client write for it. */
interface Pair {
  /** Of the method, with `mfa.` before those of the sub-client. */
  readonly method: string;
  readonly of?: string;
  readonly ours: (client: Ours) => unknown;
  readonly theirs: (client: GoTrueClient) => unknown;
  /** Why the stored session may differ afterwards. */
  readonly storesOtherwise?: string;
  readonly sendsNothing?: true;
}

const email = 'ada@example.com';
const phone = '+15550001111';
const password = ' correct horse ';
const redirectTo = 'https://app.example/welcome?a=b&c=d e';
const captchaCode = 'solved';
const { access_token: mfaToken, refresh_token } = stored;
const totpFactor = { factorId: TOTP_ID };
const credential = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
  clientExtensionResults: {},
};
const webauthn = { rpId: 'app.example', rpOrigins: ['https://app.example'] };
const ended = jwt({ sub: user.id, iat: 1_700_000_000, exp: 1_700_003_600 });

const REGISTRATION: readonly Pair[] = [
  {
    method: 'registerByEmail',
    ours: (client) =>
      client.registerByEmail(email, password, { nickname: 'Ada', photo: 'p.png' }, { redirectTo, captchaCode }),
    theirs: (auth) =>
      auth.signUp({
        email,
        password,
        options: {
          data: { nickname: 'Ada', avatar_url: 'p.png' },
          emailRedirectTo: redirectTo,
          captchaToken: captchaCode,
        },
      }),
  },
  {
    method: 'registerByEmail',
    of: 'without a profile',
    ours: (client) => client.registerByEmail(email, password),
    theirs: (auth) => auth.signUp({ email, password }),
  },
  {
    method: 'registerByPhonePassword',
    ours: (client) => client.registerByPhonePassword(phone, password, { name: 'Ada' }, { channel: 'whatsapp' }),
    theirs: (auth) => auth.signUp({ phone, password, options: { data: { name: 'Ada' }, channel: 'whatsapp' } }),
  },
  {
    method: 'registerByEmailCode',
    ours: (client) => client.registerByEmailCode(email, '123 456', { name: 'Ada' }),
    theirs: async (auth) => {
      await auth.verifyOtp({ type: 'email', email, token: '123456' });
      await auth.updateUser({ data: { name: 'Ada' } });
    },
  },
  {
    method: 'registerByPhoneCode',
    ours: (client) => client.registerByPhoneCode('5550001111', '123456', password, null, { phoneCountryCode: '+1' }),
    theirs: async (auth) => {
      await auth.verifyOtp({ type: 'sms', phone, token: '123456' });
      await auth.updateUser({ password, data: {} });
    },
  },
  {
    method: 'signInAnonymously',
    ours: (client) => client.signInAnonymously({ data: { theme: 'dark' }, captchaCode }),
    theirs: (auth) => auth.signInAnonymously({ options: { data: { theme: 'dark' }, captchaToken: captchaCode } }),
  },
];

const SIGN_IN: readonly Pair[] = [
  {
    method: 'loginByEmail',
    ours: (client) => client.loginByEmail(email, password, { captchaCode }),
    theirs: (auth) => auth.signInWithPassword({ email, password, options: { captchaToken: captchaCode } }),
  },
  {
    method: 'loginByPhonePassword',
    ours: (client) => client.loginByPhonePassword(phone, password),
    theirs: (auth) => auth.signInWithPassword({ phone, password }),
  },
  {
    method: 'loginByEmailCode',
    ours: (client) => client.loginByEmailCode(email, '１２３456'),
    theirs: (auth) => auth.verifyOtp({ type: 'email', email, token: '123456' }),
  },
  {
    method: 'loginByPhoneCode',
    ours: (client) => client.loginByPhoneCode(phone, '123456'),
    theirs: (auth) => auth.verifyOtp({ type: 'sms', phone, token: '123456' }),
  },
  {
    method: 'verifyOtp',
    of: 'a code',
    ours: (client) => client.verifyOtp({ type: 'recovery', email, token: '123456' }),
    theirs: (auth) => auth.verifyOtp({ type: 'recovery', email, token: '123456' }),
  },
  {
    method: 'verifyOtp',
    of: 'the hash in a link',
    ours: (client) => client.verifyOtp({ type: 'email', token_hash: 'pkce_9b74' }),
    theirs: (auth) => auth.verifyOtp({ type: 'email', token_hash: 'pkce_9b74' }),
  },
  {
    method: 'exchangeCodeForSession',
    ours: (client) => client.exchangeCodeForSession('5f0e'),
    theirs: (auth) => auth.exchangeCodeForSession('5f0e'),
  },
  {
    method: 'handleRedirectCallback',
    of: 'with a code',
    ours: (client) => client.handleRedirectCallback('https://app.example/?code=5f0e'),
    theirs: (auth) => auth.exchangeCodeForSession('5f0e'),
  },
];

const CODES: readonly Pair[] = [
  {
    method: 'sendEmail',
    of: 'to sign in',
    ours: (client) => client.sendEmail(email, 'LOGIN_VERIFY_CODE', { redirectTo, captchaCode }),
    theirs: (auth) =>
      auth.signInWithOtp({
        email,
        options: { shouldCreateUser: false, emailRedirectTo: redirectTo, captchaToken: captchaCode },
      }),
  },
  {
    method: 'sendEmail',
    of: 'to register',
    ours: (client) => client.sendEmail(email, 'REGISTER_VERIFY_CODE'),
    theirs: (auth) => auth.signInWithOtp({ email }),
  },
  {
    method: 'sendEmail',
    of: 'to set a password',
    ours: (client) => client.sendEmail(email, 'RESET_PASSWORD', { redirectTo, captchaCode }),
    theirs: (auth) => auth.resetPasswordForEmail(email, { redirectTo, captchaToken: captchaCode }),
  },
  {
    method: 'sendEmail',
    of: 'to confirm an address',
    ours: (client) => client.sendEmail(email, 'VERIFY_EMAIL', { redirectTo }),
    theirs: (auth) => auth.resend({ type: 'signup', email, options: { emailRedirectTo: redirectTo } }),
  },
  {
    method: 'sendEmail',
    of: 'to change an address',
    ours: (client) => client.sendEmail('lovelace@example.com', 'CHANGE_EMAIL'),
    theirs: (auth) => auth.resend({ type: 'email_change', email }),
  },
  {
    method: 'sendSmsCode',
    of: 'to sign in',
    ours: (client) => client.sendSmsCode('5550001111', '+1', 'login', { captchaCode }),
    theirs: (auth) => auth.signInWithOtp({ phone, options: { shouldCreateUser: false, captchaToken: captchaCode } }),
  },
  {
    method: 'sendSmsCode',
    of: 'to register',
    ours: (client) => client.sendSmsCode(phone, undefined, 'register'),
    theirs: (auth) => auth.signInWithOtp({ phone }),
  },
  {
    method: 'sendSmsCode',
    of: 'to change a number',
    ours: (client) => client.sendSmsCode('+15550009999', undefined, 'bind'),
    theirs: (auth) => auth.resend({ type: 'phone_change', phone }),
  },
  {
    method: 'sendSmsCode',
    of: 'for the second factor',
    ours: (client) => client.sendSmsCode(phone, undefined, 'mfa-verify'),
    theirs: async (auth) => {
      await auth.mfa.listFactors();
      await auth.mfa.challenge({ factorId: PHONE_ID, channel: 'sms' });
    },
  },
  {
    method: 'resend',
    of: 'to a mailbox',
    ours: (client) => client.resend({ type: 'signup', email }, { redirectTo, captchaCode }),
    theirs: (auth) =>
      auth.resend({ type: 'signup', email, options: { emailRedirectTo: redirectTo, captchaToken: captchaCode } }),
  },
  {
    method: 'resend',
    of: 'to a phone',
    ours: (client) => client.resend({ type: 'sms', phone }),
    theirs: (auth) => auth.resend({ type: 'sms', phone }),
  },
];

const ACCOUNT: readonly Pair[] = [
  { method: 'getCurrentUser', ours: (client) => client.getCurrentUser(), theirs: (auth) => auth.getUser() },
  {
    method: 'updateProfile',
    ours: (client) => client.updateProfile({ nickname: 'Ada', photo: 'p.png', company: null }),
    theirs: (auth) => auth.updateUser({ data: { nickname: 'Ada', avatar_url: 'p.png', company: null } }),
  },
  {
    method: 'updateProfile',
    of: 'with an address',
    ours: (client) => client.updateProfile({ email, phone }, { redirectTo, nonce: '123456' }),
    theirs: (auth) => auth.updateUser({ email, phone, nonce: '123456' }, { emailRedirectTo: redirectTo }),
  },
  {
    method: 'updatePassword',
    ours: (client) => client.updatePassword(password, 'old one', { nonce: '123456' }),
    theirs: (auth) => auth.updateUser({ password, current_password: 'old one', nonce: '123456' }),
  },
  { method: 'reauthenticate', ours: (client) => client.reauthenticate(), theirs: (auth) => auth.reauthenticate() },
  {
    method: 'getUserIdentities',
    ours: (client) => client.getUserIdentities(),
    theirs: (auth) => auth.getUserIdentities(),
  },
  {
    method: 'linkIdentity',
    ours: (client) => client.linkIdentity('google', { redirectTo, scopes: 'email profile' }),
    theirs: (auth) => auth.linkIdentity({ provider: 'google', options: { redirectTo, scopes: 'email profile' } }),
  },
  {
    method: 'unlinkIdentity',
    ours: (client) => client.unlinkIdentity({ identity_id: 'row-1' }),
    // Its type wants all members of an identity, of which it sends one.
    theirs: (auth) => auth.unlinkIdentity({ identity_id: 'row-1', id: user.id, user_id: user.id, provider: 'email' }),
  },
];

const SESSION: readonly Pair[] = [
  {
    method: 'getAccessToken',
    ours: (client) => client.getAccessToken(),
    theirs: (auth) => auth.getSession(),
    sendsNothing: true,
  },
  { method: 'refreshToken', ours: (client) => client.refreshToken(), theirs: (auth) => auth.refreshSession() },
  { method: 'logout', ours: (client) => client.logout(), theirs: (auth) => auth.signOut({ scope: 'local' }) },
  { method: 'signOut', ours: (client) => client.signOut(), theirs: (auth) => auth.signOut() },
  ...(['global', 'local', 'others'] as const).map(
    (scope): Pair => ({
      method: 'signOut',
      of: scope,
      ours: (client) => client.signOut({ scope }),
      theirs: (auth) => auth.signOut({ scope }),
    }),
  ),
  {
    method: 'setSession',
    ours: (client) => client.setSession({ accessToken: mfaToken, refreshToken: refresh_token }),
    theirs: (auth) => auth.setSession({ access_token: mfaToken, refresh_token }),
    storesOtherwise: 'the published client counts from when it was called, and stores a lifetime with a fraction',
  },
  {
    method: 'setSession',
    of: 'that has ended',
    ours: (client) => client.setSession({ accessToken: ended, refreshToken: refresh_token }),
    theirs: (auth) => auth.setSession({ access_token: ended, refresh_token }),
  },
];

const forgotten = 'a factor that is gone is taken off the stored user, which the published client leaves for a renewal';

/** Authing's words: what the published client is asked for the same. */
const AUTHING_WORDS: readonly Pair[] = [
  {
    method: 'mfa.getMfaAuthenticators',
    ours: ({ mfa }) => mfa.getMfaAuthenticators({ type: 'totp' }),
    theirs: ({ mfa }) => mfa.listFactors(),
  },
  ...(['associateMfaAuthenticator', 'assosicateMfaAuthenticator'] as const).map(
    (name): Pair => ({
      method: `mfa.${name}`,
      ours: ({ mfa }) => mfa[name]({ authenticatorType: 'totp', mfaToken }),
      theirs: async ({ mfa }) => {
        await mfa.listFactors();
        await mfa.enroll({ factorType: 'totp' });
      },
    }),
  ),
  ...(['confirmAssociateMfaAuthenticator', 'confirmAssosicateMfaAuthenticator'] as const).map(
    (name): Pair => ({
      method: `mfa.${name}`,
      ours: ({ mfa }) => mfa[name]({ authenticatorType: 'totp', totp: '112233' }),
      theirs: async ({ mfa }) => {
        await mfa.listFactors();
        await mfa.challengeAndVerify({ factorId: NEW_TOTP_ID, code: '112233' });
      },
    }),
  ),
  {
    method: 'mfa.deleteMfaAuthenticator',
    ours: ({ mfa }) => mfa.deleteMfaAuthenticator(),
    theirs: async ({ mfa }) => {
      await mfa.listFactors();
      await mfa.unenroll(totpFactor);
      await mfa.unenroll({ factorId: NEW_TOTP_ID });
    },
    storesOtherwise: forgotten,
  },
  {
    method: 'mfa.verifyTotpMfa',
    ours: ({ mfa }) => mfa.verifyTotpMfa({ totp: '112233', mfaToken }),
    theirs: ({ mfa }) => mfa.challengeAndVerify({ ...totpFactor, code: '112233' }),
  },
  ...(['verifyAppSmsMfa', 'verifySmsMfa'] as const).map(
    (name): Pair => ({
      method: `mfa.${name}`,
      ours: async (client) => {
        await client.sendSmsCode(phone, undefined, 'mfa-verify');
        await client.mfa[name]({ phone, code: '112233', mfaToken });
      },
      theirs: async ({ mfa }) => {
        await mfa.listFactors();
        await mfa.challenge({ factorId: PHONE_ID, channel: 'sms' });
        await mfa.verify({ factorId: PHONE_ID, challengeId: CHALLENGE_ID, code: '112233' });
      },
    }),
  ),
  {
    method: 'mfa.verifyTotpRecoveryCode',
    ours: ({ mfa }) => mfa.verifyTotpRecoveryCode({ recoveryCode: 'aaaa-bbbb', mfaToken }),
    theirs: ({ mfa }) => mfa.recoveryCodes.verify({ code: 'aaaa-bbbb' }),
  },
];

type Words = GoTrueClient['mfa'];

const ofMfa = (
  method: string,
  call: (mfa: Words) => unknown,
  more: Omit<Partial<Pair>, 'ours' | 'theirs'> = {},
): Pair => {
  const make = ({ mfa }: { readonly mfa: object }): unknown => call(mfa as Words); // of either client
  return { method: `mfa.${method}`, ours: make, theirs: make, ...more };
};

/** GoTrue's words: one call, made to either client. What it answers is compared as well. */
const GOTRUE_WORDS: readonly Pair[] = [
  ofMfa('enroll', (mfa) => mfa.enroll({ factorType: 'totp', friendlyName: 'Phone', issuer: 'App' }), { of: 'totp' }),
  ofMfa('enroll', (mfa) => mfa.enroll({ factorType: 'phone', phone, friendlyName: 'Mobile' }), { of: 'phone' }),
  ofMfa('enroll', (mfa) => mfa.enroll({ factorType: 'webauthn', friendlyName: 'Key' }), { of: 'webauthn' }),
  ofMfa('challenge', (mfa) => mfa.challenge(totpFactor), { of: 'totp' }),
  ofMfa('challenge', (mfa) => mfa.challenge({ factorId: PHONE_ID, channel: 'whatsapp' }), { of: 'phone' }),
  ofMfa('challenge', (mfa) => mfa.challenge({ factorId: KEY_ID, webauthn }), { of: 'webauthn' }),
  ofMfa('verify', (mfa) => mfa.verify({ ...totpFactor, challengeId: CHALLENGE_ID, code: '112233' })),
  ofMfa(
    'verify',
    (mfa) => {
      // A credential as a browser makes it, which knows its own JSON form.
      const made = { ...credential, toJSON: () => credential } as unknown as PublicKeyCredential;
      const proof = { type: 'request', ...webauthn, credential_response: made } as never; // as a ceremony leaves it
      return mfa.verify({ factorId: KEY_ID, challengeId: CHALLENGE_ID, webauthn: proof });
    },
    { of: 'webauthn' },
  ),
  ofMfa('challengeAndVerify', (mfa) => mfa.challengeAndVerify({ ...totpFactor, code: '112233' })),
  ofMfa('unenroll', (mfa) => mfa.unenroll(totpFactor), { storesOtherwise: forgotten }),
  ofMfa('listFactors', (mfa) => mfa.listFactors()),
  ofMfa('getAuthenticatorAssuranceLevel', (mfa) => mfa.getAuthenticatorAssuranceLevel(), { sendsNothing: true }),
  ofMfa('getAuthenticatorAssuranceLevel', (mfa) => mfa.getAuthenticatorAssuranceLevel(mfaToken), { of: 'a token' }),
  ofMfa('webauthn.enroll', ({ webauthn: words }) => words.enroll({ friendlyName: 'Key' })),
  ofMfa('webauthn.verify', ({ webauthn: words }) => {
    const made = { ...credential, toJSON: () => credential };
    const proof = { type: 'request', ...webauthn, credential_response: made } as never; // as a ceremony leaves it
    return words.verify({ factorId: KEY_ID, challengeId: CHALLENGE_ID, webauthn: proof });
  }),
  ofMfa('recoveryCodes.getStatus', ({ recoveryCodes }) => recoveryCodes.getStatus()),
  ofMfa('recoveryCodes.generate', ({ recoveryCodes }) => recoveryCodes.generate()),
  ofMfa('recoveryCodes.generate', ({ recoveryCodes }) => recoveryCodes.generate({ friendlyName: 'Paper' }), {
    of: 'with a name',
  }),
  ofMfa('recoveryCodes.verify', ({ recoveryCodes }) => recoveryCodes.verify({ code: 'aaaa-bbbb' })),
  ofMfa('recoveryCodes.regenerate', ({ recoveryCodes }) => recoveryCodes.regenerate()),
  ofMfa('recoveryCodes.unenroll', ({ recoveryCodes }) => recoveryCodes.unenroll()),
];

const PAIRS: readonly Pair[] = [
  ...REGISTRATION,
  ...SIGN_IN,
  ...CODES,
  ...ACCOUNT,
  ...SESSION,
  ...AUTHING_WORDS,
  ...GOTRUE_WORDS,
];

/** Why a method is not in the table. */
const NOT_COMPARED: Readonly<Record<string, string>> = {
  ready: 'sends nothing',
  abandonSignIn: 'signs out as logout does',
  on: 'sends nothing',
  with: 'sends nothing',
  as: 'sends nothing',
  checkLoggedIn: 'sends nothing',
  attachTo: 'of the application’s own API',
  fetch: 'of the application’s own API',
  dispose: 'sends nothing',
  'mfa.phoneOrEmailBindable': 'not on this wire',
  'mfa.verifyAppEmailMfa': 'not on this wire',
  'mfa.verifyEmailMfa': 'not on this wire',
  'mfa.verifyFaceMfa': 'not on this wire',
  'mfa.associateFaceByUrl': 'not on this wire',
  'mfa.associateFaceByBlob': 'not on this wire',
  'mfa.associateFaceByFile': 'not on this wire',
  'mfa.associateFaceByLocalFile': 'not on this wire',
  'mfa.webauthn.challenge': 'takes a browser; it sends what mfa.challenge does',
  'mfa.webauthn.authenticate': 'takes a browser; it sends what mfa.challenge and mfa.verify do',
  'mfa.webauthn.register': 'takes a browser; it sends what mfa.enroll, mfa.challenge and mfa.verify do',
};

const title = ({ method, of }: Pair): string => (of === undefined ? method : `${method}, ${of}`);
const FLOWS: readonly FlowType[] = ['implicit', 'pkce'];

describe.each(FLOWS)('GoTrueAuthenticationClient beside @supabase/auth-js 2.119.1, with links that are %s', (flow) => {
  it.each(PAIRS.map((pair) => [title(pair), pair] as const))('sends and stores the same for %s', async (_, pair) => {
    const [expected, actual] = [published(flow), ours(flow)];
    await pair.theirs(expected.client);
    await pair.ours(actual.client);
    expect(actual.sent).toEqual(expected.sent);
    expect(expected.sent.length > 0).toBe(!pair.sendsNothing);
    if (!pair.storesOtherwise) expect(read(actual.values)).toEqual(read(expected.values));
    await Promise.all([expected.dispose(), actual.dispose()]);
  });

  it.each(GOTRUE_WORDS.map((pair) => [title(pair), pair] as const))('answers the same for %s', async (_, pair) => {
    const [expected, actual] = [published(flow), ours(flow)];
    const answer = await pair.theirs(expected.client);
    expect(answer).toMatchObject({ data: expect.anything(), error: null });
    expect(readable(await pair.ours(actual.client))).toEqual(readable(answer));
    await Promise.all([expected.dispose(), actual.dispose()]);
  });
});

describe('GoTrueAuthenticationClient beside @supabase/auth-js 2.119.1', () => {
  it('asks for the user of the tokens in an address, as the published client does in a page', async () => {
    const [expected, actual] = [published('implicit'), ours('implicit')];
    await expected.client.getUser(mfaToken);
    const tokens = new URLSearchParams({
      access_token: mfaToken,
      refresh_token,
      expires_in: '3600',
      expires_at: String(stored.expires_at),
      token_type: 'bearer',
      type: 'magiclink',
    });
    await actual.client.handleRedirectCallback(`https://app.example/#${tokens}`);
    expect(actual.sent).toEqual(expected.sent);
    expect(read(actual.values)).toEqual(read(expected.values));
    await Promise.all([expected.dispose(), actual.dispose()]);
  });

  it('compares every method that sends something', async () => {
    const { client, dispose } = ours('implicit');
    const { mfa } = client;
    const methods = [
      ...methodsOf(client),
      ...[...methodsOf(mfa), ...ownMethods(mfa)].map((name) => `mfa.${name}`),
      ...ownMethods(mfa.webauthn).map((name) => `mfa.webauthn.${name}`),
      ...ownMethods(mfa.recoveryCodes).map((name) => `mfa.recoveryCodes.${name}`),
    ];
    const known = [...PAIRS.map(({ method }) => method), ...Object.keys(NOT_COMPARED)];
    expect([...new Set(known)].sort()).toEqual(methods.sort());
    await dispose();
  });
});

/** The same with bytes as text: Jest takes none for equal that are of two realms. */
function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (Object.prototype.toString.call(value) === '[object ArrayBuffer]') {
    return { bytes: Buffer.from(value as ArrayBuffer).toString('base64') }; // as its tag says
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, readable(member)]));
}

/** The stored session; `null` where there is none. */
function read(values: ReadonlyMap<string, string>): unknown {
  return JSON.parse(values.get(KEY) ?? 'null');
}

function methodsOf(object: object): string[] {
  const names = new Set<string>();
  for (let level = Object.getPrototypeOf(object); level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (typeof value === 'function' && name !== 'constructor') names.add(name);
    }
  }
  return [...names];
}

function ownMethods(object: object): string[] {
  return Object.entries(object).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
}
