import { type Graphql, graphqlWith, type Scalars } from '@sallyport/core/endpoints';
import type { CreateUserInput, SortByEnum, UpdateUserInput } from '@sallyport/core/user';

/** An external identity that a new user is linked to. */
export interface CreateUserIdentityInput {
  readonly provider: string;
  readonly userIdInIdp: string;
  readonly openid?: string | undefined;
  readonly isSocial?: boolean | undefined;
  readonly connectionId?: string | undefined;
  readonly accessToken?: string | undefined;
  readonly refreshToken?: string | undefined;
}

/** Names an external identity. */
export interface FindUserByIdentityInput {
  readonly userIdInIdp: string;
  readonly provider: string;
}

/** The input types of the schema that this client's documents use, under their names there. */
export interface AuthingInputs {
  CreateUserInput: CreateUserInput;
  CreateUserIdentityInput: CreateUserIdentityInput;
  UpdateUserInput: UpdateUserInput;
  FindUserByIdentityInput: FindUserByIdentityInput;
  SortByEnum: SortByEnum;
}

/** Begins a GraphQL row of the Authing schema. */
export const graphql: Graphql<Scalars & AuthingInputs> = graphqlWith<AuthingInputs>();
