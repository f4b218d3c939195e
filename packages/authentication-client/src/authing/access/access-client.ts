import { type ClientOf, clientOf, type Methods } from '@sallyport/core/endpoints';
import { NotFoundError } from '@sallyport/core/errors';
import type { Wire } from '@sallyport/core/http';
import type { Session } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import { requireText } from '@sallyport/core/validation';
import { signedInUserId } from '../../client/session/signed-in-user.js';
import { accessEndpoints, accessQueries } from './access.endpoints.js';
import type {
  AuthorizedResource,
  PaginatedAuthorizedResources,
  PaginatedDepartments,
  ResourceType,
} from './access.types.js';

const AccessRows: ClientOf<typeof accessEndpoints> = /* @__PURE__ */ clientOf(accessEndpoints);
const Queries = /* @__PURE__ */ clientOf(accessQueries);

/** Ports of the access calls. */
export interface AccessDeps {
  readonly wire: Wire;
  readonly session: Session<User>;
}

/** What the signed-in user may do, and where they belong. */
export class AccessClient extends AccessRows {
  readonly #queries: Methods<typeof accessQueries>;
  readonly #session: Session<User>;

  constructor({ wire, session }: AccessDeps) {
    super(wire);
    this.#queries = new Queries(wire);
    this.#session = session;
  }

  /**
   * Reads the departments that the user belongs to.
   *
   * @throws {NotFoundError} The server does not know the user any more.
   */
  async listDepartments(): Promise<PaginatedDepartments> {
    const user = await this.#queries.userDepartments(await this.#userId());
    return known(user?.departments);
  }

  /**
   * Reads the resources on which the user has rights.
   *
   * @param namespace - Where the resources are defined, such as `default`.
   * @throws {NotFoundError} The server does not know the user any more.
   */
  async listAuthorizedResources(
    namespace: string,
    options?: { resourceType?: ResourceType },
  ): Promise<PaginatedAuthorizedResources> {
    const place = requireText('namespace', namespace);
    const user = await this.#queries.userAuthorizedResources(await this.#userId(), place, options?.resourceType);
    const { list, totalCount } = known(user?.authorizedResources);
    return { list: list.map(withoutBlanks), totalCount };
  }

  /**
   * Tells whether the user has a role.
   *
   * @param namespace - Where the role is defined. Default: the user pool's own.
   */
  async hasRole(roleCode: string, namespace?: string): Promise<boolean> {
    const code = requireText('roleCode', roleCode);
    const user = await this.#queries.userRoles(await this.#userId(), namespace);
    return user?.roles?.list.some((role) => role.code === code) ?? false;
  }

  async #userId(): Promise<string> {
    await this.#session.ready();
    return signedInUserId(this.#session.current);
  }
}

function known<Answer>(ofUser: Answer | null | undefined): Answer {
  if (ofUser !== null && ofUser !== undefined) return ofUser;
  throw new NotFoundError({ message: 'The server does not know the signed-in user', remedy: 'Sign in again.' });
}

// As the vendor's client hands resources out: a field that is empty is not there.
function withoutBlanks({ code, type, actions, apiIdentifier }: AuthorizedResource): AuthorizedResource {
  return {
    code,
    ...(type ? { type } : {}),
    ...(actions ? { actions } : {}),
    ...(apiIdentifier ? { apiIdentifier } : {}),
  };
}
