import type { Selection } from '@sallyport/core/endpoints';
import { passwordOwnerFields, type User } from '@sallyport/core/user';
import { requireMessageCode } from '@sallyport/core/validation';
import { graphql } from '../schema/authing-inputs.js';

const owner: Selection<User> = passwordOwnerFields;

/** Validates the codes under these names, where they are present. */
const codesIn =
  (...names: readonly string[]) =>
  (input: Readonly<Record<string, unknown>>): void => {
    for (const name of names) if (input[name] !== undefined) requireMessageCode(name, input[name]);
  };

/** The signed-in user's phone number and email address. Codes are those of `sendSmsCode` and `sendEmail`. */
export const addressesEndpoints = {
  updatePhone: graphql(
    'mutation updatePhone',
    {
      phone: 'String!',
      phoneCode: 'String!',
      oldPhone: 'String',
      oldPhoneCode: 'String',
      phoneCountryCode: 'String',
      oldPhoneCountryCode: 'String',
    },
    { check: codesIn('phoneCode', 'oldPhoneCode') },
  )
    .accepts(
      (input: {
        readonly phone: string;
        readonly phoneCode: string;
        readonly oldPhone?: string | undefined;
        readonly oldPhoneCode?: string | undefined;
        readonly phoneCountryCode?: string | undefined;
        readonly oldPhoneCountryCode?: string | undefined;
      }) => input,
    )
    .returns(owner),

  updateEmail: graphql(
    'mutation updateEmail',
    {
      email: 'String!',
      emailCode: 'String!',
      oldEmail: 'String',
      oldEmailCode: 'String',
    },
    { check: codesIn('emailCode', 'oldEmailCode') },
  )
    .accepts(
      (input: {
        readonly email: string;
        readonly emailCode: string;
        readonly oldEmail?: string | undefined;
        readonly oldEmailCode?: string | undefined;
      }) => input,
    )
    .returns(owner),

  bindPhone: graphql(
    'mutation bindPhone',
    { phone: 'String!', phoneCode: 'String!', phoneCountryCode: 'String' },
    { check: codesIn('phoneCode') },
  )
    .accepts((phone: string, phoneCode: string, phoneCountryCode?: string) => ({ phone, phoneCode, phoneCountryCode }))
    .returns(owner),

  unbindPhone: graphql('mutation unbindPhone', {})
    .accepts(() => ({}))
    .returns(owner),

  bindEmail: graphql('mutation bindEmail', { email: 'String!', emailCode: 'String!' }, { check: codesIn('emailCode') })
    .accepts((email: string, emailCode: string) => ({ email, emailCode }))
    .returns(owner),

  unbindEmail: graphql('mutation unbindEmail', {})
    .accepts(() => ({}))
    .returns(owner),
};
