import { type ApiAccess, baseAddress, tokenFor } from './api-access.js';

/** What is used of a request's configuration in axios. */
export interface InterceptedConfig {
  url?: string | undefined;
  baseURL?: string | undefined;
  allowAbsoluteUrls?: boolean | undefined;
  data?: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: its type differs between versions of axios
  headers?: any;
  signal?: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  beforeRedirect?: any;
}

/** What is used of an axios instance, of any version from 0.22. */
export interface InterceptableAxios {
  readonly interceptors: {
    // biome-ignore lint/suspicious/noExplicitAny: the configuration's type differs between versions of axios
    readonly request: { use(onRequest: (config: any) => any): number; eject(id: number): void };
    readonly response: {
      // biome-ignore lint/suspicious/noExplicitAny: as above
      use(onAnswer: (answer: any) => any, onError: (error: any) => any): number;
      eject(id: number): void;
    };
  };
  // biome-ignore lint/suspicious/noExplicitAny: as above
  request(config: any): Promise<any>;
}

type Live = NonNullable<Awaited<ReturnType<ApiAccess['sessionFor']>>>;

/** Interceptors of an axios instance. */
export interface AxiosHandlers {
  onRequest(config: InterceptedConfig): Promise<InterceptedConfig>;
  onAnswer<Answer extends InterceptedAnswer>(answer: Answer): Answer;
  onError(error: InterceptedError): Promise<unknown>;
}

/** As much of an answer as the interceptors use. */
export interface InterceptedAnswer {
  readonly status?: number;
  readonly config?: InterceptedConfig;
}

/** As much of an error as the interceptors use. */
export interface InterceptedError {
  readonly response?: { readonly status?: number };
  readonly config?: InterceptedConfig;
}

/** Makes interceptors that add the session's token to requests, by the rules of `authorizedFetch`. */
export function axiosHandlers(access: ApiAccess, axios: InterceptableAxios): AxiosHandlers {
  const sentWith = new WeakMap<object, Live>();
  const onRequest = async (config: InterceptedConfig): Promise<InterceptedConfig> => {
    const url = resolve(config);
    if (!url || hasAuthorization(config.headers)) return config;
    const session = await access.sessionFor(url, signalOf(config));
    if (!session) return config;
    authorize(access, config, session);
    sentWith.set(config, session);
    return config;
  };
  const onAnswer = <Answer extends InterceptedAnswer>(answer: Answer): Answer => {
    const session = answer?.config && sentWith.get(answer.config);
    if (session) access.noteAnswer(session, answer.status ?? 0);
    return answer;
  };
  const onError = async (error: InterceptedError): Promise<unknown> => {
    const { config } = error ?? {};
    const session = config && sentWith.get(config);
    if (!config || !session || error.response?.status !== 401 || !isReplayable(config.data)) throw error;
    const renewed = await access.afterRefusal(session, signalOf(config));
    if (!renewed) throw error;
    authorize(access, config, renewed);
    try {
      // Its header is there already, so it passes the interceptor untouched, and is not repeated again.
      const answer = await axios.request(config);
      access.noteAnswer(renewed, answer?.status ?? 0);
      return answer;
    } catch (repeated) {
      if (isUnauthorized(repeated)) access.refuseFresh(renewed);
      throw repeated;
    }
  };
  return { onRequest, onAnswer, onError };
}

function authorize(access: ApiAccess, config: InterceptedConfig, session: Live): void {
  const bearer = `Bearer ${tokenFor(session)}`;
  // From version 1 on they are an object with methods, which the interceptors of others use.
  if (typeof config.headers?.set === 'function') config.headers.set('Authorization', bearer);
  else config.headers = { ...config.headers, Authorization: bearer };
  const before = config.beforeRedirect;
  // Node's adapter follows redirects itself, and keeps the header for subdomains.
  config.beforeRedirect = (options: { href?: string; headers?: Record<string, unknown> }, ...rest: unknown[]): void => {
    const leadsTo = URL.canParse(options.href ?? '') ? new URL(options.href ?? '') : undefined;
    if (!leadsTo || !access.isTrusted(leadsTo)) removeAuthorization(options.headers);
    before?.(options, ...rest);
  };
}

function removeAuthorization(headers: Record<string, unknown> = {}): void {
  for (const name of Object.keys(headers)) if (name.toLowerCase() === 'authorization') delete headers[name];
}

function hasAuthorization(headers: unknown): boolean {
  if (typeof headers !== 'object' || headers === null) return false;
  return Object.entries(headers).some(([name, value]) => name.toLowerCase() === 'authorization' && Boolean(value));
}

// Axios puts the base before whatever is not absolute, and before everything where absolute addresses are not allowed.
function resolve({ url = '', baseURL, allowAbsoluteUrls = true }: InterceptedConfig): URL | null {
  const isAbsolute = /^(?:[a-z][a-z\d+\-.]*:)?\/\//i.test(url);
  const isJoined = Boolean(baseURL) && !(isAbsolute && allowAbsoluteUrls);
  const text = isJoined ? `${baseURL?.replace(/\/+$/, '')}/${url.replace(/^\/+/, '')}` : url;
  const base = baseAddress();
  return URL.canParse(text, base) ? new URL(text, base) : null;
}

function signalOf({ signal }: InterceptedConfig): AbortSignal | undefined {
  return signal instanceof AbortSignal ? signal : undefined;
}

function isReplayable(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return true;
  return !('pipe' in body) && !('getReader' in body) && !(Symbol.asyncIterator in body);
}

function isUnauthorized(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('response' in error)) return false;
  const { response } = error;
  return typeof response === 'object' && response !== null && 'status' in response && response.status === 401;
}
