import { randomId } from '@sallyport/core/crypto';
import { clientOf, type Methods } from '@sallyport/core/endpoints';
import { InputError, InvalidResponseError } from '@sallyport/core/errors';
import type { Wire } from '@sallyport/core/http';
import { hasPage } from '@sallyport/core/platform';
import { requireText } from '@sallyport/core/validation';
import type { ResolvedOptions } from '../options/options.js';
import { signInEndpoints } from './sign-in.endpoints.js';
import type { SignInOptionsDto, SignInTokens, SigninByCredentialsDto } from './sign-in.types.js';

const Rows = /* @__PURE__ */ clientOf(signInEndpoints);

/** Ports of `signinByCredentials`. */
export interface CredentialsDeps {
  readonly wire: Wire;
  readonly options: Pick<ResolvedOptions, 'redirectUri'>;
}

/** Sign-ins on the newer wire, whose answer are tokens for the caller and no session of this client. */
export class CredentialsClient {
  readonly #rows: Methods<typeof signInEndpoints>;
  readonly #redirectUri: string | undefined;

  constructor({ wire, options }: CredentialsDeps) {
    this.#rows = new Rows(wire);
    this.#redirectUri = options.redirectUri;
  }

  /**
   * Trades credentials for tokens, or for a code. This client keeps neither, and its session stays as it is.
   *
   * @param params - A payload for the `connection`. A password goes out as it is: encrypt it where
   * `passwordEncryptType` says so. With `responseType: 'code'` the client's own `redirectUri` is the default; with
   * `autoRedirect` the browser goes there with the code.
   * @returns What the server answers, and `state`: the caller's, else a random one.
   */
  async signinByCredentials(params: SigninByCredentialsDto): Promise<SignInTokens & { state: string }> {
    requireText('connection', params?.connection); // which connections there are is the server's business
    const options = this.#withRedirectUri(params.options);
    const target = options?.autoRedirect ? redirectTarget(options.redirectUri) : null;
    const tokens = await this.#rows.signinByCredentials({ ...params, ...(options ? { options } : {}) });
    const state = options?.state || randomId();
    if (target) goTo(target, tokens?.code, state);
    return { ...tokens, state };
  }

  #withRedirectUri(options: SignInOptionsDto | null | undefined): SignInOptionsDto | undefined {
    if (options === null || options === undefined) return undefined;
    const redirectUri = options.redirectUri || this.#redirectUri;
    return options.responseType === 'code' && redirectUri ? { ...options, redirectUri } : options;
  }
}

function redirectTarget(redirectUri: string | undefined): URL {
  if (!hasPage() || !globalThis.location) {
    throw new InputError({
      message: 'autoRedirect needs a page that can be left',
      remedy: 'Leave it out, and go to redirectUri with code and state by yourself.',
    });
  }
  const url = URL.canParse(redirectUri ?? '') ? new URL(redirectUri ?? '') : null;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new InputError({
    message: 'redirectUri must be an http(s) address',
    remedy: 'Pass options.redirectUri, or redirectUri to the client.',
  });
}

function goTo(target: URL, code: string | undefined, state: string): void {
  if (!code) {
    throw new InvalidResponseError({
      message: 'The server answered no code to go on with',
      remedy: "Ask for one with responseType: 'code'.",
    });
  }
  target.searchParams.set('code', code);
  target.searchParams.set('state', state);
  location.assign(target);
}
