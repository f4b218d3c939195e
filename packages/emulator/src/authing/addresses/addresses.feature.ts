import { addressesEndpoints } from '@sallyport/authentication-client/endpoints';
import type { ProvenAddress } from '../../domain/accounts/addresses.js';
import type { Feature } from '../feature.js';
import { optionalText, requiredText } from '../untrusted.js';
import { smsRecipient } from '../user-input.js';
import { plainUserView } from '../user-view.js';

const typeDefs = /* GraphQL */ `
extend type Mutation {
  updatePhone(
    phone: String!
    phoneCode: String!
    oldPhone: String
    oldPhoneCode: String
    phoneCountryCode: String
    oldPhoneCountryCode: String
  ): User!
  updateEmail(email: String!, emailCode: String!, oldEmail: String, oldEmailCode: String): User!
  bindPhone(phone: String!, phoneCode: String!, phoneCountryCode: String): User!
  unbindPhone: User!
  bindEmail(email: String!, emailCode: String!): User!
  unbindEmail: User!
}
`;

/** The phone number and the email of whoever is signed in. Every answer has the token: clients store what comes back. */
export const addressesFeature: Feature = {
  typeDefs,
  resolvers: (resolve, domain) => {
    const { addresses } = domain;
    resolve(addressesEndpoints.updatePhone, async (args, call) => {
      const { account, token } = await call.signedIn();
      const present = provenPhone(args.phone, args.phoneCountryCode, args.phoneCode, 'phoneCode');
      const old = args.oldPhone
        ? provenPhone(args.oldPhone, args.oldPhoneCountryCode, args.oldPhoneCode, 'oldPhoneCode')
        : null;
      return plainUserView(addresses.update(account, present, old), domain, token);
    });
    resolve(addressesEndpoints.updateEmail, async (args, call) => {
      const { account, token } = await call.signedIn();
      const present = provenEmail(args.email, args.emailCode, 'emailCode');
      const old = args.oldEmail ? provenEmail(args.oldEmail, args.oldEmailCode, 'oldEmailCode') : null;
      return plainUserView(addresses.update(account, present, old), domain, token);
    });
    resolve(addressesEndpoints.bindPhone, async ({ phone, phoneCode, phoneCountryCode }, call) => {
      const { account, token } = await call.signedIn();
      const proven = provenPhone(phone, phoneCountryCode, phoneCode, 'phoneCode');
      return plainUserView(addresses.bind(account, proven), domain, token);
    });
    resolve(addressesEndpoints.bindEmail, async ({ email, emailCode }, call) => {
      const { account, token } = await call.signedIn();
      return plainUserView(addresses.bind(account, provenEmail(email, emailCode, 'emailCode')), domain, token);
    });
    resolve(addressesEndpoints.unbindPhone, async (_, call) => {
      const { account, token } = await call.signedIn();
      return plainUserView(addresses.unbind(account, 'sms'), domain, token);
    });
    resolve(addressesEndpoints.unbindEmail, async (_, call) => {
      const { account, token } = await call.signedIn();
      return plainUserView(addresses.unbind(account, 'email'), domain, token);
    });
  },
};

function provenPhone(phone: unknown, countryCode: unknown, code: unknown, codeName: string): ProvenAddress {
  return {
    recipient: smsRecipient(phone, optionalText(countryCode, 'phoneCountryCode')),
    code: requiredText(code, codeName),
  };
}

function provenEmail(email: unknown, code: unknown, codeName: string): ProvenAddress {
  const address = requiredText(email, 'email');
  return { recipient: { channel: 'email', address }, code: requiredText(code, codeName) };
}
