import { InputError } from '@sallyport/core/errors';
import { refuseOption, requireText } from '@sallyport/core/validation';
import type { HostedSignInOptions } from './oidc.types.js';

const DEFAULT_SCOPE = 'openid profile email phone offline_access';
/** What the sign-in stands on. Some servers read the last three in place of all the others. */
const OURS: ReadonlySet<string> = new Set([
  'client_id',
  'redirect_uri',
  'response_type',
  'response_mode',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'prompt',
  'login_hint',
  'max_age',
  'request',
  'request_uri',
  'registration',
]);

/** The options of a sign-in, judged. */
export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly scope: string;
  readonly prompt: string | undefined;
  readonly loginHint: string | undefined;
  readonly maxAgeSeconds: number | null;
  readonly extraParameters: readonly (readonly [string, string])[];
}

/** The values of a transaction that the address of the sign-in page carries. */
type TransactionValues = Readonly<Record<'redirectUri' | 'state' | 'nonce' | 'codeChallenge', string>>;

/** @throws {InputError} An option is malformed. */
export function judgeRequest(options: HostedSignInOptions, ownRedirectUri: string | undefined): AuthorizationRequest {
  const { scope = DEFAULT_SCOPE, prompt, loginHint, maxAgeSeconds, extraParameters = {} } = options ?? {};
  const scopes = requireText('scope', scope).split(' ');
  if (!scopes.includes('openid') || /[^\x20-\x7e]|[,"\\]/.test(scope)) {
    throw new InputError({
      message: 'scope must name what is asked for, openid among it, with spaces between',
      remedy: `Pass a text such as "${DEFAULT_SCOPE}".`,
    });
  }
  if (maxAgeSeconds !== undefined && !(Number.isSafeInteger(maxAgeSeconds) && maxAgeSeconds >= 0)) {
    throw new InputError({ message: 'maxAgeSeconds must be a whole number', remedy: 'Pass a number of seconds.' });
  }
  return {
    redirectUri: requireRedirectUri(options?.redirectUri ?? ownRedirectUri),
    scope,
    // Without being asked for, it is not given (OpenID Connect Core section 11).
    prompt:
      prompt === undefined
        ? scopes.includes('offline_access')
          ? 'consent'
          : undefined
        : requireText('prompt', prompt),
    loginHint: loginHint === undefined ? undefined : requireText('loginHint', loginHint),
    maxAgeSeconds: maxAgeSeconds ?? null,
    extraParameters: Object.entries(extraParameters).map(requireExtra),
  };
}

/**
 * Writes the address of the server's page for a transaction.
 *
 * @see RFC 6749 section 4.1.1, RFC 7636 section 4.3, OpenID Connect Core section 3.1.2.1
 */
export function authorizationUrl(
  endpoint: string,
  clientId: string,
  { scope, prompt, loginHint, maxAgeSeconds, extraParameters }: AuthorizationRequest,
  { redirectUri, state, nonce, codeChallenge }: TransactionValues,
): string {
  const url = new URL(endpoint);
  const own = {
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope,
    state,
    nonce,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    prompt,
    login_hint: loginHint,
    max_age: maxAgeSeconds?.toString(),
  };
  for (const [name, value] of [...extraParameters, ...Object.entries(own)]) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}

/**
 * Where the user wanted to go, as an absolute address of the application.
 *
 * @throws {InputError} It leads to another origin, or is no web address.
 */
export function judgeReturnTo(returnTo: string | undefined, redirectUri: string): string | null {
  if (returnTo === undefined) return null;
  const url =
    typeof returnTo === 'string' && URL.canParse(returnTo, redirectUri) ? new URL(returnTo, redirectUri) : null;
  if (url && isWeb(url) && url.origin === new URL(redirectUri).origin && !url.username && !url.password)
    return url.href;
  throw new InputError({
    message: 'returnTo must be an address of the application itself',
    remedy: 'Pass a path such as "/orders?page=2".',
  });
}

/** @throws {InputError} It is no http(s) address, has a fragment, or is of another origin than this page. */
export function requireRedirectUri(value: string | undefined): string {
  if (value === undefined) {
    refuseOption(
      'redirectUri',
      'is missing',
      'Pass it to the client, or to the call: the address that is called back.',
    );
  }
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !isWeb(url) || value.includes('#') || url.username || url.password) {
    throw new InputError({
      message: 'redirectUri must be an absolute http(s) address without fragment',
      remedy: 'Pass it as it is registered, such as "https://example.com/callback".',
    });
  }
  if (globalThis.location && url.origin !== globalThis.location.origin) {
    throw new InputError({
      message: 'redirectUri is of another origin than this page, which could not go on with the sign-in there',
      remedy: 'Pass an address of this origin.',
    });
  }
  return value;
}

function isWeb({ protocol }: URL): boolean {
  return protocol === 'https:' || protocol === 'http:';
}

function requireExtra([name, value]: readonly [string, unknown]): readonly [string, string] {
  if (OURS.has(name.toLowerCase())) {
    throw new InputError({
      message: `extraParameters must not hold ${name}, which the sign-in stands on`,
      remedy: 'Leave it out; scope, prompt, loginHint and maxAgeSeconds are options.',
    });
  }
  return [name, requireText(`extraParameters.${name}`, value)];
}
