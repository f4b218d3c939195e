import { rest, type Selection } from '@sallyport/core/endpoints';
import { type RegisterProfile, type User, userFields, type WireUser, withCustomData } from '@sallyport/core/user';
import { requireMessageCode } from '@sallyport/core/validation';
import { type AuthingInputs, graphql } from '../schema/authing-inputs.js';

const registered: Selection<User> = userFields;

/** Registrations. Passwords are encrypted already. */
export const signUpEndpoints = {
  registerByEmail: graphql('mutation registerByEmail', { input: 'RegisterByEmailInput!' })
    .accepts((input: AuthingInputs['RegisterByEmailInput']) => ({ input }))
    .returns(registered),

  registerByUsername: graphql('mutation registerByUsername', { input: 'RegisterByUsernameInput!' })
    .accepts((input: AuthingInputs['RegisterByUsernameInput']) => ({ input }))
    .returns(registered),

  registerByPhoneCode: graphql(
    'mutation registerByPhoneCode',
    { input: 'RegisterByPhoneCodeInput!' },
    { check: ({ input }: { readonly input: { readonly code: unknown } }) => requireMessageCode('code', input.code) },
  )
    .accepts((input: AuthingInputs['RegisterByPhoneCodeInput']) => ({ input }))
    .returns(registered),

  // The one registration that takes `customData`, `params` and `context` as JSON rather than as text of JSON.
  registerByEmailCode: rest('POST /api/v2/register/email-code', {
    check: ({ body }: { readonly body: { readonly code: unknown } }) => requireMessageCode('code', body.code),
  })
    .accepts((body: EmailCodeRegistration) => ({ body }))
    .returns<WireUser>()
    .maps((user) => withCustomData(user)),
};

interface EmailCodeRegistration {
  readonly email: string;
  readonly code: string;
  readonly profile?: RegisterProfile | undefined;
  readonly forceLogin?: boolean | undefined;
  readonly generateToken?: boolean | undefined;
  readonly clientIp?: string | undefined;
  readonly phoneToken?: string | undefined;
  readonly params?: readonly { readonly key: string; readonly value: unknown }[] | undefined;
  readonly customData?: Readonly<Record<string, unknown>> | undefined;
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}
