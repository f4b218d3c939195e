import { signUpEndpoints } from '@sallyport/authentication-client/endpoints';
import { type AccountTexts, PROFILE_FIELDS } from '../../domain/accounts/account.types.js';
import type { SignUpRequest } from '../../domain/sign-in/sign-up.js';
import { decryptPassword } from '../../keys/password-decryption.js';
import type { AuthingCall } from '../authing-call.js';
import type { Feature } from '../feature.js';
import { customDataFrom, optionalText, requiredText } from '../untrusted.js';
import { plainUserView } from '../user-view.js';

const typeDefs = /* GraphQL */ `
extend type Mutation {
  registerByEmail(input: RegisterByEmailInput!): User
  registerByUsername(input: RegisterByUsernameInput!): User
  registerByPhoneCode(input: RegisterByPhoneCodeInput!): User
}

input RegisterByEmailInput {
  email: String!
  password: String!
  profile: RegisterProfile
  forceLogin: Boolean
  generateToken: Boolean
  clientIp: String
  params: String
  context: String
  phoneToken: String
}

input RegisterByUsernameInput {
  username: String!
  password: String!
  profile: RegisterProfile
  forceLogin: Boolean
  generateToken: Boolean
  clientIp: String
  params: String
  context: String
  phoneToken: String
  emailToken: String
}

input RegisterByPhoneCodeInput {
  phone: String!
  code: String!
  phoneCountryCode: String
  password: String
  profile: RegisterProfile
  forceLogin: Boolean
  generateToken: Boolean
  clientIp: String
  params: String
  context: String
  emailToken: String
}
`;

/** What all registrations take beside the credentials. */
interface SignUpInput {
  readonly profile?: Readonly<Record<string, unknown>>;
  readonly params?: unknown;
  readonly clientIp?: unknown;
  readonly forceLogin?: unknown;
  readonly generateToken?: unknown;
}

/** Registrations. */
export const signUpFeature: Feature = {
  typeDefs,
  resolvers: (resolve, { signUp, userPool }) => {
    resolve(signUpEndpoints.registerByEmail, async ({ input = {} }, call) => {
      const [email, password] = [requiredText(input.email, 'email'), requiredText(input.password, 'password')];
      const request = requestOf(input, call);
      const { account, token } = await signUp.withPassword('email', email, decryptPassword(password), request);
      return plainUserView(account, userPool, token);
    });
    resolve(signUpEndpoints.registerByUsername, async ({ input = {} }, call) => {
      const [name, password] = [requiredText(input.username, 'username'), requiredText(input.password, 'password')];
      const request = requestOf(input, call);
      const { account, token } = await signUp.withPassword('username', name, decryptPassword(password), request);
      return plainUserView(account, userPool, token);
    });
    resolve(signUpEndpoints.registerByPhoneCode, async ({ input = {} }, call) => {
      const [number, code] = [requiredText(input.phone, 'phone'), requiredText(input.code, 'code')];
      const phone = { number, countryCode: input.phoneCountryCode ?? null };
      const password = input.password ? decryptPassword(input.password) : null;
      const { account, token } = await signUp.withPhoneCode(phone, code, password, requestOf(input, call));
      return plainUserView(account, userPool, token);
    });
  },
};

function requestOf(input: SignUpInput, call: AuthingCall): SignUpRequest {
  const profile = input.profile ?? {};
  return {
    applicationId: call.applicationId,
    ip: optionalText(input.clientIp, 'clientIp') ?? call.ip,
    username: optionalText(profile.username, 'username'),
    texts: profileTexts(profile),
    customData: customDataFrom(optionalText(input.params, 'params')),
    forceLogin: input.forceLogin === true,
    generateToken: input.generateToken === true,
  };
}

/**
 * What users may say of themselves. All else that a profile can hold is left out: an email or a phone number that
 * nobody has proven, and what the server decides.
 */
export function profileTexts(profile: Readonly<Record<string, unknown>>): AccountTexts {
  const given = PROFILE_FIELDS.filter((field) => Object.hasOwn(profile, field));
  return Object.fromEntries(given.map((field) => [field, optionalText(profile[field], field) ?? null]));
}
