import type { Account } from '../domain/accounts/account.types.js';
import { isUsable } from '../domain/accounts/account-details.js';
import type { AssuredSession } from '../domain/assured-sessions/assured-session.types.js';
import type { Domain } from '../domain/create-domain.js';
import { isUuid } from '../domain/uuid.js';
import type { Context } from '../http/context.js';
import type { AssuredTokenSigner, BearerClaims } from '../keys/assured-token-signer.js';
import { DEVELOPMENT_GOTRUE_KEYS } from '../keys/development-keys.js';
import { GotrueRefusal } from './gotrue-refusal.js';

/** Who calls with a user's token. */
export interface Caller {
  readonly account: Account;
  /** `null` for a token that names none: it is of its user, and has no assurance level. */
  readonly session: AssuredSession | null;
  readonly claims: BearerClaims;
}

const ADMIN_ROLES = ['service_role', 'supabase_admin'];

/** Judges the bearer of a request. */
export class Gate {
  readonly #domain: Domain;
  readonly #signer: AssuredTokenSigner;

  constructor(domain: Domain, signer: AssuredTokenSigner) {
    this.#domain = domain;
    this.#signer = signer;
  }

  /** @throws {GotrueRefusal} The bearer is no user's who may call. */
  async requireCaller(c: Context): Promise<Caller> {
    return this.#callerOf(await this.#claims(c));
  }

  /**
   * A caller as the server knows them now. Whatever took its time, the session may have ended meanwhile, or lost its
   * level.
   *
   * @throws {GotrueRefusal} They may call no more.
   */
  present({ claims }: Caller): Caller {
    return this.#callerOf(claims);
  }

  #callerOf(claims: BearerClaims): Caller {
    const { sub, session_id: sessionId } = claims;
    if (typeof sub !== 'string' || sub === '') throw badJwt('invalid claim: missing sub claim');
    if (!isUuid(sub)) throw new GotrueRefusal(400, 'bad_jwt', 'invalid claim: sub claim must be a UUID');
    const account = this.#domain.accounts.findByUuid(sub);
    if (!account) throw new GotrueRefusal(403, 'user_not_found', 'User from sub claim in JWT does not exist');
    if (!isUsable(account, this.#domain.clock.now())) throw new GotrueRefusal(403, 'user_banned', 'User is banned');
    return { account, session: this.#session(sessionId, account), claims };
  }

  /** @throws {GotrueRefusal} The bearer is no administrator's. */
  async requireAdmin(c: Context): Promise<BearerClaims> {
    const claims = await this.#claims(c);
    if (ADMIN_ROLES.includes(String(claims.role))) return claims;
    throw new GotrueRefusal(403, 'not_admin', 'User not allowed');
  }

  /** Whether an administrator calls, where others may as well. A bearer that is none does no harm. */
  isAdmin(c: Context): Promise<boolean> {
    return this.requireAdmin(c).then(
      () => true,
      () => false,
    );
  }

  #session(sessionId: unknown, account: Account): AssuredSession | null {
    if (sessionId === undefined || sessionId === '') return null;
    if (typeof sessionId !== 'string' || !isUuid(sessionId)) {
      throw badJwt('invalid claim: session_id claim must be a UUID');
    }
    const session = this.#domain.assuredSessions.get(sessionId.toLowerCase());
    if (session?.userId === account.id) return session;
    throw new GotrueRefusal(403, 'session_not_found', 'Session from session_id claim in JWT does not exist');
  }

  async #claims(c: Context): Promise<BearerClaims> {
    const token = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (token === undefined) {
      throw new GotrueRefusal(401, 'no_authorization', 'This endpoint requires a valid Bearer token');
    }
    // Keys of clients, and not of users: they say only what may be done.
    if (token === DEVELOPMENT_GOTRUE_KEYS.serviceRoleKey) return { role: 'service_role' };
    if (token === DEVELOPMENT_GOTRUE_KEYS.anonKey) return { role: 'anon' };
    const claims = await this.#signer.open(token);
    if (!claims) throw badJwt('invalid JWT: unable to parse or verify signature');
    const { exp, nbf } = claims;
    if (typeof nbf === 'number' && nbf * 1_000 > this.#domain.clock.now()) {
      throw badJwt(
        'invalid JWT: unable to parse or verify signature, token has invalid claims: token is not valid yet',
      );
    }
    if (exp === undefined || (typeof exp === 'number' && exp * 1_000 > this.#domain.clock.now())) return claims;
    throw badJwt('invalid JWT: unable to parse or verify signature, token has invalid claims: token is expired');
  }
}

function badJwt(message: string): GotrueRefusal {
  return new GotrueRefusal(403, 'bad_jwt', message);
}
