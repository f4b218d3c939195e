import { lazy, unlessAborted } from '@sallyport/core/loading';
import type { MfaCapabilities } from '../capabilities.js';
import type { Factor, MfaAccess } from '../factor.js';
import type { authingFactors } from '../factors/index.js';
import { answering, GOTRUE_METHODS } from '../gotrue-api/answering.js';
import type { GoTrueMfa, GoTruePart } from '../gotrue-api/gotrue-mfa.types.js';
import type { PublishedOr } from '../gotrue-api/published-or.js';
import type { MfaServer } from '../mfa-server.js';

const loadCalls = /* @__PURE__ */ lazy(() => import('../authing-api/second-factor-calls.js'));
const loadGoTrueApi = /* @__PURE__ */ lazy(() => import('../gotrue-api/gotrue-api.js'));

type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (member: infer All) => void
  ? All
  : never;

/** The methods that factors add to the sub-client. */
type MethodsOf<Member extends Factor> = Intersection<ReturnType<Member['methods']>>;

interface Capable {
  /** The support of the server, as far as it is known. */
  readonly capabilities: MfaCapabilities;
}

/** Second factors in both API styles, with the methods of these factors. */
export type MfaClientOf<Member extends Factor> = MethodsOf<Member> & Omit<GoTrueMfa, GoTruePart> & Capable;

/** Methods of the Authing style. They throw. */
export type AuthingMfaClient = Omit<MethodsOf<(typeof authingFactors)[number]>, GoTruePart> & Capable;

/** Second factors in both API styles: the Authing style throws, the GoTrue style returns `{ data, error }`. */
export type MfaClient = AuthingMfaClient & PublishedOr<GoTrueMfa>;

/** Dependencies of the sub-client. */
export interface MfaClientDeps<Member extends Factor> {
  readonly factors: readonly Member[];
  readonly capabilities: () => MfaCapabilities;
  /** Loads the code of the server. */
  readonly server: () => Promise<MfaServer>;
  /** The signal of the view of the client. */
  readonly signal: AbortSignal | undefined;
}

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** Puts both API styles on one object. The code of the server and of the methods loads with the first call. */
export function mfaClient<Member extends Factor>(deps: MfaClientDeps<Member>): MfaClientOf<Member> {
  const { factors, capabilities, signal } = deps;
  const server = lazy(deps.server);
  const unlessGivenUp = <T>(load: Promise<T>): Promise<T> => (signal ? unlessAborted(load, signal) : load);
  const calls = lazy(async () => {
    const { SecondFactorCalls } = await loadCalls();
    return new SecondFactorCalls(await server());
  });
  const access: MfaAccess = {
    deferred: (names, load) => {
      const methods = lazy(async () => {
        const { Methods } = await load();
        return new Methods(await calls(), signal);
      });
      const call =
        (name: string) =>
        async (...args: readonly unknown[]) => {
          const loaded = (await unlessGivenUp(methods())) as Readonly<Record<string, Method>>; // each name is a method
          return loaded[name]?.(...args);
        };
      return Object.fromEntries(names.map((name) => [name, call(name)])) as never; // a method for each name
    },
    answering: (names, load, type) =>
      answering(names, async () => {
        const { GoTrueMethods } = await load();
        return new GoTrueMethods(await server(), capabilities().byFactor.verify.includes(type));
      }),
  };
  const goTrueStyle = answering<Omit<GoTrueMfa, GoTruePart>>(GOTRUE_METHODS, async () => {
    const { GoTrueApi } = await loadGoTrueApi();
    return new GoTrueApi(await server(), factors);
  });
  const styles = Object.assign({}, ...factors.map((factor) => factor.methods(access)), goTrueStyle);
  return Object.defineProperty(styles, 'capabilities', { get: capabilities, enumerable: true });
}
