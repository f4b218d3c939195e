import { audit } from '../audit.js';
import { requireFactor } from '../factors/factor-caller.js';
import { refusingFactors } from '../factors/factor-refusals.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal } from '../gotrue-refusal.js';
import { parsePhone } from '../phone.js';
import { readBody, textOf } from '../request-body.js';
import { factorsOf, factorView } from '../user-factors.js';
import { userIdOf } from '../user-id.js';
import { requireUser } from './admin-user.js';

const PATH = '/admin/users/{userId}/factors';

/** Other people's second factors. */
export function mountUserFactors(context: GotrueContext): void {
  const { domain, gate, on } = context;
  on('GET', PATH, async (c) => {
    await gate.requireAdmin(c);
    return c.json(factorsOf(domain, requireUser(domain, c.req.param('userId'))));
  });
  on(
    'DELETE',
    `${PATH}/{factorId}`,
    refusingFactors(async (c) => {
      await gate.requireAdmin(c);
      const account = requireUser(domain, c.req.param('userId'));
      const factor = requireFactor(context, account.id, c.req.param('factorId'));
      domain.factors.remove(account.id, ({ id }) => id === factor.id);
      audit(context, c, 'factor_deleted', null, { user_id: userIdOf(account), factor_id: factor.id });
      return c.json(factorView(factor));
    }),
  );
  on(
    'PUT',
    `${PATH}/{factorId}`,
    refusingFactors(async (c) => {
      await gate.requireAdmin(c);
      const { id: userId } = requireUser(domain, c.req.param('userId'));
      requireFactor(context, userId, c.req.param('factorId'));
      const body = await readBody(context, c);
      const account = requireUser(domain, c.req.param('userId'));
      const factor = requireFactor(context, account.id, c.req.param('factorId'));
      const [friendlyName, phone] = [textOf(body, 'friendly_name'), textOf(body, 'phone')];
      const others = domain.factors.of(account.id).filter(({ id }) => id !== factor.id);
      if (friendlyName !== '' && others.some((other) => other.friendlyName === friendlyName)) {
        const message = `A factor with the friendly name ${JSON.stringify(friendlyName)} for this user already exists`;
        throw new GotrueRefusal(422, 'mfa_factor_name_conflict', message);
      }
      const named = friendlyName === '' ? factor : domain.factors.change(factor, { friendlyName });
      const changed =
        phone !== '' && named.type === 'phone' ? domain.factors.change(named, { phone: parsePhone(phone) }) : named;
      const traits = { user_id: userIdOf(account), factor_id: factor.id, factor_type: factor.type };
      audit(context, c, 'factor_updated', null, traits);
      return c.json(factorView(changed));
    }),
  );
}
