import { signInEndpoints } from '@sallyport/authentication-client/endpoints';
import type { WireUser } from '@sallyport/core';
import type { SignInRequest, SignInResult } from '../../domain/sign-in/sign-in.js';
import type { UserPool } from '../../domain/user-pool.js';
import type { AuthingCall } from '../authing-call.js';
import type { Feature } from '../feature.js';
import { customDataFrom, optionalText, requiredText } from '../untrusted.js';
import { smsRecipient } from '../user-input.js';
import { userView } from '../user-view.js';

const typeDefs = /* GraphQL */ `
extend type Mutation {
  loginByEmail(input: LoginByEmailInput!): User
  loginByUsername(input: LoginByUsernameInput!): User
  loginByPhonePassword(input: LoginByPhonePasswordInput!): User
  loginByPhoneCode(input: LoginByPhoneCodeInput!): User
}

input LoginByEmailInput {
  email: String!
  password: String!
  captchaCode: String
  autoRegister: Boolean
  clientIp: String
  params: String
  context: String
}

input LoginByUsernameInput {
  username: String!
  password: String!
  captchaCode: String
  autoRegister: Boolean
  clientIp: String
  params: String
  context: String
}

input LoginByPhonePasswordInput {
  phone: String!
  password: String!
  captchaCode: String
  autoRegister: Boolean
  clientIp: String
  params: String
  context: String
}

input LoginByPhoneCodeInput {
  phone: String!
  code: String!
  phoneCountryCode: String
  autoRegister: Boolean
  clientIp: String
  params: String
  context: String
}
`;

/** What all sign-ins take beside the credentials. */
interface SignInInput {
  readonly autoRegister?: unknown;
  readonly clientIp?: unknown;
  readonly params?: unknown;
}

/** Sign-ins with a first factor. */
export const signInFeature: Feature = {
  typeDefs,
  resolvers: (resolve, { passwordKey, signIn, userPool }) => {
    resolve(signInEndpoints.loginByEmail, async ({ input = {} }, call) => {
      const [email, password] = [requiredText(input.email, 'email'), requiredText(input.password, 'password')];
      const result = await signIn.withPassword('email', email, passwordKey.decrypt(password), requestOf(input, call));
      return signedInView(result, userPool);
    });
    resolve(signInEndpoints.loginByUsername, async ({ input = {} }, call) => {
      const [name, password] = [requiredText(input.username, 'username'), requiredText(input.password, 'password')];
      const result = await signIn.withPassword('username', name, passwordKey.decrypt(password), requestOf(input, call));
      return signedInView(result, userPool);
    });
    resolve(signInEndpoints.loginByPhonePassword, async ({ input = {} }, call) => {
      const [phone, password] = [requiredText(input.phone, 'phone'), requiredText(input.password, 'password')];
      const result = await signIn.withPassword('phone', phone, passwordKey.decrypt(password), requestOf(input, call));
      return signedInView(result, userPool);
    });
    resolve(signInEndpoints.loginByPhoneCode, async ({ input = {} }, call) => {
      const [phone, code] = [smsRecipient(input.phone, input.phoneCountryCode), requiredText(input.code, 'code')];
      return signedInView(await signIn.withCode(phone, code, requestOf(input, call)), userPool);
    });
  },
  routes: (mount, { signIn, userPool }) => {
    mount(signInEndpoints.loginByEmailCode, async ({ body, call }) => {
      const [email, code] = [requiredText(body.email, 'email'), requiredText(body.code, 'code')];
      return signedInView(
        await signIn.withCode({ channel: 'email', address: email }, code, requestOf(body, call)),
        userPool,
      );
    });
  },
};

function requestOf(input: SignInInput, call: AuthingCall): SignInRequest {
  return {
    applicationId: call.applicationId,
    ip: optionalText(input.clientIp, 'clientIp') ?? call.ip,
    autoRegister: input.autoRegister === true,
    customData: customDataFrom(optionalText(input.params, 'params')),
  };
}

function signedInView({ account, token, newlyCreated }: SignInResult, userPool: UserPool): WireUser {
  return { ...userView(account, userPool, token), newlyCreated };
}
