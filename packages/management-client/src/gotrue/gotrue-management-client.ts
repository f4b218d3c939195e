import { type ClientOf, clientOf } from '@sallyport/core/endpoints';
import type { RequestOptions, Wire } from '@sallyport/core/http';
import { openGoTrueWire } from '@sallyport/core/sending';
import { GoTrueAuditClient } from './audit/audit-client.js';
import { GoTrueFactorsClient } from './factors/factors-client.js';
import { type GoTrueManagementClientOptions, type ResolvedGoTrueOptions, resolveGoTrueOptions } from './options.js';
import { gotrueServerEndpoints } from './server/server.endpoints.js';
import { GoTrueUsersClient } from './users/users-client.js';

/** The ports that the sub-clients of one client share. */
export interface GoTrueManagementContext {
  readonly options: ResolvedGoTrueOptions;
  readonly wire: Wire;
}

const ServerRows: ClientOf<typeof gotrueServerEndpoints> = clientOf(gotrueServerEndpoints);

/** A client bound to the options of its calls. `GoTrueManagementClient` is one, and so is what its `with` returns. */
export class BoundGoTrueManagementClient extends ServerRows {
  /** The users of the server. */
  readonly users: GoTrueUsersClient;
  /** Users' second factors. */
  readonly factors: GoTrueFactorsClient;
  /** What was done, and by whom. */
  readonly audit: GoTrueAuditClient;
  readonly #context: GoTrueManagementContext;

  constructor(context: GoTrueManagementContext) {
    const { wire } = context;
    super(wire);
    this.#context = context;
    this.users = new GoTrueUsersClient(wire);
    this.factors = new GoTrueFactorsClient(wire);
    this.audit = new GoTrueAuditClient(wire);
  }

  /** A view of this client with these options on each call. */
  with(options: RequestOptions): BoundGoTrueManagementClient {
    return new BoundGoTrueManagementClient({ ...this.#context, wire: this.#context.wire.with(options) });
  }

  /** Closes connections. */
  dispose(): void {
    const { transport, isTransportShared } = this.#context.options;
    if (!isTransportShared) transport.dispose();
  }
}

/**
 * Administers the accounts of a server that speaks GoTrue's wire (Supabase Auth's), from scripts and servers. Members of
 * users and factors have their names of the wire; refusals are the typed errors of this package.
 *
 * @example
 * ```ts
 * const management = new GoTrueManagementClient({ url: 'https://example.supabase.co/auth/v1', serviceRoleKey });
 * for await (const { id, email } of management.users.iterate()) {
 *   const factors = await management.factors.list(id);
 *   console.log(email, factors.some(({ status }) => status === 'verified') ? 'has a second factor' : 'has none');
 * }
 * ```
 */
export class GoTrueManagementClient extends BoundGoTrueManagementClient {
  /** @throws {ConfigurationError} An option is missing or malformed, or this is a browser; nothing was sent. */
  constructor(options: GoTrueManagementClientOptions) {
    super(createContext(resolveGoTrueOptions(options)));
  }
}

function createContext(options: ResolvedGoTrueOptions): GoTrueManagementContext {
  const { serviceRoleKey } = options;
  return { options, wire: openGoTrueWire(options, { bearer: () => serviceRoleKey }) };
}
