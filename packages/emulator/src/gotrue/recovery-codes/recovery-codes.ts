import type { AssuredCaller } from '../../domain/factors/enrollments.js';
import type { NewRecoveryCodes } from '../../domain/factors/recovery-code-sets.js';
import type { Context } from '../../http/context.js';
import { audit } from '../audit.js';
import { assertOn } from '../factors/enroll.js';
import { present, requireAssuredCaller } from '../factors/factor-caller.js';
import { refusingFactors } from '../factors/factor-refusals.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal, invalid } from '../gotrue-refusal.js';
import { readBody, readOptionalBody, textOf } from '../request-body.js';

const PATH = '/factors/recovery-codes';
const DEFAULT_NAME = 'Recovery codes';

/** A user's codes for when all other second factors are lost. */
export function mountRecoveryCodes(context: GotrueContext): void {
  const { on, domain } = context;
  const { recoveryCodes } = domain;
  on(
    'GET',
    PATH,
    refusingFactors(async (c) => {
      const { account } = await requireCaller(context, c);
      const { id, type, total, codeHashes } = recoveryCodes.require(account.id);
      return c.json({ id, type, total, remaining: codeHashes.length });
    }),
  );
  on(
    'POST',
    PATH,
    refusingFactors(async (c) => {
      const caller = await requireCaller(context, c);
      assertOn(context, 'recovery_code', 'enroll');
      const body = await readOptionalBody(context, c);
      const made = recoveryCodes.generate(present(context, caller), textOf(body, 'friendly_name') || DEFAULT_NAME);
      const { factor, codes } = made;
      audit(context, c, 'recovery_codes_generated', caller.account, { factor_id: factor.id, count: codes.length });
      return c.json(shownOnce(made));
    }),
  );
  on(
    'POST',
    `${PATH}/regenerate`,
    refusingFactors(async (c) => {
      const caller = await requireCaller(context, c);
      assertOn(context, 'recovery_code', 'enroll');
      const made = recoveryCodes.regenerate(caller);
      const { factor, codes } = made;
      audit(context, c, 'recovery_codes_regenerated', caller.account, { factor_id: factor.id, count: codes.length });
      return c.json(shownOnce(made));
    }),
  );
  on(
    'DELETE',
    PATH,
    refusingFactors(async (c) => {
      const caller = await requireCaller(context, c);
      const { id } = recoveryCodes.remove(caller);
      audit(context, c, 'recovery_codes_deleted', caller.account, { factor_id: id });
      return c.json({ id });
    }),
  );
  mountVerify(context);
}

function mountVerify(context: GotrueContext): void {
  const { domain, on, tokens } = context;
  on(
    'POST',
    `${PATH}/verify`,
    refusingFactors(async (c) => {
      const caller = await requireCaller(context, c);
      assertOn(context, 'recovery_code', 'verify');
      const code = textOf(await readBody(context, c), 'code').replace(/[\s-]/g, '');
      if (code === '') throw invalid('Code needs to be non-empty');
      const session = domain.recoveryCodes.verify(present(context, caller), code);
      const account = domain.accounts.require(caller.account.id);
      const { id, codeHashes } = domain.recoveryCodes.require(account.id);
      audit(context, c, 'recovery_codes_verified', account, { factor_id: id, remaining: codeHashes.length });
      return tokens.raised(c, { account, session });
    }),
  );
}

/** @throws {GotrueRefusal} As `requireAssuredCaller`; or the server is older than these paths, and sees an id in them. */
async function requireCaller(context: GotrueContext, c: Context): Promise<AssuredCaller> {
  const caller = await requireAssuredCaller(context, c);
  if (context.domain.settings().hasRecoveryCodes) return caller;
  throw new GotrueRefusal(404, 'validation_failed', 'factor_id must be an UUID');
}

function shownOnce({ factor, codes }: NewRecoveryCodes): object {
  const { id, type, friendlyName, total } = factor;
  return { id, type, friendly_name: friendlyName, total, codes };
}
