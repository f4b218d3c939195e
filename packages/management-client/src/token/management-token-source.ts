import type { Clock } from '@sallyport/core/clock';
import { clientOf, type Methods } from '@sallyport/core/endpoints';
import { InvalidResponseError } from '@sallyport/core/errors';
import type { CredentialSource, RequestOptions, Wire } from '@sallyport/core/http';
import { decodeUnverified } from '@sallyport/core/jwt';
import { SingleFlight } from '@sallyport/core/loading';
import { type ManagementToken, tokenEndpoints } from './token.endpoints.js';

const LONGEST_MARGIN_MS = 60_000;

/** What a management token is got with. */
export interface ManagementCredentials {
  readonly userPoolId: string | undefined;
  readonly appId: string | undefined;
  readonly secret: string | undefined;
  readonly accessToken: string | undefined;
}

interface CachedToken {
  readonly token: string;
  /** When to get the next one, in epoch milliseconds. */
  readonly renewAt: number;
}

const Rows = clientOf(tokenEndpoints);

/**
 * Gets the management token when it is first needed, once for all who wait, and again before it ends: a minute
 * before, or a tenth of its life where that is shorter.
 */
export class ManagementTokenSource implements CredentialSource {
  readonly #rows: Methods<typeof tokenEndpoints>;
  readonly #credentials: ManagementCredentials;
  readonly #clock: Clock;
  readonly #fetching = new SingleFlight<string>();
  #cached: CachedToken | null = null;

  /** @param wire - One that needs no token, and has no options of a single call. */
  constructor(wire: Wire, credentials: ManagementCredentials, clock: Clock) {
    this.#rows = new Rows(wire);
    this.#credentials = credentials;
    this.#clock = clock;
  }

  bearer({ signal }: RequestOptions): string | Promise<string> {
    const { accessToken } = this.#credentials;
    if (accessToken) return accessToken;
    if (this.#cached && this.#clock.now() < this.#cached.renewAt) return this.#cached.token;
    return this.#fetching.run(() => this.#fetch(), signal);
  }

  async replace(refused: string, options: RequestOptions): Promise<string | null> {
    if (this.#credentials.accessToken) return null;
    // Another call may have replaced it in the meantime.
    if (this.#cached?.token === refused) this.#cached = null;
    return this.bearer(options);
  }

  async #fetch(): Promise<string> {
    const { userPoolId, appId, secret = '' } = this.#credentials;
    const issued = await this.#rows.accessToken(userPoolId ?? appId ?? '', secret);
    if (!issued?.accessToken) {
      throw new InvalidResponseError({
        message: 'The server accepted the secret and sent no management token',
        remedy: 'Check that the address is the identity server’s.',
      });
    }
    this.#cached = { token: issued.accessToken, renewAt: this.#clock.now() + usableMs(issued) };
    return issued.accessToken;
  }
}

// The lifetime, not the instants, so that a wrong clock on either side does no harm. A server that sets no lifetime
// answers zeros.
function usableMs({ accessToken, exp, iat }: ManagementToken): number {
  const lifetimeMs = lifetimeOf({ exp, iat }) ?? lifetimeOf(accessToken ? decodeUnverified(accessToken) : null);
  if (lifetimeMs === null) return Number.POSITIVE_INFINITY;
  return lifetimeMs - Math.min(LONGEST_MARGIN_MS, lifetimeMs / 10);
}

function lifetimeOf(times: { readonly exp?: unknown; readonly iat?: unknown } | null): number | null {
  const { exp, iat } = times ?? {};
  return typeof exp === 'number' && typeof iat === 'number' && exp > iat ? (exp - iat) * 1000 : null;
}
