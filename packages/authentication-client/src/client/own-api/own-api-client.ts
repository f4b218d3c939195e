import type { Unsubscribe } from '@sallyport/core/events';
import type { RequestOptions } from '@sallyport/core/http';
import { lazy } from '@sallyport/core/loading';
import type { Logger } from '@sallyport/core/logging';
import type { SendingSource } from '../client-ports.js';
import type { ApiAccess } from './api-access.js';
import type {
  InterceptableAxios,
  InterceptedAnswer,
  InterceptedConfig,
  InterceptedError,
} from './axios-interceptor.js';

const loadOwnApi = /* @__PURE__ */ lazy(() => import('./own-api.js'));

/** Ports of the access to the application's own API. */
export interface OwnApiPorts {
  readonly sending: SendingSource;
  readonly request: RequestOptions;
  readonly options: { readonly apiOrigins: readonly string[]; readonly logger: Logger };
  /** Origins that a warning of `fetch` named already. */
  readonly warnedOrigins: Set<string>;
}

/** Calls to the application's own API, with the session's token. */
export class OwnApiClient {
  readonly #ports: OwnApiPorts;
  #access: ApiAccess | undefined;

  constructor(ports: OwnApiPorts) {
    this.#ports = ports;
  }

  /**
   * Calls the application's own API: `fetch`, with the session's token for the origins of the option `apiOrigins`, after
   * redirects too. A token that has ended is renewed first; a 401 leads to one renewal and one repeat, unless the body is a
   * stream, which cannot be sent twice. A request to another origin, the page's own included, carries no token, and one
   * warning names the origin. A header `authorization` of the caller's stays, and then nothing is repeated.
   *
   * @throws {SessionLostError} The server refused to renew the session.
   */
  async fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    const { authorizedFetch } = await loadOwnApi();
    return authorizedFetch(await this.#api(), input, init);
  }

  /**
   * The token that the application's own API takes, for libraries that call it without `fetch`, such as the option
   * `accessToken` of `@supabase/supabase-js`. One that has ended is renewed first, so ask for it with each call.
   *
   * @returns `null` when no user is signed in.
   * @throws {MfaRequiredError} The session waits for its second factor (a GoTrue server's).
   * @throws {SessionLostError} The server refused to renew the session.
   */
  async getAccessToken(): Promise<string | null> {
    const api = await this.#api();
    return api.token(this.#ports.request.signal);
  }

  /**
   * Has the requests of an axios instance carry the session's token, by the rules of `fetch`.
   *
   * @returns A function that undoes it.
   */
  attachTo(axios: InterceptableAxios): Unsubscribe {
    const handlers = lazy(async () => (await loadOwnApi()).axiosHandlers(await this.#api(), axios));
    const { request, response } = axios.interceptors;
    const onRequest = request.use(async (config: InterceptedConfig) => (await handlers()).onRequest(config));
    const onAnswer = response.use(
      async (answer: InterceptedAnswer) => (await handlers()).onAnswer(answer),
      async (error: InterceptedError) => (await handlers()).onError(error),
    );
    return () => {
      request.eject(onRequest);
      response.eject(onAnswer);
    };
  }

  async #api(): Promise<ApiAccess> {
    const { ApiAccess: Access } = await loadOwnApi();
    const { sending, options, warnedOrigins } = this.#ports;
    this.#access ??= new Access(async () => (await sending.load()).apiSession, {
      origins: options.apiOrigins,
      warned: warnedOrigins,
      logger: options.logger,
    });
    return this.#access;
  }
}
