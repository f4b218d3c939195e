import { rest, type Selection } from '@sallyport/core/endpoints';
import { customDataFields, userFields, type WireUser, withCustomData } from '@sallyport/core/user';
import { requireMessageCode } from '@sallyport/core/validation';
import { type AuthingInputs, graphql } from '../schema/authing-inputs.js';
import type { SignInTokens, SigninByCredentialsDto } from './sign-in.types.js';

const signedIn: Selection<WireUser> = `${userFields} newlyCreated ${customDataFields}`;

/** Sign-ins with a first factor. Passwords are encrypted already. */
export const signInEndpoints = {
  loginByEmail: graphql('mutation loginByEmail', { input: 'LoginByEmailInput!' })
    .accepts((input: AuthingInputs['LoginByEmailInput']) => ({ input }))
    .returns(signedIn)
    .maps((user) => withCustomData(user)),

  loginByUsername: graphql('mutation loginByUsername', { input: 'LoginByUsernameInput!' })
    .accepts((input: AuthingInputs['LoginByUsernameInput']) => ({ input }))
    .returns(signedIn)
    .maps((user) => withCustomData(user)),

  loginByPhonePassword: graphql('mutation loginByPhonePassword', { input: 'LoginByPhonePasswordInput!' })
    .accepts((input: AuthingInputs['LoginByPhonePasswordInput']) => ({ input }))
    .returns(signedIn)
    .maps((user) => withCustomData(user)),

  loginByPhoneCode: graphql(
    'mutation loginByPhoneCode',
    { input: 'LoginByPhoneCodeInput!' },
    { check: ({ input }: { readonly input: { readonly code: unknown } }) => requireMessageCode('code', input.code) },
  )
    .accepts((input: AuthingInputs['LoginByPhoneCodeInput']) => ({ input }))
    .returns(signedIn)
    .maps((user) => withCustomData(user)),

  loginByEmailCode: rest('POST /api/v2/login/email-code', {
    credential: 'none',
    check: ({ body }: { readonly body: { readonly code: unknown } }) => requireMessageCode('code', body.code),
  })
    .accepts(
      (body: {
        readonly email: string;
        readonly code: string;
        readonly phoneCountryCode?: string | undefined;
        readonly clientIp?: string | undefined;
        readonly params: string | null;
        readonly context: string | null;
      }) => ({ body }),
    )
    .returns<WireUser>()
    .maps((user) => withCustomData(user)),

  loginBySubAccount: graphql('mutation loginBySubAccount', {
    account: 'String!',
    password: 'String!',
    captchaCode: 'String',
    clientIp: 'String',
  })
    .accepts(
      (input: {
        readonly account: string;
        readonly password: string;
        readonly captchaCode?: string | undefined;
        readonly clientIp?: string | undefined;
      }) => input,
    )
    .returns(signedIn)
    .maps((user) => withCustomData(user)),

  // The wire takes these two passwords in clear.
  loginByLdap: rest('POST /api/v2/ldap/verify-user')
    .accepts((body: DirectorySignIn) => ({ body }))
    .returns<WireUser>()
    .maps((user) => withCustomData(user)),

  /** Served by the host of `websocketHost`, which need not be that of the other calls. */
  loginByAd: rest('POST /api/v2/ad/verify-user')
    .accepts((body: DirectorySignIn) => ({ body }))
    .returns<WireUser>()
    .maps((user) => withCustomData(user)),

  signinByCredentials: rest('POST /api/v3/signin', {
    credential: 'none',
    check: ({ body: { passCodePayload } }: { readonly body: SigninByCredentialsDto }) =>
      passCodePayload && requireMessageCode('passCodePayload.passCode', passCodePayload.passCode),
  })
    .accepts((body: SigninByCredentialsDto) => ({ body }))
    .returns<SignInTokens>(),
};

/** A sign-in that the server hands on to the directory of the company. */
interface DirectorySignIn {
  readonly username: string;
  readonly password: string;
  readonly clientIp?: string | undefined;
  readonly withCustomData?: boolean | undefined;
}
