import { createHash } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import { Purge } from '../../storage/purge.js';
import { fingerprintOf, newSecret } from '../opaque-token.js';
import type { Settings } from '../settings/settings.js';
import type { Sessions } from '../sign-in/sessions.js';
import type { AuthorizationCode, Protocol } from './grant.types.js';
import { OauthRefusal } from './oauth-refusal.js';

interface Collaborators {
  readonly store: MemoryStore;
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly sessions: Sessions;
}

/** Who shows a code, and what it was bound to. */
export interface Redemption {
  readonly protocol: Protocol;
  readonly applicationId: string;
  readonly redirectUri: string | undefined;
  readonly codeVerifier: string | undefined;
  /** Whether the application has shown its secret. */
  readonly isAuthenticated: boolean;
}

const BAD_CODE = 'The code is wrong, was used, or has expired';

/** What browsers carry to applications: codes and tickets. Each works once, for whom it was made. */
export class AuthorizationCodes {
  readonly #parts: Collaborators;
  readonly #purge: Purge;

  constructor(parts: Collaborators) {
    this.#parts = parts;
    this.#purge = new Purge(parts.clock);
  }

  /** @returns What the browser carries. */
  issue(code: Omit<AuthorizationCode, 'id' | 'expiresAt' | 'redeemed' | 'grantId'>): string {
    const { store, clock, settings } = this.#parts;
    this.#purge.run((before) => store.authorizationCodes.deleteWhere(({ expiresAt }) => expiresAt < before));
    const secret = `${code.protocol === 'cas' ? 'ST-' : ''}${newSecret()}`;
    const expiresAt = clock.now() + settings().authorizationCodeLifetimeSeconds * 1_000;
    store.authorizationCodes.put({ ...code, id: fingerprintOf(secret), expiresAt, redeemed: false, grantId: null });
    return secret;
  }

  /**
   * Uses a code up. Nothing waits in it, so that of two at once one is the second.
   *
   * A wrong verifier uses the code up too: otherwise an attacker with a stolen code could try verifiers.
   *
   * @throws {OauthRefusal} It is not what this application may redeem. A second use ends what the first one gave.
   */
  redeem(secret: string, redemption: Redemption): AuthorizationCode {
    const { store, clock, settings, sessions } = this.#parts;
    const code = store.authorizationCodes.get(fingerprintOf(secret));
    const isOwn = code?.protocol === redemption.protocol && code.applicationId === redemption.applicationId;
    if (!code || !isOwn) throw new OauthRefusal('invalid_grant', BAD_CODE);
    if (code.redeemed && !settings().misbehave.includes('code-twice')) {
      if (code.grantId !== null) sessions.end(code.grantId);
      throw new OauthRefusal('invalid_grant', BAD_CODE);
    }
    const isRunning = code.expiresAt > clock.now() && sessions.get(code.browserSessionId) !== undefined;
    if (!isRunning) throw new OauthRefusal('invalid_grant', BAD_CODE);
    if (code.redirectUri !== redemption.redirectUri) {
      throw new OauthRefusal('invalid_grant', 'redirect_uri is not the one that the code was asked for with');
    }
    assertProvable(code, redemption);
    const redeemed = { ...code, redeemed: true };
    store.authorizationCodes.put(redeemed);
    assertVerifier(code, redemption);
    return redeemed;
  }

  /** Notes what a code has given, so that its second use can end it. */
  gave(code: AuthorizationCode, grantId: string): void {
    this.#parts.store.authorizationCodes.put({ ...code, grantId });
  }
}

/** A code without a challenge is bound to its client by the secret alone. */
function assertProvable({ protocol, codeChallenge }: AuthorizationCode, redemption: Redemption): void {
  const isBound = protocol === 'cas' || codeChallenge !== null || redemption.isAuthenticated;
  if (isBound || redemption.codeVerifier !== undefined) return;
  throw new OauthRefusal('invalid_grant', 'Without code_challenge the client has to show its secret');
}

/** RFC 7636, 4.6; and 9700, 2.1.1: a verifier for a code without a challenge is a sign of a removed challenge. */
function assertVerifier({ protocol, codeChallenge }: AuthorizationCode, { codeVerifier }: Redemption): void {
  if (protocol === 'cas') return;
  if (codeChallenge === null) {
    if (codeVerifier === undefined) return;
    throw new OauthRefusal('invalid_grant', 'There was no code_challenge');
  }
  const isVerifier = codeVerifier !== undefined && /^[\w.~-]{43,128}$/.test(codeVerifier);
  const isRight = isVerifier && createHash('sha256').update(codeVerifier).digest('base64url') === codeChallenge;
  if (!isRight) throw new OauthRefusal('invalid_grant', 'code_verifier does not belong to code_challenge');
}
