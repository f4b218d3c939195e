import { clientOf, type Methods } from '@sallyport/core/endpoints';
import { InputError } from '@sallyport/core/errors';
import type { Wire } from '@sallyport/core/http';
import type { Session } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import { refuseOption, requireString, requireText } from '@sallyport/core/validation';
import { requireBearer } from '../../client/session/token-set.js';
import type { ClientAuthMethod, ResolvedOptions } from '../options/options.js';
import { authenticateClient, type ClientAuthentication } from './client-authentication.js';
import { casEndpoints, type Form, oauthEndpoints, oidcEndpoints } from './protocols.endpoints.js';
import type { Cas20ValidationFailureResult, Cas20ValidationSuccessResult, TrackedSession } from './protocols.types.js';
import { assertOwnUserInfo } from './user-info.js';

const OidcRows = /* @__PURE__ */ clientOf(oidcEndpoints);
const OauthRows = /* @__PURE__ */ clientOf(oauthEndpoints);
const CasRows = /* @__PURE__ */ clientOf(casEndpoints);

const TOKEN_GRANT = 'http://authing.cn/oidc/grant_type/authing_token';

type Rows = Methods<typeof oidcEndpoints>; // those of OAuth differ in their paths alone

/** Ports of the calls of OAuth 2, OpenID Connect and CAS. */
export interface ProtocolsDeps {
  readonly wire: Wire;
  readonly session: Session<User>;
  readonly options: ResolvedOptions;
}

/**
 * The calls of OpenID Connect, OAuth 2 and CAS one by one, for programs that put a flow together by themselves. What they
 * answer is the server's word as it came: no token is judged, nothing stored, and the session stays as it is.
 */
export class ProtocolsClient {
  readonly #wire: Wire;
  readonly #cas: Methods<typeof casEndpoints>;
  readonly #options: ResolvedOptions;
  readonly #session: Session<User>;

  constructor({ wire, options, session }: ProtocolsDeps) {
    this.#wire = wire;
    this.#cas = new CasRows(wire);
    this.#options = options;
    this.#session = session;
  }

  /**
   * Trades the code of a callback for tokens.
   *
   * @param code - As the callback brought it.
   * @param options - `codeVerifier`, where the authorization request carried a code challenge.
   * @throws {OAuthError} `invalid_grant`: the code was used, has expired, or belongs to another client.
   */
  // biome-ignore lint/suspicious/noExplicitAny: the vendor types the answer so, and code written for it has to compile
  async getAccessTokenByCode(code: string, options?: { codeVerifier?: string }): Promise<any> {
    return this.#requestToken({
      grant_type: 'authorization_code',
      code: requireText('code', code),
      redirect_uri: this.#options.redirectUri,
      code_verifier: options?.codeVerifier,
    });
  }

  /**
   * Trades a refresh token for new tokens. A client whose own session has one renews by itself.
   *
   * @throws {OAuthError} `invalid_grant`: it was used, revoked, or has expired.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  async getNewAccessTokenByRefreshToken(refreshToken: string): Promise<any> {
    return this.#requestToken({
      grant_type: 'refresh_token',
      refresh_token: requireText('refreshToken', refreshToken),
    });
  }

  /** Trades an ID token of this user pool for tokens of this application. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  async getAccessTokenByIdToken(options: { redirectUri: string; idToken: string; scope?: string }): Promise<any> {
    const { fields, secrets } = authenticateClient('none', this.#options);
    const idToken = requireText('idToken', options?.idToken);
    return this.#call([...secrets, idToken], (rows) =>
      rows.token({
        ...fields,
        grant_type: TOKEN_GRANT,
        redirect_uri: requireText('redirectUri', options.redirectUri),
        token: idToken,
        scope: options.scope ?? '',
      }),
    );
  }

  /**
   * Asks for the token of a program that acts for itself.
   *
   * @param scope - What it will do, such as `resource:read`.
   * @param options - The key of a programmatic access account. Default: the client's own `appId` and `secret`.
   */
  async getAccessTokenByClientCredentials(
    scope: string,
    options?: { accessKey: string; accessSecret: string },
    // biome-ignore lint/suspicious/noExplicitAny: as above
  ): Promise<any> {
    const key = options
      ? {
          appId: requireText('accessKey', options.accessKey),
          secret: requireText('accessSecret', options.accessSecret),
        }
      : this.#options;
    const { fields, secrets } = authenticateClient('client_secret_post', key);
    const form = { ...fields, grant_type: 'client_credentials', scope: requireText('scope', scope) };
    return this.#call(secrets, (rows) => rows.token(form));
  }

  /**
   * Reads the claims about the user that the token stands for.
   *
   * @param options - `tokenPlace: 'body'` goes with POST. The token never goes into the query, whatever is asked: servers
   * and proxies log addresses.
   * @throws {UnauthenticatedError} The token has ended, or was revoked.
   * @throws {TokenClaimError} The token is the session's, and the claims are about somebody else than its user.
   */
  async getUserInfoByAccessToken(
    accessToken: string,
    options?: { method?: 'POST' | 'GET'; tokenPlace?: 'query' | 'header' | 'body' },
    // biome-ignore lint/suspicious/noExplicitAny: as above
  ): Promise<any> {
    const token = requireBearer('accessToken', accessToken);
    const method = oneOf('method', options?.method ?? 'GET', ['GET', 'POST']);
    const place = oneOf('tokenPlace', options?.tokenPlace ?? 'header', ['header', 'query', 'body']);
    if (method === 'GET' && place === 'body') {
      throw new InputError({ message: 'A GET has no body for the token', remedy: "Pass method: 'POST' as well." });
    }
    const bearer = `Bearer ${token}`;
    const userInfo = await this.#call([token], (rows) => {
      if (method === 'GET') return rows.userInfo(bearer);
      return place === 'body' ? rows.postUserInfo({ access_token: token }) : rows.postUserInfo(undefined, bearer);
    });
    assertOwnUserInfo(userInfo, token, this.#session.current);
    return userInfo;
  }

  /**
   * Has the server say what it thinks of a token.
   *
   * @returns `{ active: false }` of one that is good no more.
   */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  async introspectToken(token: string): Promise<any> {
    const form = { token: requireText('token', token) };
    return this.#callAs(this.#options.introspectionEndPointAuthMethod, (rows, { fields, authorization }) =>
      rows.introspect({ ...fields, ...form }, authorization),
    );
  }

  /**
   * Ends an access or a refresh token.
   *
   * @returns Whether the server did so. One that it never heard of counts as ended.
   * @throws {OAuthError} The server refused.
   */
  async revokeToken(token: string): Promise<boolean> {
    const form = { token: requireText('token', token) };
    return this.#callAs(this.#options.revocationEndPointAuthMethod, (rows, { fields, authorization }) =>
      rows.revoke({ ...fields, ...form }, authorization),
    );
  }

  /**
   * Has the server judge a ticket of CAS 1. A ticket is good for one call.
   *
   * @param service - The address that the ticket was issued for.
   */
  async validateTicketV1(ticket: string, service: string): Promise<{ message: string; valid: boolean }> {
    const valid = await this.#cas.validate(requireText('service', service), requireText('ticket', ticket));
    return { valid, message: valid ? '' : 'The ticket is not valid' };
  }

  /**
   * Has the server judge a ticket of CAS 2, and tell of its user. A ticket is good for one call.
   *
   * @param format - `XML` answers the text as it came.
   */
  async validateTicketV2(
    ticket: string,
    service: string,
    format: 'XML' | 'JSON' = 'JSON',
  ): Promise<Cas20ValidationSuccessResult | Cas20ValidationFailureResult | string> {
    oneOf('format', format, ['XML', 'JSON']);
    const input = [requireText('service', service), requireText('ticket', ticket)] as const;
    return format === 'XML' ? this.#cas.serviceValidateXml(...input) : this.#cas.serviceValidate(...input);
  }

  /**
   * Asks who is signed in at the server, by the cookies that a browser has of it.
   *
   * @returns `null` where nobody is.
   */
  trackSession(): Promise<TrackedSession | null> {
    return this.#cas.trackSession();
  }

  #requestToken(form: Form): Promise<unknown> {
    return this.#callAs(this.#options.tokenEndPointAuthMethod, (rows, { fields, authorization }) =>
      rows.token({ ...fields, ...form }, authorization),
    );
  }

  async #callAs<Answer>(
    method: ClientAuthMethod,
    call: (rows: Rows, client: ClientAuthentication) => Promise<Answer>,
  ): Promise<Answer> {
    const client = authenticateClient(method, this.#options);
    return this.#call(client.secrets, (rows) => call(rows, client));
  }

  // The name of the protocol is half of the address.
  #call<Answer>(secrets: readonly string[], call: (rows: Rows) => Promise<Answer>): Promise<Answer> {
    const { protocol } = this.#options;
    if (protocol !== 'oidc' && protocol !== 'oauth') {
      refuseOption('protocol', `is ${protocol}, which has no tokens`, 'Make a client with the protocol oidc or oauth.');
    }
    const Protocol = protocol === 'oidc' ? OidcRows : OauthRows;
    return this.#wire.within(secrets, (wire) => call(new Protocol(wire)));
  }
}

function oneOf<const Value extends string>(name: string, value: unknown, allowed: readonly Value[]): Value {
  const text = requireString(name, value);
  const found = allowed.find((known) => known === text);
  if (found !== undefined) return found;
  throw new InputError({ message: `${name} must be one of ${allowed.join(', ')}`, remedy: `Check ${name}.` });
}
