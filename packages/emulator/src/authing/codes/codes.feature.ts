import { codesEndpoints } from '@sallyport/authentication-client/endpoints';
import { assertRecipient } from '../../domain/messages/recipient.js';
import { Refusal } from '../../domain/refusal.js';
import type { Feature } from '../feature.js';
import { optionalText, requiredText } from '../untrusted.js';
import { smsRecipient } from '../user-input.js';

const typeDefs = /* GraphQL */ `
extend type Mutation {
  sendEmail(email: String!, scene: EmailScene!): CommonMessage
}
`;

const SMS_SCENES = new Set([
  'login',
  'register',
  'reset',
  'bind',
  'unbind',
  'mfa-bind',
  'mfa-verify',
  'mfa-unbind',
  'complete-phone',
]);

/**
 * Codes on their way to the user. Nobody has to be signed in, and every address gets one, so that the answer does
 * not tell which addresses are known. A code that was asked for without a purpose is one for signing in.
 */
export const codesFeature: Feature = {
  typeDefs,
  resolvers: (resolve, { codes }) => {
    resolve(codesEndpoints.sendEmail, ({ email, scene }) => {
      const recipient = { channel: 'email', address: requiredText(email, 'email') } as const;
      assertRecipient(recipient);
      codes.send(recipient, requiredText(scene, 'scene'));
      return { code: 200, message: 'The email was sent' };
    });
  },
  routes: (mount, { codes }) => {
    mount(codesEndpoints.sendSmsCode, ({ body }) => {
      const recipient = smsRecipient(body.phone, body.phoneCountryCode);
      const scene = optionalText(body.scene, 'scene') ?? 'login';
      assertRecipient(recipient);
      if (!SMS_SCENES.has(scene)) throw new Refusal('input-malformed', 'scene is unknown');
      codes.send(recipient, scene);
      return { code: 200, message: 'The message was sent' };
    });
  },
};
