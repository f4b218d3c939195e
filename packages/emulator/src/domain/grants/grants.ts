import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import { Purge } from '../../storage/purge.js';
import type { Account } from '../accounts/account.types.js';
import type { Accounts } from '../accounts/accounts.js';
import type { Applications } from '../applications/applications.js';
import { fingerprintOf, newSecret } from '../opaque-token.js';
import { Refusal } from '../refusal.js';
import type { Settings } from '../settings/settings.js';
import type { SignInOrigin } from '../sign-in/session.types.js';
import type { Sessions } from '../sign-in/sessions.js';
import type { TokenClaims, Tokens } from '../tokens.js';
import type { AuthorizationCodes, Redemption } from './authorization-codes.js';
import type { Authentication, Grant, Protocol, RefreshToken } from './grant.types.js';
import { idTokenFlaws, isWithNonce } from './misbehavior.js';
import { OauthRefusal } from './oauth-refusal.js';
import { claimsOfScopes } from './scope-claims.js';

interface Collaborators {
  readonly store: MemoryStore;
  readonly clock: Clock;
  readonly settings: () => Settings;
  readonly sessions: Sessions;
  readonly tokens: Tokens;
  readonly accounts: Accounts;
  readonly applications: Applications;
  readonly authorizationCodes: AuthorizationCodes;
}

/** What an application gets. */
export interface TokenSet {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly scopes: readonly string[];
  readonly idToken: string | null;
  readonly refreshToken: string | null;
}

/** What an access token stands for. */
export interface Access {
  readonly claims: TokenClaims & { readonly iat: number; readonly exp: number };
  /** `null` for a token of the application's own. */
  readonly holder: { readonly account: Account; readonly grant: Grant } | null;
}

/** Who asks for tokens, and by whose rules. */
export interface Asker {
  readonly protocol: Protocol;
  readonly applicationId: string;
}

const BAD_REFRESH_TOKEN = 'The refresh token is wrong, was used, or has expired';

/** What users let applications have: families of tokens, each with the session that it ends with. */
export class Grants {
  readonly #parts: Collaborators;
  readonly #purge: Purge;

  constructor(parts: Collaborators) {
    this.#parts = parts;
    this.#purge = new Purge(parts.clock);
  }

  /** @throws {OauthRefusal} The code is not what this application may redeem. */
  redeem(secret: string, redemption: Redemption, origin: SignInOrigin): TokenSet {
    const { accounts, authorizationCodes } = this.#parts;
    const code = authorizationCodes.redeem(secret, redemption);
    const grant = this.#begin(accounts.require(code.userId), { ...code, ...redemption }, origin);
    authorizationCodes.gave(code, grant.id);
    return this.#issue(grant, grant.scopes, this.#rotate(grant, newSecret()), { nonce: code.nonce });
  }

  /** Gives tokens to somebody who is signed in already. */
  exchange(
    account: Account,
    given: Asker & { readonly scopes: readonly string[]; readonly authentication: Authentication },
    origin: SignInOrigin,
  ): TokenSet {
    const grant = this.#begin(account, given, origin);
    return this.#issue(grant, grant.scopes, this.#rotate(grant, newSecret()), { nonce: null });
  }

  /**
   * Exchanges a refresh token for the next one. It is judged and used up before anything waits, so that of two at once
   * one is the second: and whoever uses one twice ends the family, since one of the two is a thief. Within the grace,
   * all uses of one token lead to one successor, so that a thief who repeats it does not fork the family unnoticed.
   *
   * @param wanted - Fewer scopes than there are, for this access token; `undefined` for all.
   * @throws {OauthRefusal} It is not one of this application's that works.
   * @see RFC 9700, 4.14.2
   */
  refresh(secret: string, asker: Asker, wanted: readonly string[] | undefined): TokenSet {
    const { store, clock, sessions, settings } = this.#parts;
    const token = store.refreshTokens.get(fingerprintOf(secret));
    const grant = token && this.#running(token.grantId);
    if (!token || !grant || !isOf(grant, asker)) throw new OauthRefusal('invalid_grant', BAD_REFRESH_TOKEN);
    const now = clock.now();
    if (token.expiresAt <= now) throw new OauthRefusal('invalid_grant', BAD_REFRESH_TOKEN);
    if (token.usedAt !== null && now - token.usedAt >= settings().refreshGraceSeconds * 1_000) {
      sessions.end(grant.id);
      throw new OauthRefusal('invalid_grant', BAD_REFRESH_TOKEN);
    }
    const scopes = wanted ?? grant.scopes;
    if (!scopes.every((scope) => grant.scopes.includes(scope))) {
      throw new OauthRefusal('invalid_scope', 'scope has what the user never granted');
    }
    const successorSalt = token.successorSalt ?? newSecret();
    store.refreshTokens.put({ ...token, usedAt: token.usedAt ?? now, successorSalt });
    const refreshToken = this.#rotate(grant, successorOf(secret, successorSalt));
    return this.#issue(grant, scopes, refreshToken, { nonce: null, isRefresh: true });
  }

  /** A token of the application's own, which no user is behind. */
  issueToApplication(asker: Asker, scopes: readonly string[]): TokenSet {
    const { protocol, applicationId } = asker;
    return this.#accessToken({ protocol, applicationId, scopes, userId: applicationId, grantId: null });
  }

  /** @throws {OauthRefusal} It is no access token, or has ended, also with its session. */
  async readAccess(token: string, protocol?: Protocol): Promise<Access> {
    const { store, tokens, applications } = this.#parts;
    const claims = await tokens.read(token, ['access']).catch((error: unknown) => {
      throw error instanceof Refusal ? new OauthRefusal('invalid_token', error.message) : error;
    });
    const isRevoked = store.revokedTokens.get(claims.jti) !== undefined;
    const isOfProtocol = protocol === undefined || claims.protocol === protocol;
    const grant = typeof claims.sid === 'string' ? this.#running(claims.sid) : null;
    const account = grant && store.accounts.get(grant.userId);
    const isGood = claims.sid === undefined ? applications.get(claims.aud) !== undefined : account && grant;
    if (isRevoked || !isOfProtocol || !isGood) throw new OauthRefusal('invalid_token', 'The token has ended');
    return { claims, holder: account && grant ? { account, grant } : null };
  }

  /** A refresh token that works; `null` for any other. */
  findRefreshToken(secret: string): { readonly token: RefreshToken; readonly grant: Grant } | null {
    const { store, clock } = this.#parts;
    const token = store.refreshTokens.get(fingerprintOf(secret));
    const grant = token && this.#running(token.grantId);
    const works = token && token.usedAt === null && token.expiresAt > clock.now();
    return works && grant ? { token, grant } : null;
  }

  /** Takes a token back. With a refresh token, used or not, its whole family goes (RFC 7009, 2.1). */
  async revoke(secret: string, asker: Asker): Promise<void> {
    const { sessions, store } = this.#parts;
    const token = store.refreshTokens.get(fingerprintOf(secret));
    const grant = token && this.#running(token.grantId);
    if (grant) {
      if (isOf(grant, asker)) sessions.end(grant.id);
      return;
    }
    const { claims } = await this.readAccess(secret, asker.protocol);
    if (claims.aud !== asker.applicationId) return;
    store.revokedTokens.deleteWhere(({ expiresAt }) => expiresAt <= this.#parts.clock.now());
    store.revokedTokens.put({ id: claims.jti, expiresAt: claims.exp * 1_000 });
  }

  // A session ends with a sign-out, a new password, a lock: so does all that it let applications have.
  #running(grantId: string): Grant | null {
    const { sessions, store } = this.#parts;
    return (sessions.get(grantId) && store.grants.get(grantId)) ?? null;
  }

  #begin(
    account: Account,
    given: Asker & Pick<Grant, 'scopes' | 'authentication'>,
    { ip, userAgent }: SignInOrigin,
  ): Grant {
    const { clock, sessions, store } = this.#parts;
    this.#purge.run(() => {
      store.grants.deleteWhere(({ id }) => !sessions.get(id));
      store.refreshTokens.deleteWhere(({ grantId }) => !sessions.get(grantId));
    });
    const { protocol, applicationId, scopes, authentication } = given;
    const session = sessions.open(account, { applicationId, ip, userAgent }, 0);
    const createdAt = clock.now();
    const grant = { id: session.id, protocol, applicationId, userId: account.id, scopes, authentication, createdAt };
    store.grants.put(grant);
    return grant;
  }

  #issue(
    grant: Grant,
    scopes: readonly string[],
    refreshToken: string | null,
    { nonce, isRefresh = false }: { readonly nonce: string | null; readonly isRefresh?: boolean },
  ): TokenSet {
    const { protocol, applicationId, userId } = grant;
    const set = this.#accessToken({ protocol, applicationId, userId, scopes, grantId: grant.id });
    const isOidc = protocol === 'oidc' && grant.scopes.includes('openid');
    const idToken = isOidc ? this.#idToken(grant, scopes, { nonce, isRefresh, accessToken: set.accessToken }) : null;
    return { ...set, idToken, refreshToken };
  }

  /**
   * Extends the session, and makes a text a refresh token of the family.
   *
   * @returns The text; `null` where the application gets no refresh token.
   */
  #rotate({ id, protocol, applicationId, scopes, createdAt }: Grant, secret: string): string | null {
    const { applications, clock, sessions, settings, store } = this.#parts;
    const lifetimes = settings();
    const now = clock.now();
    const session = sessions.get(id);
    const lastTokenEnds = Math.max(lifetimes.accessTokenLifetimeSeconds, lifetimes.idTokenLifetimeSeconds) * 1_000;
    if (session) sessions.extend(session, now + lastTokenEnds);
    const { grantTypes } = applications.require(applicationId);
    const isOffline = protocol === 'oauth' || scopes.includes('offline_access');
    if (!isOffline || grantTypes?.includes('refresh_token') === false) return null;
    const fingerprint = fingerprintOf(secret);
    // A repeated use leads to the successor as it is by now, used or not.
    if (store.refreshTokens.get(fingerprint)) return secret;
    const familyEnds = createdAt + lifetimes.refreshFamilyLifetimeSeconds * 1_000;
    const expiresAt = Math.min(now + lifetimes.refreshTokenLifetimeSeconds * 1_000, familyEnds);
    store.refreshTokens.put({ id: fingerprint, grantId: id, issuedAt: now, expiresAt, usedAt: null });
    const extended = sessions.get(id);
    if (extended) sessions.extend(extended, expiresAt);
    return secret;
  }

  #accessToken(
    given: Asker & { readonly scopes: readonly string[]; readonly userId: string; readonly grantId: string | null },
  ): TokenSet {
    const { settings, tokens } = this.#parts;
    const { protocol, applicationId, scopes, userId, grantId } = given;
    const claims: TokenClaims = {
      use: 'access',
      aud: applicationId,
      sub: userId,
      jti: randomUUID(),
      scope: scopes.join(' '),
      client_id: applicationId,
      protocol,
      sid: grantId ?? undefined,
    };
    const { token, issuedAt, expiresAt } = tokens.issue(claims, settings().accessTokenLifetimeSeconds);
    const expiresInSeconds = expiresAt - issuedAt;
    return { accessToken: token, expiresInSeconds, scopes, idToken: null, refreshToken: null };
  }

  #idToken(
    { id, userId, applicationId, authentication }: Grant,
    scopes: readonly string[],
    given: { readonly nonce: string | null; readonly isRefresh: boolean; readonly accessToken: string },
  ): string {
    const { accounts, settings, tokens } = this.#parts;
    const { idTokenLifetimeSeconds, misbehave } = settings();
    const digest = createHash('sha256').update(given.accessToken).digest();
    const ofUser = claimsOfScopes(accounts.require(userId), scopes);
    const claims: TokenClaims = {
      use: 'id',
      aud: applicationId,
      sub: userId,
      jti: randomUUID(),
      sid: id,
      auth_time: Math.floor(authentication.authenticatedAt / 1_000),
      amr: authentication.methods,
      at_hash: digest.subarray(0, digest.length / 2).toString('base64url'),
      nonce: isWithNonce(misbehave) ? (given.nonce ?? undefined) : undefined,
    };
    const now = Math.floor(this.#parts.clock.now() / 1_000);
    const flaws = idTokenFlaws(misbehave, { now, isRefresh: given.isRefresh });
    return tokens.issue(Object.assign(ofUser, claims), idTokenLifetimeSeconds, flaws).token;
  }
}

/** Neither the state alone nor a used token alone is enough to make the next one. */
function successorOf(secret: string, salt: string): string {
  return createHmac('sha256', secret).update(salt).digest('base64url');
}

function isOf(grant: Grant, { protocol, applicationId }: Asker): boolean {
  return grant.protocol === protocol && grant.applicationId === applicationId;
}
