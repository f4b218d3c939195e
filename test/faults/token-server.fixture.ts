import type { ManualClock } from '@sallyport/authentication-client';
import { issue } from './client.fixture.js';
import {
  answer,
  type Behaviour,
  type Call,
  type FaultyServer,
  json,
  refuse,
  serve,
  target,
} from './faulty-server.fixture.js';

/** Tokens of one sign-in. */
export interface Issued {
  readonly accessToken: string;
  readonly refreshToken: string;
}

interface Family {
  isRevoked: boolean;
  /** The only one that may be used; every earlier one is a sign of theft. */
  refreshToken: string;
  accessToken: string;
}

/**
 * A server that rotates tokens strictly: each can be used once, and one that comes a second time ends the session of
 * whoever holds its successors, without grace. A native token is its own refresh token, and dies at its end.
 */
export class TokenServer {
  readonly server: FaultyServer;
  readonly #clock: ManualClock;
  readonly #families = new Map<string, Family>();
  readonly #ends = new Map<string, number>();
  readonly #faults: Behaviour[] = [];
  #count = 0;

  private constructor(server: FaultyServer, clock: ManualClock) {
    this.server = server;
    this.#clock = clock;
  }

  static async start(clock: ManualClock): Promise<TokenServer> {
    const server = await serve(undefined, () => clock.now());
    const tokens = new TokenServer(server, clock);
    server.become((call) => tokens.#answer(call));
    return tokens;
  }

  get url(): string {
    return this.server.url;
  }

  /** The requests for new tokens so far. */
  get renewals(): number {
    return this.server.calls.filter(isRenewal).length;
  }

  /** Begins a session, as a sign-in elsewhere does. */
  signIn(): Issued {
    const family: Family = { isRevoked: false, refreshToken: '', accessToken: '' };
    return this.#issue(family);
  }

  /** Begins a native session. */
  signInNatively(): string {
    const { accessToken } = this.#issue({ isRevoked: false, refreshToken: '', accessToken: '' }, 'native');
    return accessToken;
  }

  /** What somebody else gets for a token; `null` when it was refused. */
  rotate(token: string): Issued | null {
    const family = this.#families.get(token);
    if (!family || family.isRevoked) return null;
    if (family.refreshToken === token) return this.#issue(family, token === family.accessToken ? 'native' : 'oidc');
    family.isRevoked = true;
    return null;
  }

  /** Ends an access token before its time, and leaves its refresh token. */
  endAccess(token: string): void {
    this.#ends.set(token, 0);
  }

  /** The next requests for tokens are treated so, one each. */
  mistreat(...faults: readonly Behaviour[]): void {
    this.#faults.push(...faults);
  }

  /** Holds the next request for tokens back, and tells when it has come. */
  hold(): { readonly arrived: Promise<void>; readonly release: () => void } {
    let release = (): void => {};
    let arrive = (): void => {};
    const isReleased = new Promise<void>((resolve) => {
      release = resolve;
    });
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    this.#faults.push(async (call) => {
      arrive();
      await isReleased;
      return this.#renew(call);
    });
    return { arrived, release };
  }

  #issue(family: Family, kind: 'native' | 'oidc' = 'oidc'): Issued {
    this.#count += 1;
    const at = Math.floor(this.#clock.now() / 1000);
    family.accessToken = issue(at);
    family.refreshToken = kind === 'native' ? family.accessToken : `refresh-${this.#count}`;
    this.#families.set(family.refreshToken, family).set(family.accessToken, family);
    this.#ends.set(family.accessToken, (at + 3_600) * 1000);
    return { accessToken: family.accessToken, refreshToken: family.refreshToken };
  }

  #answer(call: Call): unknown {
    if (isRenewal(call)) return (this.#faults.shift() ?? ((held) => this.#renew(held)))(call);
    if (target(call) === 'loginByPhoneCode') {
      return answer({ id: 'bob', token: this.signInNatively() })(call);
    }
    if (target(call) === '/api/v2/logout' || target(call) === '/oidc/token/revocation') return answer(null)(call);
    if (target(call) === '/things') {
      return this.#isGood(bearer(call)) ? json({ things: [] })(call) : json({ error: 'who?' }, 401)(call);
    }
    return this.#isGood(bearer(call)) ? answer([])(call) : refuse(2020, 'unknown token')(call);
  }

  #renew(call: Call): unknown {
    if (target(call) === 'refreshToken') {
      const token = bearer(call);
      const issued = this.#isGood(token) ? this.rotate(token) : null;
      return issued ? answer({ token: issued.accessToken })(call) : refuse(2020, 'unknown token')(call);
    }
    const token = new URLSearchParams(call.body).get('refresh_token') ?? '';
    const wasUsed = this.#families.get(token)?.refreshToken !== token;
    const issued = this.rotate(token);
    if (issued) {
      return json({ access_token: issued.accessToken, refresh_token: issued.refreshToken, expires_in: 3_600 })(call);
    }
    const description = wasUsed ? 'the refresh token was used before' : 'the session has ended';
    return json({ error: 'invalid_grant', error_description: description }, 400)(call);
  }

  #isGood(token: string): boolean {
    const family = this.#families.get(token);
    return (
      !!family && !family.isRevoked && family.accessToken === token && this.#clock.now() < (this.#ends.get(token) ?? 0)
    );
  }
}

function isRenewal(call: Call): boolean {
  return target(call) === 'refreshToken' || target(call) === '/oidc/token';
}

function bearer({ headers }: Call): string {
  return headers.authorization?.slice('Bearer '.length) ?? '';
}
