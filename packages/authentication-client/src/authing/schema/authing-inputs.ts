import { type Graphql, graphqlWith, type Scalars } from '@sallyport/core/endpoints';
import type { EmailScene, RegisterProfile, UpdateUserInput } from '@sallyport/core/user';

export interface Extra {
  readonly clientIp?: string | undefined;
  readonly params: string | null;
  readonly context: string | null;
}

export interface Registration extends Extra {
  readonly profile: RegisterProfile;
  readonly forceLogin: boolean;
  readonly generateToken: boolean;
  readonly phoneToken?: string | undefined;
  readonly emailToken?: string | undefined;
}

export interface PasswordSignIn extends Extra {
  /** Encrypted. */
  readonly password: string;
  readonly autoRegister: boolean;
  readonly captchaCode?: string | undefined;
}

/** The input types of the schema that this client's documents use, under their names there. */
export interface AuthingInputs {
  RegisterByEmailInput: Registration & { readonly email: string; readonly password: string };
  RegisterByUsernameInput: Registration & { readonly username: string; readonly password: string };
  RegisterByPhoneCodeInput: Registration & {
    readonly phone: string;
    readonly code: string;
    readonly password?: string | undefined;
    readonly phoneCountryCode?: string | undefined;
  };
  LoginByEmailInput: PasswordSignIn & { readonly email: string };
  LoginByUsernameInput: PasswordSignIn & { readonly username: string };
  LoginByPhonePasswordInput: PasswordSignIn & { readonly phone: string };
  LoginByPhoneCodeInput: Extra & {
    readonly phone: string;
    readonly code: string;
    readonly phoneCountryCode?: string | undefined;
  };
  UpdateUserInput: UpdateUserInput;
  EmailScene: EmailScene;
  UDFTargetType: 'USER';
  UserDefinedDataInput: { readonly key: string; readonly value?: string | undefined };
}

/** Begins a GraphQL row of the Authing schema. */
export const graphql: Graphql<Scalars & AuthingInputs> = graphqlWith<AuthingInputs>();
