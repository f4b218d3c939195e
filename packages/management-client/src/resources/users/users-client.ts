import {
  type ClientOf,
  type CreateUserInput,
  clientOf,
  InputError,
  InvalidResponseError,
  type Methods,
  type PaginatedUsers,
  type PasswordEncryption,
  type RequestOptions,
  requireText,
  type UpdateUserInput,
  type User,
  type Wire,
} from '@sallyport/core';
import type { CreateUserIdentityInput, FindUserByIdentityInput } from '../../authing-inputs.js';
import { requireId } from '../../client/require-id.js';
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
  /** Users a request asks for. Default and maximum 200. */
  readonly pageSize?: number | undefined;
}

const LARGEST_PAGE = 200;
const UsersRows: ClientOf<typeof usersEndpoints> = clientOf(usersEndpoints);
const Calls = clientOf(usersCalls);

/** The users of the user pool. */
export class UsersClient extends UsersRows {
  readonly #calls: Methods<typeof usersCalls>;
  readonly #passwords: PasswordEncryption;
  readonly #request: RequestOptions;

  constructor(wire: Wire, passwords: PasswordEncryption, request: RequestOptions) {
    super(wire);
    this.#calls = new Calls(wire);
    this.#passwords = passwords;
    this.#request = request;
  }

  /**
   * Creates a user.
   *
   * @param userInfo - With `username`, `email` or `phone`. Its `password` is encrypted on the way, and never changed
   * in the object that was passed.
   * @throws {ConflictError} The name is taken.
   */
  async create(userInfo: CreateUserInput, options: CreateUserOptions = {}): Promise<User> {
    if (!userInfo?.username && !userInfo?.email && !userInfo?.phone) {
      throw new InputError({
        message: 'userInfo has no username, email or phone',
        remedy: 'Pass one of them: a user without a name cannot sign in.',
      });
    }
    const { keepPassword = false, resetPasswordOnFirstLogin = false, identity } = options ?? {};
    const prepared = await this.#withEncryptedPassword(userInfo);
    return this.#calls.createUser(prepared, keepPassword, resetPasswordOnFirstLogin, identity);
  }

  /**
   * Changes a user. What `updates` leaves out stays.
   *
   * @throws {NotFoundError} There is no such user.
   */
  async update(id: string, updates: UpdateUserInput): Promise<User> {
    requireId('id', id); // before the key for the password is fetched
    return this.#calls.updateUser(id, await this.#withEncryptedPassword(updates));
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
    if (Array.isArray(users?.list) && typeof users.totalCount === 'number') return users;
    // Taken for a page, it would end a list of a million silently.
    throw new InvalidResponseError({
      message: 'The server answered no page of users',
      remedy: 'Check that the address is the identity server’s.',
    });
  }

  /**
   * Reads every user, page after page, each once. It holds one page at a time, so any number of users will do.
   *
   * @throws {InvalidResponseError} The server answers the same page again and again.
   */
  async *iterate(options: IterateUsersOptions = {}): AsyncGenerator<User, void, undefined> {
    const { pageSize = LARGEST_PAGE, ...selection } = options;
    let previous: ReadonlySet<string> = new Set();
    for (let page = 1, seen = 0, total = 1; seen < total; page += 1) {
      const { list, totalCount } = await this.list(page, pageSize, selection);
      if (list.length === 0) return; // a server that overstates its total must not loop us
      // A user who was created meanwhile moves the others on, some of them from the last page onto this one.
      const fresh = list.filter(({ id }) => !previous.has(id));
      if (fresh.length === 0) {
        throw new InvalidResponseError({
          message: `Page ${page} of the users is page ${page - 1} once more`,
          remedy: 'The server does not turn pages; nothing more can be read from it.',
        });
      }
      yield* fresh;
      previous = new Set(list.map(({ id }) => id));
      seen += list.length;
      total = totalCount;
    }
  }

  async #withEncryptedPassword<Input extends { readonly password?: string | null | undefined }>(
    input: Input,
  ): Promise<Input> {
    const { password } = input ?? {};
    if (password === undefined || password === null) return { ...input };
    return { ...input, password: await this.#passwords.encrypt('password', password, this.#request.signal) };
  }
}

function requirePositive(name: string, value: unknown): void {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return;
  throw new InputError({
    message: `${name} must be a whole number from 1`,
    remedy: `Leave ${name} out for its default.`,
  });
}
