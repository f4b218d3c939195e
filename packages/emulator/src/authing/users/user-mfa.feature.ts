import { mfaEndpoints } from '@sallyport/management-client/endpoints';
import { Refusal } from '../../domain/refusal.js';
import type { Feature } from '../feature.js';
import { associationView } from '../mfa/authenticator-view.js';
import { optionalText, requiredText } from '../untrusted.js';

/** Other people's second factors. All of it needs a management token. */
export const userMfaFeature: Feature = {
  routes: (mount, { accounts, faces, totp, userPool }) => {
    mount(mfaEndpoints.getStatus, async ({ path, call }) => {
      await call.administrator();
      const { id } = accounts.require(path.userId);
      return { OTP: totp.isEnabled(id), FACE: faces.isBound(id) };
    });
    mount(mfaEndpoints.unAssociateMfa, async ({ path, query, call }) => {
      await call.administrator();
      const { id } = accounts.require(path.userId);
      if (query.type !== 'OTP' && query.type !== 'FACE') {
        throw new Refusal('input-malformed', 'type is neither OTP nor FACE');
      }
      return query.type === 'OTP' ? totp.remove(id) : faces.remove(id);
    });
    mount(mfaEndpoints.importTotp, async ({ body, call }) => {
      await call.administrator();
      const account = accounts.require(requiredText(body.userId, 'userId'));
      const secret = requiredText(body.secret, 'secret');
      const enrollment = totp.import(account.id, secret, optionalText(body.recoveryCode, 'recoveryCode'));
      return associationView(account, userPool.name, enrollment);
    });
  },
};
