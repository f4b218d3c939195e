import { randomUUID } from 'node:crypto';

/** How a family of tokens came to its next generation. */
export interface Rotation {
  /** Of the refresh token that was traded in. */
  readonly generation: number;
  /** Who traded it in. */
  readonly by: string;
  readonly at: number;
  readonly successors: TokenAnswer;
}

/** What a token endpoint answers. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: 'Bearer';
  /** In seconds. */
  readonly expires_in: number;
}

/** What asking with a refresh token came to. `repeated`: a parent that came again in its interval of grace. */
export type Outcome = 'rotated' | 'repeated' | 'reused' | 'revoked' | 'unknown';

/**
 * The tokens of one sign-in, as a strict server keeps them: a refresh token works once, and one that comes again ends
 * the family, unless it comes within the interval of grace. Then it is answered what it was answered before.
 */
export class TokenFamily {
  readonly id: string = randomUUID();
  /** How often each refresh token was sent, by its generation. */
  readonly requests: number[] = [];
  readonly rotations: Rotation[] = [];
  isRevoked = false;
  readonly #graceMs: number;
  readonly #lifetimeMs: number;
  readonly #refreshTokens: string[] = [];

  constructor(graceMs: number, lifetimeMs: number) {
    this.#graceMs = graceMs;
    this.#lifetimeMs = lifetimeMs;
  }

  /** Issues the tokens of the next generation; the first one is 0. */
  issue(now: number): TokenAnswer {
    const generation = this.#refreshTokens.length;
    const refreshToken = `${this.id}.${generation}.${randomUUID()}`;
    this.#refreshTokens.push(refreshToken);
    this.requests.push(0);
    return {
      access_token: accessToken({ sub: this.id, generation, iat: seconds(now), exp: seconds(now + this.#lifetimeMs) }),
      refresh_token: refreshToken,
      token_type: 'Bearer',
      expires_in: this.#lifetimeMs / 1000,
    };
  }

  /** Trades a refresh token in. */
  trade(refreshToken: string, by: string, now: number): { readonly outcome: Outcome; readonly answer?: TokenAnswer } {
    const generation = this.#refreshTokens.indexOf(refreshToken);
    if (generation < 0) return { outcome: 'unknown' };
    this.requests[generation] = (this.requests[generation] ?? 0) + 1;
    if (this.isRevoked) return { outcome: 'revoked' };
    const earlier = this.rotations.find((rotation) => rotation.generation === generation);
    if (!earlier) {
      const successors = this.issue(now);
      this.rotations.push({ generation, by, at: now, successors });
      return { outcome: 'rotated', answer: successors };
    }
    if (now - earlier.at < this.#graceMs) return { outcome: 'repeated', answer: earlier.successors };
    this.isRevoked = true;
    return { outcome: 'reused' };
  }

  /** The rotation that this refresh token was used up by; `undefined` while it is good. */
  rotationOf(refreshToken: string): Rotation | undefined {
    const generation = this.#refreshTokens.indexOf(refreshToken);
    return this.rotations.find((rotation) => rotation.generation === generation);
  }
}

/** What an access token says. */
export interface AccessClaims {
  /** The family's id. */
  readonly sub: string;
  readonly generation: number;
  /** In seconds since 1970, as `exp`. */
  readonly iat: number;
  readonly exp: number;
}

/** Reads an access token that `issue` has made; `null` for anything else. */
export function readAccessToken(token: string): AccessClaims | null {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as AccessClaims;
  } catch {
    return null;
  }
}

// A client does not judge it, and the server knows what it has issued: a signature would prove nothing to either.
function accessToken(claims: AccessClaims): string {
  const segment = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${segment({ alg: 'HS256', typ: 'JWT' })}.${segment(claims)}.${Buffer.from('none').toString('base64url')}`;
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
