import type { Challenge } from '../../domain/factors/challenge.types.js';
import type { Factor } from '../../domain/factors/factor.types.js';
import type { Answer } from '../../domain/factors/verifications.js';
import { newCeremony } from '../../domain/factors/webauthn.js';
import { isUuid } from '../../domain/uuid.js';
import type { JsonObject } from '../../http/json-body.js';
import { ipOf } from '../../http/origin.js';
import { assertChannel } from '../addresses.js';
import { audit } from '../audit.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal, invalid } from '../gotrue-refusal.js';
import { badJson, readBody, readOptionalBody, textOf } from '../request-body.js';
import { authenticatorResponseOf } from './authenticator-response.js';
import { assertOn, mountEnroll } from './enroll.js';
import { present, requireAssuredCaller, requireFactor } from './factor-caller.js';
import { refusingFactors } from './factor-refusals.js';
import { credentialOptions, relyingPartyOf } from './webauthn-options.js';

/** A user's own second factors: adding them, proving them, taking them away. */
export function mountFactors(context: GotrueContext): void {
  mountEnroll(context);
  mountChallenge(context);
  mountVerify(context);
  mountUnenroll(context);
}

function mountChallenge(context: GotrueContext): void {
  const { domain, on } = context;
  on(
    'POST',
    '/factors/{factorId}/challenge',
    refusingFactors(async (c) => {
      const { account } = await requireAssuredCaller(context, c);
      const { type } = requireFactor(context, account.id, c.req.param('factorId'));
      assertChallengeable(type);
      assertOn(context, type, 'verify');
      // Of an authenticator app nothing is asked, and whatever is sent is not looked at.
      const read = type === 'phone' ? readBody : readOptionalBody;
      const body = type === 'totp' ? {} : await read(context, c);
      const factor = requireFactor(context, account.id, c.req.param('factorId'));
      const challenge = createChallenge(context, factor, body, ipOf(c));
      const traits = { factor_id: factor.id, factor_status: factor.verified ? 'verified' : 'unverified' };
      audit(context, c, 'challenge_created', account, traits);
      const { ceremony, expiresAt, id } = challenge;
      const options =
        factor.type === 'webauthn' && ceremony ? credentialOptions(domain, account, factor, ceremony) : undefined;
      const webauthn = options === undefined ? {} : { webauthn: options };
      return c.json({ id, type, expires_at: Math.floor(expiresAt / 1_000), ...webauthn });
    }),
  );
}

function createChallenge(
  { domain: { challenges } }: GotrueContext,
  factor: Factor,
  body: JsonObject,
  ip: string | null,
): Challenge {
  if (factor.type === 'phone') {
    assertChannel(body);
    return challenges.send(factor, ip);
  }
  if (factor.type !== 'webauthn') return challenges.create(factor, ip);
  return challenges.create(factor, ip, newCeremony(factor.verified ? 'request' : 'create', relyingPartyOf(body)));
}

function mountVerify(context: GotrueContext): void {
  const { domain, on, tokens } = context;
  on(
    'POST',
    '/factors/{factorId}/verify',
    refusingFactors(async (c) => {
      const caller = await requireAssuredCaller(context, c);
      requireFactor(context, caller.account.id, c.req.param('factorId'));
      const body = await readBody(context, c);
      const challengeId = challengeIdOf(body);
      const factor = requireFactor(context, caller.account.id, c.req.param('factorId'));
      assertChallengeable(factor.type);
      if (factor.type !== 'webauthn' && textOf(body, 'code') === '') throw invalid('Code needs to be non-empty');
      // The wire has the code of enrolling here for this one type.
      assertOn(context, factor.type, factor.type === 'webauthn' ? 'enroll' : 'verify');
      const answer: Answer =
        factor.type === 'webauthn' ? { authenticator: authenticatorResponseOf(body) } : { code: textOf(body, 'code') };
      const answered = { challengeId, ip: ipOf(c) };
      const raised = await domain.verifications.verify(present(context, caller), factor, answered, answer);
      const account = domain.accounts.require(caller.account.id);
      const traits = { factor_id: factor.id, challenge_id: challengeId, factor_type: factor.type };
      audit(context, c, 'verification_attempted', account, traits);
      const response = await tokens.raised(c, { account, session: raised.session });
      // Afterwards: the user in this very answer still has them.
      domain.verifications.discard(raised.superseded);
      return response;
    }),
  );
}

function mountUnenroll(context: GotrueContext): void {
  const { domain, on } = context;
  on(
    'DELETE',
    '/factors/{factorId}',
    refusingFactors(async (c) => {
      const caller = await requireAssuredCaller(context, c);
      const factor = requireFactor(context, caller.account.id, c.req.param('factorId'));
      if (factor.type === 'recovery_code') {
        const message = 'Recovery codes cannot be unenrolled with this endpoint, use DELETE /factors/recovery-codes';
        throw new GotrueRefusal(422, 'validation_failed', message);
      }
      domain.enrollments.unenroll(caller, factor);
      const traits = { factor_id: factor.id, factor_status: factor.verified ? 'verified' : 'unverified' };
      audit(context, c, 'factor_unenrolled', caller.account, { ...traits, session_id: caller.session.id });
      return c.json({ id: factor.id });
    }),
  );
}

function assertChallengeable(type: Factor['type']): void {
  if (type === 'recovery_code') throw invalid('factor_type needs to be totp, phone, or webauthn');
}

// Without one no challenge is meant, which is one that nobody knows; what is no id is no request.
function challengeIdOf({ challenge_id: id = '' }: JsonObject): string {
  if (id === '' || (typeof id === 'string' && isUuid(id))) return id.toLowerCase();
  throw badJson('challenge_id must be an UUID');
}
