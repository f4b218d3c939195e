import { signInEndpoints } from '@sallyport/authentication-client/endpoints';
import type { WireUser } from '@sallyport/core/user';
import type { Directory } from '../../domain/accounts/account.types.js';
import type { AccountKey } from '../../domain/accounts/accounts.js';
import type { Domain } from '../../domain/create-domain.js';
import type { AuthingCall } from '../authing-call.js';
import type { Feature } from '../feature.js';
import type { Mount } from '../mount.js';
import { requiredText } from '../untrusted.js';
import { smsRecipient } from '../user-input.js';
import { mountCredentials } from './credentials.js';
import { requestOf, type SignInInput, signedInView } from './sign-in-request.js';

const typeDefs = /* GraphQL */ `
extend type Mutation {
  loginByEmail(input: LoginByEmailInput!): User
  loginByUsername(input: LoginByUsernameInput!): User
  loginByPhonePassword(input: LoginByPhonePasswordInput!): User
  loginByPhoneCode(input: LoginByPhoneCodeInput!): User
  loginBySubAccount(account: String!, password: String!, captchaCode: String, clientIp: String): User
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

/** Sign-ins with a first factor. */
export const signInFeature: Feature = {
  typeDefs,
  resolvers: (resolve, domain) => {
    const { passwordKey, signIn } = domain;
    const withPassword = async (key: AccountKey, name: unknown, input: PasswordInput, call: AuthingCall) => {
      const [identifier, password] = [requiredText(name, key), requiredText(input.password, 'password')];
      const request = requestOf(input, call, domain);
      return signedInView(await signIn.withPassword(key, identifier, passwordKey.decrypt(password), request), domain);
    };
    resolve(signInEndpoints.loginByEmail, ({ input = {} }, call) => withPassword('email', input.email, input, call));
    resolve(signInEndpoints.loginByUsername, ({ input = {} }, call) =>
      withPassword('username', input.username, input, call),
    );
    resolve(signInEndpoints.loginByPhonePassword, ({ input = {} }, call) =>
      withPassword('phone', input.phone, input, call),
    );
    resolve(signInEndpoints.loginByPhoneCode, async ({ input = {} }, call) => {
      const [phone, code] = [smsRecipient(input.phone, input.phoneCountryCode), requiredText(input.code, 'code')];
      return signedInView(await signIn.withCode(phone, code, requestOf(input, call, domain)), domain);
    });
    resolve(signInEndpoints.loginBySubAccount, async (input, call) => {
      const [name, password] = [requiredText(input.account, 'account'), requiredText(input.password, 'password')];
      const request = requestOf(input, call, domain);
      return signedInView(
        await signIn.withDirectory('sub-account', name, passwordKey.decrypt(password), request),
        domain,
      );
    });
  },
  routes: (mount, domain) => {
    const { signIn } = domain;
    mount(signInEndpoints.loginByEmailCode, async ({ body, call }) => {
      const [email, code] = [requiredText(body.email, 'email'), requiredText(body.code, 'code')];
      return signedInView(
        await signIn.withCode({ channel: 'email', address: email }, code, requestOf(body, call, domain)),
        domain,
      );
    });
    mountDirectories(mount, domain);
    mountCredentials(mount, domain);
  },
};

// These two take the password in clear, as the vendor has it.
function mountDirectories(mount: Mount, domain: Domain): void {
  const verify = async (directory: Directory, body: DirectoryInput, call: AuthingCall): Promise<WireUser> => {
    const [name, password] = [requiredText(body.username, 'username'), requiredText(body.password, 'password')];
    const result = await domain.signIn.withDirectory(directory, name, password, requestOf(body, call, domain));
    return signedInView(result, domain);
  };
  mount(signInEndpoints.loginByLdap, ({ body, call }) => verify('ldap', body, call));
  mount(signInEndpoints.loginByAd, ({ body, call }) => verify('ad', body, call));
}

interface PasswordInput extends SignInInput {
  readonly password?: unknown;
}

interface DirectoryInput extends PasswordInput {
  readonly username?: unknown;
}
