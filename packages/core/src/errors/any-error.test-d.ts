import {
  type AnySallyportError,
  ApiError,
  type ErrorKind,
  InputError,
  isSallyportError,
  NetworkError,
  RateLimitError,
  type SallyportError,
} from './index.js';

// Compiled, never run: each line under `@ts-expect-error` is a mistake that must not compile.

declare const caught: unknown;

// The list of kinds and the union name the same kinds.
const everyKindHasAClass: AnySallyportError['kind'] = '' as ErrorKind;
const everyClassHasAKind: ErrorKind = '' as AnySallyportError['kind'];

// `switch` narrows to the class of the kind.
export function next(): number | string | boolean | null | readonly string[] | undefined {
  if (!isSallyportError(caught)) return null;
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- programs name the kinds that they handle
  switch (caught.kind) {
    case 'invalid-code':
      return caught.attemptsLeft;
    case 'challenge-expired':
      return caught.expired === 'code' ? 'resend' : 'sign in';
    case 'mfa-required':
      return caught.data.mfaToken;
    case 'sign-in-step-required':
      return caught.step;
    case 'rate-limited':
      return caught.retryAfterMs;
    case 'weak-password':
      return caught.reasons;
    case 'passkey':
      return caught.remedy;
    case 'invalid-input':
      return caught.field;
    case 'network':
      return caught.sent;
    case 'proxy':
      return caught.systemCode;
    case 'oauth':
    case 'login-error':
      return caught.error;
    case 'clock-skew':
      return caught.offsetSeconds;
    case 'api':
      // @ts-expect-error: a refusal of no special kind counts no attempts
      return caught.attemptsLeft;
    // @ts-expect-error: not a kind
    case 'invalid-codes':
      return null;
    default:
      // @ts-expect-error: the kinds that remain have no such member
      return caught.attemptsLeft;
  }
}

// Each class has a literal; one with subclasses has the literals of those as well.
const rateLimited: 'rate-limited' = new RateLimitError({ message: '' }).kind;
const invalidInput: 'invalid-input' = new InputError({ message: '' }).kind;
const network: 'network' | 'proxy' = new NetworkError({ message: '', sent: false }).kind;

// Every error is assignable to its base classes, and narrows by them.
const base: SallyportError = caught as AnySallyportError;
const api: ApiError = new RateLimitError({ message: '' });
export const status = (error: AnySallyportError): number | undefined =>
  error instanceof ApiError ? error.status : undefined;

// @ts-expect-error: the kinds of token errors are not those of refusals
const refusal: 'token' = api.kind;

export const compiled = [everyKindHasAClass, everyClassHasAKind, rateLimited, invalidInput, network, base, refusal];
