import { SessionLostError } from '@sallyport/core/errors';
import type { Logger } from '@sallyport/core/logging';
import { hasPage, pageAddress } from '@sallyport/core/platform';
import type { SessionRecord } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import type { ApiSession } from '../client-ports.js';

type Live = SessionRecord<User>;

/** Origins that the token is sent to, and the warnings about others. */
export interface ApiTrust {
  readonly origins: readonly string[];
  /** Origins that a warning named already. */
  readonly warned: Set<string>;
  readonly logger: Logger;
}

/** Who may be sent the session's token, and what to do when they refuse it. */
export class ApiAccess {
  readonly #session: () => Promise<ApiSession>;
  readonly #origins: ReadonlySet<string>;
  readonly #trust: ApiTrust;
  // A server that refuses a token which was just renewed has other reasons than its age.
  #refusedThoughFresh: string | undefined;

  /** @param session - Loads the code that renews it. */
  constructor(session: () => Promise<ApiSession>, trust: ApiTrust) {
    this.#session = session;
    this.#origins = new Set(trust.origins);
    this.#trust = trust;
  }

  /** What the session's token is by now; `null` when there is none. */
  async token(signal: AbortSignal | undefined): Promise<string | null> {
    const live = await (await this.#session()).live(signal);
    return live && tokenFor(live);
  }

  /** The session whose token a request to that address carries; `null` when it carries none. */
  async sessionFor(url: URL, signal: AbortSignal | undefined): Promise<Live | null> {
    return this.isTrusted(url) ? (await this.#session()).live(signal) : null;
  }

  /** Warns, once for each origin, that requests to it carry no token. */
  warnUntrusted({ protocol, origin }: URL): void {
    const { warned, logger } = this.#trust;
    if (!/^https?:$/.test(protocol) || this.#origins.has(origin) || warned.has(origin)) return;
    warned.add(origin);
    logger.warn(`client.fetch sends no token to ${origin}: add it to the option apiOrigins`, { origin });
  }

  isTrusted(url: URL): boolean {
    // A blob has the origin of who made it.
    return url.protocol !== 'blob:' && this.#origins.has(url.origin);
  }

  /**
   * Finds another token after a refusal.
   *
   * @returns `null` when there is none to try with.
   * @throws {SessionLostError} The session is over.
   */
  async afterRefusal(refused: Live, signal: AbortSignal | undefined): Promise<Live | null> {
    if (tokenFor(refused) === this.#refusedThoughFresh) return null;
    try {
      return await (await this.#session()).successorOf(refused, signal);
    } catch (error) {
      // Whatever else keeps the session from being renewed now, the caller's answer is the API's refusal.
      if (error instanceof SessionLostError || signal?.aborted) throw error;
      return null;
    }
  }

  /** Notes what the API answered to a session's token. A token that works is renewed again when it is refused later. */
  noteAnswer(session: Live, status: number): void {
    if (status >= 200 && status < 400 && tokenFor(session) === this.#refusedThoughFresh) {
      this.#refusedThoughFresh = undefined;
    }
  }

  /** Remembers that renewing did not help. */
  refuseFresh(session: Live): void {
    this.#refusedThoughFresh = tokenFor(session);
  }
}

/** What a relative address is relative to, for `fetch` and `XMLHttpRequest` alike; `undefined` outside browsers. */
export function baseAddress(): string | undefined {
  return hasPage() ? document.baseURI : pageAddress();
}

/** What the application's own API is sent: the access token, where the server issues one. */
export function tokenFor({ accessToken, token }: Live): string {
  return accessToken ?? token;
}
