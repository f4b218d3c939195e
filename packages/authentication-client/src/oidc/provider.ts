import type { ServerClock } from '@sallyport/core/clock';
import type { Endpoint } from '@sallyport/core/endpoints';
import type { Wire } from '@sallyport/core/http';
import type { ExpectedIdToken, IdTokenClaims, JwksCache, JwtVerifier, TokenJudging } from '@sallyport/core/jwt';
import { SingleFlight } from '@sallyport/core/loading';
import { refuseOption } from '@sallyport/core/validation';
import type { ResolvedOptions } from '../authing/options/options.js';
import { authenticateClient } from '../authing/protocols/client-authentication.js';
import { readTokenAnswer, type TokenEndpointAnswer } from '../client/session/issued-tokens.js';
import { type ProviderMetadata, parseProviderMetadata } from './provider-metadata.js';

/** A server that speaks OpenID Connect, found by its discovery document, which is fetched once for all. */
export class Provider {
  readonly #wire: Wire;
  readonly #options: ResolvedOptions;
  readonly #discovering = new SingleFlight<ProviderMetadata>();
  readonly #keys: JwksCache;
  readonly #verifier: JwtVerifier;
  #metadata: ProviderMetadata | undefined;

  /** @param wire - Without a bearer, and without options of a single call. */
  constructor(wire: Wire, options: ResolvedOptions, serverClock: ServerClock, judging: TokenJudging) {
    const { issuer, secret, idTokenAlgorithms: algorithms, privateKeys, clockToleranceSeconds } = options;
    this.#wire = wire;
    this.#options = options;
    this.#keys = new judging.JwksCache(async () => this.#get((await this.metadata()).jwksUri), options.clock);
    this.#verifier = new judging.JwtVerifier({
      keys: this.#keys,
      clock: serverClock,
      issuer,
      privateKeys,
      toleranceSeconds: clockToleranceSeconds,
      algorithms,
      secret: algorithms.includes('HS256') ? secret : undefined, // the token endpoint takes secrets of any length
    });
  }

  /** @throws {IssuerMismatchError | InvalidResponseError} The document cannot be used. */
  async metadata(signal?: AbortSignal): Promise<ProviderMetadata> {
    this.#metadata ??= await this.#discovering.run(() => this.#discover(), signal);
    return this.#metadata;
  }

  /** Gets what judging a token needs, so that a token which works once is not used up in vain. */
  async prepare(signal?: AbortSignal): Promise<void> {
    this.#clientId();
    await this.metadata(signal);
    await this.#keys.load(signal);
  }

  verifyIdToken(
    token: string,
    expected: Omit<ExpectedIdToken, 'clientId'>,
    signal?: AbortSignal,
  ): Promise<IdTokenClaims> {
    return this.#verifier.verifyIdToken(token, { ...expected, clientId: this.#clientId() }, signal);
  }

  /**
   * Asks for tokens.
   *
   * @throws {OAuthError} The server refused.
   */
  async token(
    grant: Readonly<Record<string, string | undefined>>,
    signal: AbortSignal | undefined,
  ): Promise<TokenEndpointAnswer> {
    const { tokenEndpoint } = await this.metadata(signal);
    const { secret, tokenEndPointAuthMethod } = this.#options;
    const { fields, authorization } = authenticateClient(secret ? tokenEndPointAuthMethod : 'none', this.#options);
    const [wire, row] = this.#at(tokenEndpoint, 'POST');
    const body = { ...grant, ...fields };
    return readTokenAnswer(await wire.with({ signal }).send(row, { body, headers: { authorization } }));
  }

  /** Revokes a refresh token, where the server does that (RFC 7009). */
  async revoke(refreshToken: string): Promise<void> {
    const { revocationEndpoint } = await this.metadata();
    if (revocationEndpoint === null) return;
    const { secret, revocationEndPointAuthMethod } = this.#options;
    const { fields, authorization } = authenticateClient(secret ? revocationEndPointAuthMethod : 'none', this.#options);
    const [wire, row] = this.#at(revocationEndpoint, 'POST', 'text');
    const body = { token: refreshToken, token_type_hint: 'refresh_token', ...fields };
    await wire.send(row, { body, headers: { authorization } });
  }

  #clientId(): string {
    return this.#options.appId ?? refuseOption('appId', 'is missing', 'Pass appId: ID tokens are issued for it.');
  }

  async #discover(): Promise<ProviderMetadata> {
    const { issuer, dangerouslyAllowHttp } = this.#options;
    const document = await this.#get(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    return parseProviderMetadata(document, issuer, dangerouslyAllowHttp);
  }

  #get(url: string): Promise<unknown> {
    const [wire, row] = this.#at(url, 'GET');
    return wire.send(row, {});
  }

  // A row that is found out only at run time: what the server publishes is an address of any form.
  #at(address: string, method: 'GET' | 'POST', receives: 'body' | 'text' = 'body'): readonly [Wire, Endpoint] {
    const { origin, pathname, search } = new URL(address);
    const row: Endpoint = {
      address: { method, path: `${pathname}${search}` },
      traits: { credential: 'none', sends: 'form', receives, idempotent: method === 'GET' },
      toWire: () => ({}),
      fromWire: (answer) => answer,
    };
    return [this.#wire.at(origin), row];
  }
}
