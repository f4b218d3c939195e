// Kept by hand and copied beside the built declarations, in place of what was compiled from published-or.ts: a bundler of
// declarations would part the comment below from the line that it is about.

// @ts-ignore: the package is an optional peer
import type { AuthError, GoTrueMFAApi } from '@supabase/auth-js';

/**
 * `Own`, and assignable to the published type of second factors where `@supabase/auth-js` is installed: what is imported
 * from a package that is missing has every key there could be. Calls resolve to the methods of `Own`, which come first, so
 * that their types are the same with every version. The published type follows, because it has private members that no
 * other type can have, and so has its error.
 */
export type PublishedOr<Own> = string extends keyof GoTrueMFAApi ? Own : WithPublishedError<Own> & GoTrueMFAApi;

type WithPublishedError<Api> = {
  [Name in keyof Api]: Name extends 'webauthn' | 'recoveryCodes'
    ? { [Method in keyof Api[Name]]: PublishedMethod<Api[Name][Method]> }
    : PublishedMethod<Api[Name]>;
};

// No method of ours has more overloads than three.
type PublishedMethod<Method> = Method extends {
  (...args: infer A1): Promise<infer R1>;
  (...args: infer A2): Promise<infer R2>;
  (...args: infer A3): Promise<infer R3>;
}
  ? unknown[] extends A1
    ? PublishedSignature<Method>
    : {
        (...args: A1): Promise<PublishedResult<R1>>;
        (...args: A2): Promise<PublishedResult<R2>>;
        (...args: A3): Promise<PublishedResult<R3>>;
      }
  : PublishedSignature<Method>;

type PublishedSignature<Method> = Method extends (...args: infer Args) => Promise<infer Result>
  ? (...args: Args) => Promise<PublishedResult<Result>>
  : unknown;

type PublishedResult<Result> = Result extends { error: null } ? Result : Result & { error: AuthError };
