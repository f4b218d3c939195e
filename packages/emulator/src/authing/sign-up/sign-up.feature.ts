import { signUpEndpoints } from '@sallyport/authentication-client/endpoints';
import type { Domain } from '../../domain/create-domain.js';
import { Refusal } from '../../domain/refusal.js';
import type { SignUpRequest } from '../../domain/sign-in/sign-up.js';
import { isJsonObject } from '../../http/json-body.js';
import type { AuthingCall } from '../authing-call.js';
import type { Feature } from '../feature.js';
import { customDataFrom, optionalText, requiredText } from '../untrusted.js';
import { profileTexts } from '../user-input.js';
import { plainUserView, userView } from '../user-view.js';

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
  /** JSON text, or where all is JSON the list itself. */
  readonly params?: unknown;
  readonly customData?: unknown;
  readonly clientIp?: unknown;
  readonly forceLogin?: unknown;
  readonly generateToken?: unknown;
}

/** Registrations. */
export const signUpFeature: Feature = {
  typeDefs,
  resolvers: (resolve, domain) => {
    const { passwordKey, signUp } = domain;
    const withPassword = async (
      key: 'email' | 'username',
      name: unknown,
      input: SignUpInput & { readonly password?: unknown },
      call: AuthingCall,
    ) => {
      const [identifier, password] = [requiredText(name, key), requiredText(input.password, 'password')];
      const request = requestOf(input, call, domain);
      const { account, token } = await signUp.withPassword(key, identifier, passwordKey.decrypt(password), request);
      return plainUserView(account, domain, token);
    };
    resolve(signUpEndpoints.registerByEmail, ({ input = {} }, call) => withPassword('email', input.email, input, call));
    resolve(signUpEndpoints.registerByUsername, ({ input = {} }, call) =>
      withPassword('username', input.username, input, call),
    );
    resolve(signUpEndpoints.registerByPhoneCode, async ({ input = {} }, call) => {
      const [number, code] = [requiredText(input.phone, 'phone'), requiredText(input.code, 'code')];
      const phone = { number, countryCode: optionalText(input.phoneCountryCode, 'phoneCountryCode') ?? null };
      const password = input.password ? passwordKey.decrypt(input.password) : null;
      const { account, token } = await signUp.withPhoneCode(phone, code, password, requestOf(input, call, domain));
      return plainUserView(account, domain, token);
    });
  },
  routes: (mount, domain) => {
    mount(signUpEndpoints.registerByEmailCode, async ({ body, call }) => {
      const [email, code] = [requiredText(body.email, 'email'), requiredText(body.code, 'code')];
      for (const name of ['profile', 'customData'] as const) assertObject(body[name], name);
      const input = body as SignUpInput; // its values are looked at one by one
      const { account, token } = await domain.signUp.withEmailCode(email, code, requestOf(input, call, domain));
      return userView(account, domain, token);
    });
  },
};

// The one registration over REST takes JSON where the others take text of it.
function customDataOf(params: unknown): Readonly<Record<string, unknown>> {
  return customDataFrom(Array.isArray(params) ? JSON.stringify(params) : optionalText(params, 'params'));
}

/** @throws {Refusal} There is something, and it is no object. */
function assertObject(value: unknown, name: string): void {
  if (value === undefined || value === null || isJsonObject(value)) return;
  throw new Refusal('input-malformed', `${name} is not an object`);
}

function requestOf(input: SignUpInput, call: AuthingCall, { customFields }: Domain): SignUpRequest {
  const profile = input.profile ?? {};
  return {
    ...call.origin,
    ip: optionalText(input.clientIp, 'clientIp') ?? call.ip,
    username: optionalText(profile.username, 'username'),
    texts: profileTexts(profile),
    customData: customFields.fitted({ ...customDataOf(input.params), ...Object(input.customData) }),
    forceLogin: input.forceLogin === true,
    generateToken: input.generateToken === true,
  };
}
