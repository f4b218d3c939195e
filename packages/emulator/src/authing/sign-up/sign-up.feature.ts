import { signUpEndpoints } from '@sallyport/authentication-client/endpoints';
import type { SignUpRequest } from '../../domain/sign-in/sign-up.js';
import type { AuthingCall } from '../authing-call.js';
import type { Feature } from '../feature.js';
import { customDataFrom, optionalText, requiredText } from '../untrusted.js';
import { profileTexts } from '../user-input.js';
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
  resolvers: (resolve, { passwordKey, signUp, userPool }) => {
    resolve(signUpEndpoints.registerByEmail, async ({ input = {} }, call) => {
      const [email, password] = [requiredText(input.email, 'email'), requiredText(input.password, 'password')];
      const request = requestOf(input, call);
      const { account, token } = await signUp.withPassword('email', email, passwordKey.decrypt(password), request);
      return plainUserView(account, userPool, token);
    });
    resolve(signUpEndpoints.registerByUsername, async ({ input = {} }, call) => {
      const [name, password] = [requiredText(input.username, 'username'), requiredText(input.password, 'password')];
      const request = requestOf(input, call);
      const { account, token } = await signUp.withPassword('username', name, passwordKey.decrypt(password), request);
      return plainUserView(account, userPool, token);
    });
    resolve(signUpEndpoints.registerByPhoneCode, async ({ input = {} }, call) => {
      const [number, code] = [requiredText(input.phone, 'phone'), requiredText(input.code, 'code')];
      const phone = { number, countryCode: optionalText(input.phoneCountryCode, 'phoneCountryCode') ?? null };
      const password = input.password ? passwordKey.decrypt(input.password) : null;
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
