// Kept by hand and copied beside the built declarations, in place of what was compiled from published-or.ts: a bundler of
// declarations would part the comment below from the line that it is about.

// @ts-ignore: the package is an optional peer
import type { GoTrueMFAApi } from '@supabase/auth-js';

/**
 * The published type of second factors where `@supabase/auth-js` is installed, else `Own`: what is imported from a package
 * that is missing has every key there could be. Errors of the published type have the `Details` as well.
 */
export type PublishedOr<Own, Details> = string extends keyof GoTrueMFAApi
  ? Own
  : Explained<GoTrueMFAApi, Details> & GoTrueMFAApi;

// The methods with detailed errors come first, so that calls resolve to them. The published type itself follows, because
// it has private members that no other type can have.
type Explained<Api, Details> = {
  [Name in keyof Api]: Name extends 'webauthn' | 'recoveryCodes'
    ? { [Method in keyof Api[Name]]: ExplainedMethod<Api[Name][Method], Details> }
    : ExplainedMethod<Api[Name], Details>;
};

type ExplainedMethod<Method, Details> = Method extends {
  (...args: infer A1): Promise<infer R1>;
  (...args: infer A2): Promise<infer R2>;
  (...args: infer A3): Promise<infer R3>;
  (...args: infer A4): Promise<infer R4>;
}
  ? unknown[] extends A1
    ? ExplainedSignature<Method, Details>
    : {
        (...args: A1): Promise<ExplainedResult<R1, Details>>;
        (...args: A2): Promise<ExplainedResult<R2, Details>>;
        (...args: A3): Promise<ExplainedResult<R3, Details>>;
        (...args: A4): Promise<ExplainedResult<R4, Details>>;
      }
  : ExplainedSignature<Method, Details>;

type ExplainedSignature<Method, Details> = Method extends (...args: infer Args) => Promise<infer Result>
  ? (...args: Args) => Promise<ExplainedResult<Result, Details>>
  : unknown;

type ExplainedResult<Result, Details> = Result extends { error: null } ? Result : Result & { error: Details };
