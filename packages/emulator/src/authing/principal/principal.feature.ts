import { principalEndpoints } from '@sallyport/authentication-client/endpoints';
import type { Principal } from '../../domain/accounts/account.types.js';
import { Refusal } from '../../domain/refusal.js';
import type { Feature } from '../feature.js';
import { requiredText } from '../untrusted.js';

/** Whom an account belongs to. What people say is believed: see the domain. */
export const principalFeature: Feature = {
  routes: (mount, { principals, userPool }) => {
    mount(principalEndpoints.detail, async ({ call }) => {
      const { id: userId, principal } = (await call.signedIn()).account;
      if (principal === null) return null;
      const { id, type, name, code, authenticatedAt } = principal;
      const instant = new Date(authenticatedAt).toISOString();
      const dates = { authenticationTime: instant, createdAt: instant, updatedAt: instant };
      const what = { principalType: type, principalName: name, principalCode: code };
      return { id, userId, userPoolId: userPool.id, ...what, ...dates };
    });
    mount(principalEndpoints.authenticate, async ({ body, call }) => {
      const { account } = await call.signedIn();
      const type = typeFrom(body.type);
      requiredText(body.ext, 'ext');
      const claim = { type, name: requiredText(body.name, 'name'), code: requiredText(body.idCard, 'idCard') };
      principals.authenticate(account, claim);
      return true;
    });
  },
};

function typeFrom(value: unknown): Principal['type'] {
  if (value === 'P' || value === 'E') return value;
  throw new Refusal('input-malformed', 'type is neither P nor E');
}
