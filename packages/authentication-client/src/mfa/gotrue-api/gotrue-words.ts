import { lazy, type NetworkError } from '@sallyport/core';
import type { FactorCapabilities, FactorGateway } from '../domain/factor-gateway.js';
import type { GoTrueErrorDetails, GoTrueMfa, GoTrueRecoveryCodes, GoTrueWebAuthn } from './gotrue-mfa.types.js';
import type { GoTrueMfaVocabulary } from './gotrue-mfa-vocabulary.js';

/** What GoTrue's words stand on. */
export interface GoTrueWordsParts {
  readonly capabilities: FactorCapabilities;
  /** Finds the half of the gateway that works by id; again with the next call when it could not be loaded. */
  readonly gateway: () => Promise<FactorGateway>;
}

const loadVocabulary = /* @__PURE__ */ lazy(() => import('./gotrue-mfa-vocabulary.js'));

type Method = (...args: readonly unknown[]) => Promise<unknown>;
type Methods = Readonly<Record<string, Method>>;

type Names<Words> = {
  readonly [Name in keyof Words as Words[Name] extends (...args: never) => unknown ? Name : never]: true;
};

// The compiler finds a name that is missing.
const WORDS: Names<GoTrueMfa> = {
  enroll: true,
  challenge: true,
  verify: true,
  challengeAndVerify: true,
  unenroll: true,
  listFactors: true,
  getAuthenticatorAssuranceLevel: true,
};
const OF_WEBAUTHN: Names<GoTrueWebAuthn> = {
  enroll: true,
  challenge: true,
  verify: true,
  authenticate: true,
  register: true,
};
const OF_RECOVERY_CODES: Names<GoTrueRecoveryCodes> = {
  getStatus: true,
  generate: true,
  verify: true,
  regenerate: true,
  unenroll: true,
};

/**
 * GoTrue's words for second factors, whose code is loaded with the first call: what a page that never speaks them loads
 * is these names. Each method can be taken off the object.
 */
export function gotrueWords({ capabilities, gateway }: GoTrueWordsParts): GoTrueMfa {
  const loaded = lazy(async (): Promise<GoTrueMfaVocabulary> => {
    const { GoTrueMfaVocabulary: Loaded } = await loadVocabulary();
    return new Loaded(await gateway(), capabilities);
  });
  const methods = (names: object, part: (vocabulary: GoTrueMfaVocabulary) => object): Methods =>
    Object.fromEntries(
      Object.keys(names).map((name): [string, Method] => [
        name,
        async (...args) => {
          let words: object;
          try {
            words = part(await loaded());
          } catch (cause) {
            return { data: null, error: notLoaded(cause) };
          }
          return (words as Methods)[name]?.(...args); // the names are those of its methods
        },
      ]),
    );
  // The vocabulary answers what the type says; its own methods take what comes, and say less.
  return {
    ...methods(WORDS, (words) => words),
    webauthn: methods(OF_WEBAUTHN, ({ webauthn }) => webauthn),
    recoveryCodes: methods(OF_RECOVERY_CODES, ({ recoveryCodes }) => recoveryCodes),
  } as unknown as GoTrueMfa;
}

// Made by hand, as `AuthError` would be: a page that never speaks these words does not load that either.
function notLoaded(cause: unknown): Error {
  // `lazy` rejects with a NetworkError.
  const { kind, remedy, retryable, retryAfterMs } = cause as NetworkError;
  const details = { kind, remedy, retryable, retryAfterMs } satisfies GoTrueErrorDetails;
  const marks = { name: 'AuthRetryableFetchError', status: 0, code: undefined, ...details, __isAuthError: true };
  return Object.assign(new Error('The code of this call could not be loaded', { cause }), marks);
}
