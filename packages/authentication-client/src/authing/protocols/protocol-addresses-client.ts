import { randomToken } from '@sallyport/core/crypto';
import { InputError } from '@sallyport/core/errors';
import { refuseOption, requireText } from '@sallyport/core/validation';
import type { ResolvedOptions } from '../options/options.js';
import type { ICasParams, ILogoutParams, IOauthParams, IOidcParams } from './protocols.types.js';

/**
 * The addresses that a browser goes to in OpenID Connect, OAuth 2, SAML and CAS, for programs that put a flow together by
 * themselves. They keep neither `state` nor `nonce` nor the code verifier: who makes an address has to keep what it made,
 * and to compare.
 */
export class ProtocolAddressesClient {
  readonly #options: ResolvedOptions;

  constructor({ options }: { readonly options: ResolvedOptions }) {
    this.#options = options;
  }

  /**
   * Writes the address at which the user signs in, by the option `protocol`.
   *
   * @param options - What is left out has a default: the client's `appId` and `redirectUri`, `code`, and a random `state`
   * and `nonce`, which are then to be read out of the address.
   */
  buildAuthorizeUrl(options?: IOidcParams | IOauthParams | ICasParams): string {
    const { protocol } = this.#options;
    // The type cannot tell the three apart: which one it is, the option says.
    const params = (options ?? {}) as IOidcParams & IOauthParams & ICasParams;
    if (protocol === 'oidc') return this.#oidcUrl(params);
    if (protocol === 'oauth') return this.#oauthUrl(params);
    if (protocol === 'saml') return this.#url(`/api/v2/saml-idp/${encodeURIComponent(this.#appId())}`);
    return this.#url(`/cas-idp/${encodeURIComponent(this.#appId())}`, { service: params.service });
  }

  /**
   * Writes the address at which the user signs out at the server.
   *
   * @throws {InputError} `expert` with one of `idToken` and `redirectUri` and not the other.
   */
  buildLogoutUrl(options?: ILogoutParams): string {
    const { expert, idToken, redirectUri } = options ?? {};
    const { protocol } = this.#options;
    if (protocol === 'cas') return this.#url('/cas-idp/logout', { url: redirectUri });
    if (protocol !== 'oidc' || !expert) return this.#url('/login/profile/logout', { redirect_uri: redirectUri });
    if (Boolean(idToken) !== Boolean(redirectUri)) {
      throw new InputError({ message: 'idToken and redirectUri go together', remedy: 'Pass both, or neither.' });
    }
    return this.#url('/oidc/session/end', { id_token_hint: idToken, post_logout_redirect_uri: redirectUri });
  }

  #oidcUrl(params: IOidcParams): string {
    return this.#url('/oidc/auth', {
      nonce: params.nonce || randomToken(),
      ...this.#common(params, params.scope || 'openid profile email phone address'),
      prompt: params.scope?.includes('offline_access') ? 'consent' : undefined,
      response_mode: params.responseMode,
      code_challenge: params.codeChallenge,
      code_challenge_method: params.codeChallengeMethod,
      tenant_id: params.tenantId,
    });
  }

  #oauthUrl(params: IOauthParams): string {
    return this.#url('/oauth/auth', this.#common(params, params.scope || 'user'));
  }

  #common(params: IOidcParams | IOauthParams, scope: string): Readonly<Record<string, string>> {
    return {
      state: params.state || randomToken(),
      scope,
      client_id: params.appId || this.#appId(),
      redirect_uri: requireText('redirectUri', params.redirectUri || this.#options.redirectUri),
      response_type: params.responseType || 'code',
    };
  }

  #appId(): string {
    return this.#options.appId ?? refuseOption('appId', 'is missing', 'Pass appId: the protocol names clients by it.');
  }

  #url(path: string, query: Readonly<Record<string, string | undefined>> = {}): string {
    const given = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
    const search = new URLSearchParams(given).toString();
    return `${this.#options.baseUrl}${path}${search && '?'}${search}`;
  }
}
