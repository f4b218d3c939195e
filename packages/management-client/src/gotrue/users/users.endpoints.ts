import { rest } from '@sallyport/core/endpoints';
import { InputError } from '@sallyport/core/errors';
import type { AnswerWithHeaders, GoTrueUser } from '@sallyport/core/gotrue';
import { requireString, requireText } from '@sallyport/core/validation';
import { requireId } from '../../client/require-id.js';
import { optionalText, requireObject } from '../input.js';
import type {
  CreateGoTrueUserInput,
  DeleteGoTrueUserOptions,
  GenerateGoTrueLinkInput,
  GoTrueLink,
  GoTrueLinkProperties,
  GoTrueSignOutScope,
  GoTrueUsersSelection,
  InviteGoTrueUserOptions,
  UpdateGoTrueUserInput,
} from './users.types.js';

/** Users: calls that are methods as they stand. */
export const gotrueUsersEndpoints = {
  /**
   * Creates an account. No message is sent: unless `email_confirm` or `phone_confirm` says so, the address is unconfirmed.
   * When the answer is lost, look for the address before you try again.
   *
   * @param user - With `email` or `phone`. Without `password` the server makes up one that nobody knows.
   * @throws {ConflictError} There is such an account.
   * @see https://supabase.com/docs/reference/javascript/auth-admin-createuser
   */
  create: rest('POST /admin/users')
    .accepts((user: CreateGoTrueUserInput) => ({ body: requireNewUser(user) }))
    .returns<GoTrueUser>(),

  /**
   * Reads one user, with factors and identities.
   *
   * @throws {NotFoundError} There is none.
   * @see https://supabase.com/docs/reference/javascript/auth-admin-getuserbyid
   */
  get: rest('GET /admin/users/{userId}')
    .accepts((userId: string) => ({ path: { userId: requireId('userId', userId) } }))
    .returns<GoTrueUser>(),

  /**
   * Changes an account, at once and without asking its user.
   *
   * @param changes - What is left out stays.
   * @throws {NotFoundError} There is no such user.
   * @throws {ConflictError} The address is another account's.
   * @throws {ServerError} With `unexpected_failure` also where the address is another account's: most servers notice it in
   *   the database alone.
   * @see https://supabase.com/docs/reference/javascript/auth-admin-updateuserbyid
   */
  update: rest('PUT /admin/users/{userId}')
    .accepts((userId: string, changes: UpdateGoTrueUserInput) => ({
      path: { userId: requireId('userId', userId) },
      body: requireUser('changes', changes),
    }))
    .returns<GoTrueUser>(),

  /**
   * Deletes an account, with sessions and factors. There is no way back.
   *
   * @throws {NotFoundError} There is no such user.
   * @see https://supabase.com/docs/reference/javascript/auth-admin-deleteuser
   */
  delete: rest('DELETE /admin/users/{userId}')
    .accepts((userId: string, options: DeleteGoTrueUserOptions = {}) => ({
      path: { userId: requireId('userId', userId) },
      body: { should_soft_delete: requireSoft(options) },
    }))
    .returns<unknown>()
    .maps((): void => {}),

  /**
   * Creates an account and sends its user a message with a link to come in. One who was invited, and never came, is
   * invited again.
   *
   * @throws {ConflictError} There is such an account, and its address is confirmed.
   * @throws {RateLimitError} Too many messages; `retryAfterMs` says how long to wait.
   * @see https://supabase.com/docs/reference/javascript/auth-admin-inviteuserbyemail
   */
  invite: rest('POST /invite')
    .accepts((email: string, options: InviteGoTrueUserOptions = {}) => {
      const { data, redirect_to } = requireObject('options', options);
      return {
        query: { redirect_to: optionalText('redirect_to', redirect_to) },
        body: { email: requireText('email', email), data },
      };
    })
    .returns<GoTrueUser>(),

  /**
   * Makes a link that signs a user in, for a message of your own. For `signup`, `invite` and `magiclink` the account is
   * created where there is none.
   *
   * @throws {NotFoundError} There is no such user to recover, or to change the address of.
   * @throws {ConflictError} To sign up or to invite: there is such an account, and its address is confirmed.
   * @see https://supabase.com/docs/reference/javascript/auth-admin-generatelink
   */
  generateLink: rest('POST /admin/generate_link')
    .accepts((input: GenerateGoTrueLinkInput) => {
      const { redirect_to, ...body } = requireLink(input);
      return { query: { redirect_to: optionalText('redirect_to', redirect_to) }, body };
    })
    .returns<GoTrueUser & GoTrueLinkProperties>()
    .maps(
      ({ action_link, email_otp, hashed_token, verification_type, redirect_to, ...user }): GoTrueLink => ({
        user,
        properties: { action_link, email_otp, hashed_token, verification_type, redirect_to },
      }),
    ),

  /**
   * Signs a user out by one of the user's own access tokens: the wire has no sign-out by id. To end the sessions of
   * somebody whose token you do not have, set a new `password`. Access tokens that are out already stay good until they
   * end.
   *
   * @param jwt - An access token of the user that is good now.
   * @param scope - Default `global`.
   * @throws {UnauthenticatedError} The token is not good, or its session is over.
   * @see https://supabase.com/docs/reference/javascript/auth-admin-signout
   */
  signOut: rest('POST /logout', { credential: 'argument' })
    .accepts((jwt: string, scope: GoTrueSignOutScope = 'global') => ({
      query: { scope: requireScope(scope) },
      bearer: requireText('jwt', jwt),
    }))
    .returns<unknown>()
    .maps((): void => {}),
};

/** Users: calls that a method prepares. */
export const gotrueUsersCalls = {
  list: rest('GET /admin/users', { receives: 'body-and-headers' })
    .accepts((page: number, perPage: number, { filter, sort }: GoTrueUsersSelection) => ({
      query: {
        page,
        per_page: perPage,
        filter: optionalText('filter', filter),
        sort: optionalText('sort', sort),
      },
    }))
    .returns<AnswerWithHeaders<{ readonly users: readonly GoTrueUser[] | null }>>(),
};

const TEXTS = ['id', 'email', 'phone', 'password_hash', 'role', 'aud', 'ban_duration'] as const;

function requireUser<Input extends CreateGoTrueUserInput>(name: string, input: Input): Input {
  const user = requireObject(name, input);
  for (const member of TEXTS) optionalText(`${name}.${member}`, user[member]);
  if (user.password !== undefined) requireString(`${name}.password`, user.password);
  for (const member of ['user_metadata', 'app_metadata'] as const) {
    if (user[member] !== undefined) requireObject(`${name}.${member}`, user[member]);
  }
  return user;
}

function requireNewUser(input: CreateGoTrueUserInput): CreateGoTrueUserInput {
  const user = requireUser('user', input);
  if (user.email !== undefined || user.phone !== undefined) return user;
  throw new InputError({ message: 'user must have email or phone', remedy: 'Pass one of them.' });
}

function requireLink(input: GenerateGoTrueLinkInput): GenerateGoTrueLinkInput {
  const { type, email } = requireObject('input', input);
  requireText('input.type', type);
  requireText('input.email', email);
  if ('password' in input) requireString('input.password', input.password);
  if ('new_email' in input) requireText('input.new_email', input.new_email);
  return input;
}

function requireSoft(options: DeleteGoTrueUserOptions): boolean {
  // The published client takes a boolean in its place: read as an object, `true` would delete for good.
  const { soft = false } = requireObject('options', options);
  if (typeof soft === 'boolean') return soft;
  throw new InputError({ message: 'options.soft must be true or false', remedy: 'Pass { soft: true }.' });
}

const SCOPES: readonly string[] = ['global', 'local', 'others'] satisfies readonly GoTrueSignOutScope[];

function requireScope(scope: GoTrueSignOutScope): GoTrueSignOutScope {
  if (SCOPES.includes(scope)) return scope;
  throw new InputError({ message: `scope must be one of ${SCOPES.join(', ')}`, remedy: 'Leave it out for global.' });
}
