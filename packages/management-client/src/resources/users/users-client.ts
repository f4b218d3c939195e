import { type ClientOf, clientOf, type Methods } from '@sallyport/core/endpoints';
import { InputError, InvalidResponseError } from '@sallyport/core/errors';
import type { Wire } from '@sallyport/core/http';
import type { PasswordEncryption } from '@sallyport/core/sending';
import type { CreateUserInput, PaginatedUsers, UpdateUserInput, User } from '@sallyport/core/user';
import { requireText } from '@sallyport/core/validation';
import type { CreateUserIdentityInput, FindUserByIdentityInput } from '../../authing-inputs.js';
import { requireId } from '../../client/require-id.js';
import { requirePositive } from '../../client/require-positive.js';
import { allPages } from '../all-pages.js';
import { type UserQuery, usersCalls, usersEndpoints } from './users.endpoints.js';

/** How a user is created. */
export interface CreateUserOptions {
  /** Takes `password` over as it is: it was hashed elsewhere by the user pool's own rules. Default `false`. */
  readonly keepPassword?: boolean | undefined;
  /** Lets the user choose a new password at the first sign-in. Default `false`. */
  readonly resetPasswordOnFirstLogin?: boolean | undefined;
  /** An external identity to link. */
  readonly identity?: CreateUserIdentityInput | undefined;
}

/** How a user is looked up: by one of these. */
export interface FindUserOptions extends UserQuery {
  readonly identity?: FindUserByIdentityInput | undefined;
  /** Reads the custom fields too. Default `false`. */
  readonly withCustomData?: boolean | undefined;
}

/** What a list of users holds. */
export interface ListUsersOptions {
  /** Reads the custom fields too. Default `false`. */
  readonly withCustomData?: boolean | undefined;
  /** Leaves out members of organizations. Default `false`. */
  readonly excludeUsersInOrg?: boolean | undefined;
}

/** How all users are read. */
export interface IterateUsersOptions extends ListUsersOptions {
  /** Users a request asks for. Default 200, the most that the vendor's cloud serves. */
  readonly pageSize?: number | undefined;
}

const LARGEST_PAGE = 200;
const UsersRows: ClientOf<typeof usersEndpoints> = clientOf(usersEndpoints);
const Calls = clientOf(usersCalls);

/** The users of the user pool. */
export class UsersClient extends UsersRows {
  readonly #wire: Wire;
  readonly #calls: Methods<typeof usersCalls>;
  readonly #passwords: PasswordEncryption;

  constructor(wire: Wire, passwords: PasswordEncryption) {
    super(wire);
    this.#calls = new Calls(wire);
    this.#passwords = passwords;
    this.#wire = wire;
  }

  /**
   * Creates a user.
   *
   * @param userInfo - With `username`, `email` or `phone`. Its `password` is encrypted on the way, and never changed
   * in the object that was passed.
   * @throws {ConflictError} The name is taken.
   */
  async create(userInfo: CreateUserInput, options: CreateUserOptions = {}): Promise<User> {
    const names = (['username', 'email', 'phone'] as const).filter((name) => userInfo?.[name]);
    for (const name of names) requireText(name, userInfo[name]);
    if (names.length === 0) {
      throw new InputError({
        message: 'userInfo has no username, email or phone',
        remedy: 'Pass one of them: a user without a name cannot sign in.',
      });
    }
    const { keepPassword = false, resetPasswordOnFirstLogin = false, identity } = options ?? {};
    return this.#withEncryptedPassword(userInfo, (calls, prepared) =>
      calls.createUser(prepared, keepPassword, resetPasswordOnFirstLogin, identity),
    );
  }

  /**
   * Changes a user. What `updates` leaves out stays.
   *
   * @throws {NotFoundError} There is no such user.
   */
  async update(id: string, updates: UpdateUserInput): Promise<User> {
    requireId('id', id); // before the key for the password is fetched
    return this.#withEncryptedPassword(updates, (calls, prepared) => calls.updateUser(id, prepared));
  }

  /**
   * Reads one user by id.
   *
   * @returns `null` when there is none.
   */
  async detail(userId: string, options: { readonly withCustomData?: boolean } = {}): Promise<User | null> {
    return this.#calls.detail(userId, options?.withCustomData ?? false);
  }

  /**
   * Looks one user up by name.
   *
   * @returns `null` when there is none.
   */
  async find(options: FindUserOptions): Promise<User | null> {
    const { withCustomData = false, ...query } = options ?? {};
    const names = (['username', 'email', 'phone', 'externalId'] as const).filter((name) => query[name] !== undefined);
    for (const name of names) requireText(name, query[name]);
    if (query.identity) {
      requireText('identity.provider', query.identity.provider);
      requireText('identity.userIdInIdp', query.identity.userIdInIdp);
    }
    if (names.length === 0 && !query.identity) {
      throw new InputError({
        message: 'username, email, phone, externalId or identity must be there',
        remedy: 'Pass one of them.',
      });
    }
    return withCustomData ? this.#calls.findUserWithCustomData(query) : this.#calls.findUser(query);
  }

  /**
   * Reads one page of users, newest first.
   *
   * @param page - From 1. Default 1.
   * @param limit - Users in a page, 200 at most on the vendor's cloud. Default 10.
   */
  async list(page = 1, limit = 10, options: ListUsersOptions = {}): Promise<PaginatedUsers> {
    requirePositive('page', page);
    requirePositive('limit', limit);
    const { withCustomData = false, excludeUsersInOrg = false } = options ?? {};
    const users = await (withCustomData
      ? this.#calls.usersWithCustomData(page, limit, excludeUsersInOrg)
      : this.#calls.users(page, limit, excludeUsersInOrg));
    if (isPage(users)) return users;
    // Taken for a page, it would end a list of a million silently.
    throw new InvalidResponseError({
      message: 'The server answered no page of users',
      remedy: 'Check that the address is the identity server’s.',
    });
  }

  /**
   * Reads every user and holds a few pages at a time, so that any number of users will do. Users may be created or deleted
   * meanwhile, also by the loop itself: none is missed, as long as they are fewer than a page between two reads.
   *
   * @throws {InvalidResponseError} The server answers the same page again and again.
   */
  async *iterate(options: IterateUsersOptions = {}): AsyncGenerator<User, void, undefined> {
    const { pageSize = LARGEST_PAGE, ...selection } = options ?? {};
    requirePositive('pageSize', pageSize);
    yield* allPages((page) => this.list(page, pageSize, selection), pageSize);
  }

  async #withEncryptedPassword<Input extends { readonly password?: string | null | undefined }, T>(
    input: Input,
    call: (calls: Methods<typeof usersCalls>, prepared: Input) => Promise<T>,
  ): Promise<T> {
    const password = input?.password ?? undefined;
    return this.#passwords.within(this.#wire, { password }, (wire, encrypted) =>
      call(new Calls(wire), password === undefined ? { ...input } : { ...input, ...encrypted }),
    );
  }
}

function isPage(value: unknown): value is PaginatedUsers {
  if (typeof value !== 'object' || value === null) return false;
  const { list, totalCount } = value as Partial<PaginatedUsers>; // members of an object may be anything
  if (!Array.isArray(list) || typeof totalCount !== 'number') return false;
  return list.every((user: Partial<User> | null) => typeof user?.id === 'string');
}
