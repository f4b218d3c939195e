import { systemClock } from '@sallyport/core/clock';
import { InvalidResponseError } from '@sallyport/core/errors';
import { decodeUnverified } from '@sallyport/core/jwt';
import { SingleFlight } from '@sallyport/core/loading';
import type { ManagementClientOptions } from './options.js';

const MARGIN_MS = 60_000;
const QUERY =
  'query accessToken($userPoolId: String!, $secret: String!) { accessToken(userPoolId: $userPoolId, secret: $secret) { accessToken exp iat } }';

/** The part of the published client's `GraphqlClient` that the provider uses. */
export interface GraphqlRequester {
  request(call: { readonly query: string; readonly variables?: unknown }): Promise<unknown>;
}

interface IssuedToken {
  readonly accessToken?: { readonly accessToken?: string | null } | null;
}

/** The published client's source of management tokens, for code that creates or extends it. */
export class ManagementTokenProvider {
  readonly options: ManagementClientOptions;
  readonly graphqlClient: GraphqlRequester;
  readonly #fetching = new SingleFlight<string>();
  #token = '';
  #renewAt = 0;

  constructor(options: ManagementClientOptions, graphqlClient: GraphqlRequester) {
    this.options = options;
    this.graphqlClient = graphqlClient;
  }

  /** Resolves to the option `accessToken`, or else to a token that the server issued for the secret. */
  async getToken(): Promise<string> {
    if (this.options.accessToken) return this.options.accessToken;
    if (this.#token && systemClock.now() < this.#renewAt) return this.#token;
    return this.#fetching.run(() => this.#fetch());
  }

  async #fetch(): Promise<string> {
    const { userPoolId, secret } = this.options;
    const answer = await this.graphqlClient.request({ query: QUERY, variables: { userPoolId, secret } });
    const token = (answer as IssuedToken | null)?.accessToken?.accessToken; // each member is checked
    if (!token) {
      throw new InvalidResponseError({
        message: 'Expected a management token, received none',
        remedy: 'Check the address of the server and the secret.',
      });
    }
    const exp = decodeUnverified(token)?.exp;
    this.#token = token;
    this.#renewAt = typeof exp === 'number' && exp > 0 ? exp * 1000 - MARGIN_MS : Number.POSITIVE_INFINITY;
    return token;
  }
}
