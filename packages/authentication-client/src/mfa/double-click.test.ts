import { describe, expect, it } from '@jest/globals';
import { mfaToken, setUpPending, setUpSignedIn, wireUser } from '../client.fixture.js';
import * as goTrue from '../gotrue/gotrue-client.fixture.js';

const TOTP = '112233';
const confirmation = { authenticatorType: 'totp', totp: TOTP };

describe('a double click on an Authing server', () => {
  it('verifyTotpMfa sends one request, and both calls resolve to the user', async () => {
    const { client, transport, events } = await setUpPending();
    transport.answer(wireUser());
    const users = await Promise.all([
      client.mfa.verifyTotpMfa({ totp: TOTP, mfaToken }),
      client.mfa.verifyTotpMfa({ totp: '112 233', mfaToken }),
    ]);
    expect(users.map(({ id }) => id)).toEqual(['ada', 'ada']);
    expect(transport.requests).toHaveLength(1);
    expect(events.map(([name]) => name)).toEqual(['signedIn']);
  });

  it('verifyTotpMfa sends a request for each of two codes, and again after an answer', async () => {
    const { client, transport } = await setUpPending();
    for (let call = 0; call < 3; call += 1) transport.answerJson({ code: 6001, message: 'wrong' });
    const verify = (totp: string) => client.mfa.verifyTotpMfa({ totp, mfaToken }).catch(() => {});
    await Promise.all([verify('111111'), verify('222222')]);
    await verify('222222');
    expect(transport.requests).toHaveLength(3);
  });

  it('confirmAssociateMfaAuthenticator sends one request', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answer(true);
    const confirmed = { code: 200, message: 'Authenticator bound' };
    const confirm = () => client.mfa.confirmAssociateMfaAuthenticator(confirmation);
    await expect(Promise.all([confirm(), confirm()])).resolves.toEqual([confirmed, confirmed]);
    expect(transport.requests).toHaveLength(1);
    expect(events).toEqual([['factorEnrolled', { factor: 'totp' }]]);
  });
});

describe('a double click on a GoTrue server', () => {
  it('verifyTotpMfa sends one challenge and one verification', async () => {
    const { client, transport } = await goTrue.setUpPending();
    transport
      .answerJson({ id: 'c1', type: 'totp', expires_at: goTrue.NOW_SECONDS + 300 })
      .answerJson(goTrue.raisedAnswer);
    const verify = () => client.mfa.verifyTotpMfa({ totp: TOTP, mfaToken: goTrue.accessToken() });
    const users = await Promise.all([verify(), verify()]);
    expect(users.map(({ id }) => id)).toEqual(['ada', 'ada']);
    expect(goTrue.calls(transport)).toEqual(['POST /factors/f1/challenge', 'POST /factors/f1/verify']);
  });

  it('confirmAssociateMfaAuthenticator sends one challenge and one verification', async () => {
    const { client, transport } = await goTrue.setUpSignedIn();
    transport
      .answerJson(goTrue.wireUser('ada', [goTrue.wireFactor('f1', 'totp', 'unverified')]))
      .answerJson({ id: 'c1', type: 'totp', expires_at: goTrue.NOW_SECONDS + 300 })
      .answerJson(goTrue.raisedAnswer);
    const confirm = () => client.mfa.confirmAssociateMfaAuthenticator(confirmation);
    await Promise.all([confirm(), confirm()]);
    expect(goTrue.calls(transport)).toEqual(['GET /user', 'POST /factors/f1/challenge', 'POST /factors/f1/verify']);
  });

  it.each([
    ['verify', ['POST /factors/f1/verify']],
    ['challengeAndVerify', ['POST /factors/f1/challenge', 'POST /factors/f1/verify']],
  ] as const)('mfa.%s sends its requests once', async (method, sent) => {
    const { client, transport } = await goTrue.setUpPending();
    if (method === 'challengeAndVerify') {
      transport.answerJson({ id: 'c1', type: 'totp', expires_at: goTrue.NOW_SECONDS + 300 });
    }
    transport.answerJson(goTrue.raisedAnswer);
    const verify = () => client.mfa[method]({ factorId: 'f1', challengeId: 'c1', code: TOTP });
    const answers = await Promise.all([verify(), verify()]);
    expect(answers.map(({ error }) => error)).toEqual([null, null]);
    expect(goTrue.calls(transport)).toEqual(sent);
  });
});
