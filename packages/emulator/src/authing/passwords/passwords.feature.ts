import { passwordsEndpoints, passwordResets as rows } from '@sallyport/authentication-client/endpoints';
import { Refusal } from '../../domain/refusal.js';
import type { Feature } from '../feature.js';
import { optionalText, requiredText } from '../untrusted.js';
import { smsRecipient } from '../user-input.js';

const typeDefs = /* GraphQL */ `
extend type Query {
  checkPasswordStrength(password: String!): CheckPasswordStrengthResult!
}

extend type Mutation {
  resetPassword(
    phone: String
    phoneCountryCode: String
    email: String
    code: String!
    newPassword: String!
  ): CommonMessage
  resetPasswordByFirstLoginToken(token: String!, password: String!): CommonMessage
  resetPasswordByForceResetToken(token: String!, oldPassword: String!, newPassword: String!): CommonMessage
}

type CheckPasswordStrengthResult {
  valid: Boolean!
  message: String
}
`;

const DONE = { code: 200, message: 'The password was reset' };

/** New passwords for people who are not signed in, and the rules that passwords keep. */
export const passwordsFeature: Feature = {
  typeDefs,
  resolvers: (resolve, { passwordKey, passwordResets, passwords }) => {
    resolve(passwordsEndpoints.checkPasswordStrength, ({ password }) => {
      const broken = passwords.broken(password ?? '');
      return { valid: broken === null, message: broken ?? 'The password keeps the rules' };
    });
    resolve(rows.resetPassword, async ({ phone, phoneCountryCode, email, code, newPassword }) => {
      const address = optionalText(email, 'email');
      if (address !== undefined && optionalText(phone, 'phone') !== undefined) {
        throw new Refusal('input-malformed', 'phone and email exclude each other');
      }
      const recipient =
        address === undefined ? smsRecipient(phone, phoneCountryCode) : ({ channel: 'email', address } as const);
      const password = passwordKey.decrypt(requiredText(newPassword, 'newPassword'));
      await passwordResets.withCode(recipient, requiredText(code, 'code'), password);
      return DONE;
    });
    resolve(rows.resetPasswordByFirstLoginToken, async ({ token, password }) => {
      const text = passwordKey.decrypt(requiredText(password, 'password'));
      await passwordResets.withFirstLoginToken(requiredText(token, 'token'), text);
      return DONE;
    });
    resolve(rows.resetPasswordByForceResetToken, async ({ token, oldPassword, newPassword }) => {
      const oldText = passwordKey.decrypt(requiredText(oldPassword, 'oldPassword'));
      const newText = passwordKey.decrypt(requiredText(newPassword, 'newPassword'));
      await passwordResets.withForceResetToken(requiredText(token, 'token'), oldText, newText);
      return DONE;
    });
  },
};
