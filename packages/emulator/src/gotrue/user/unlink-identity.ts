import type { Account, AccountChange } from '../../domain/accounts/account.types.js';
import { isUuid } from '../../domain/uuid.js';
import { audit } from '../audit.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal } from '../gotrue-refusal.js';
import { type IdentityView, identitiesOf } from '../identities.js';

/** Takes one of the ways away by which the server knows a user, as long as there is another. */
export function mountUnlinkIdentity({ domain, gate, on }: GotrueContext): void {
  on('DELETE', '/user/identities/{identityId}', async (c) => {
    const { account } = await gate.requireCaller(c);
    if (!domain.settings().manualLinking) throw linkingDisabled();
    const id = c.req.param('identityId') ?? '';
    if (!isUuid(id)) throw new GotrueRefusal(404, 'validation_failed', 'identity_id must be an UUID');
    const identities = identitiesOf(account);
    if (identities.length <= 1) {
      const message = 'User must have at least 1 identity after unlinking';
      throw new GotrueRefusal(422, 'single_identity_not_deletable', message);
    }
    const identity = identities.find(({ identity_id }) => identity_id === id.toLowerCase());
    if (!identity) throw new GotrueRefusal(422, 'identity_not_found', "Identity doesn't exist");
    domain.accounts.change(account.id, without(account, identity));
    audit({ domain }, c, 'identity_unlinked', account, { provider: identity.provider });
    return c.json({});
  });
}

/** The refusal of adding identities, and of taking them away, where users may not. */
export function linkingDisabled(): GotrueRefusal {
  return new GotrueRefusal(404, 'manual_linking_disabled', 'Manual linking is disabled');
}

/** An address that is no identity any more is none of the user's. */
function without({ identities }: Account, { provider, id }: IdentityView): AccountChange {
  if (provider === 'email') {
    return { email: null, emailVerified: false, details: { emailConfirmedAt: null, newEmail: null } };
  }
  if (provider === 'phone') {
    const details = { phoneConfirmedAt: null, newPhone: null };
    return { phone: null, phoneCountryCode: null, phoneVerified: false, details };
  }
  return { identities: identities.filter((each) => each.provider !== provider || each.userIdInIdp !== id) };
}
