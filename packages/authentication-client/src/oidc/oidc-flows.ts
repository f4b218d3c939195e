import type { Clock, ServerClock } from '@sallyport/core/clock';
import { codeChallengeOf } from '@sallyport/core/crypto';
import { InputError, InvalidResponseError, NotSignedInError, UnsupportedByServerError } from '@sallyport/core/errors';
import type { Wire } from '@sallyport/core/http';
import { decodeUnverified, type IdTokenClaims, type TokenClaims, type TokenJudging } from '@sallyport/core/jwt';
import type { Lifetime } from '@sallyport/core/loading';
import { hasPage, pageAddress } from '@sallyport/core/platform';
import type { Session, SessionRecord } from '@sallyport/core/session';
import { MemoryStorage, type TokenStorage, webStorageOrMemory } from '@sallyport/core/storage';
import type { User } from '@sallyport/core/user';
import { refuseOption, requireText } from '@sallyport/core/validation';
import { hasOtherIssuer, type ResolvedOptions } from '../authing/options/options.js';
import type { AskForTokens, OidcRenewer } from '../authing/session/authing-token-renewer.js';
import type { AuthingSignIn } from '../authing/sign-in/sign-in-completion.js';
import { startWork } from '../client/ongoing-work.js';
import { refreshedTokens, type TokenEndpointAnswer } from '../client/session/issued-tokens.js';
import type { Popup } from '../client/windows/open-window.js';
import { authorizationUrl, judgeRequest, judgeReturnTo, requireRedirectUri } from './authorization-request.js';
import {
  assertAddress,
  type Callback,
  codeOf,
  hasAnswer,
  parseCallback,
  refuseState,
  withoutAnswer,
} from './callback.js';
import { assuranceOf, userOf } from './claims-to-session.js';
import type {
  HostedSignIn,
  HostedSignInOptions,
  PopupSignInOptions,
  RedirectSignInOptions,
  RedirectSignOutOptions,
} from './oidc.types.js';
import type { OidcCalls } from './oidc-calls.js';
import { answerOf, handToOpener, POPUP_STATE } from './popup-answer.js';
import { Provider } from './provider.js';
import { type Transaction, Transactions } from './transaction.js';

const REMEMBERED_ANSWERS = 10;
// A tab shows one sign-in page at a time. A storage of the application's may serve several tabs of a visitor.
const MOST_TRANSACTIONS = { tab: 1, shared: 10 } as const;

/** What the flows stand on. */
export interface OidcPorts {
  readonly options: ResolvedOptions;
  /** What keeps two clients on one origin apart. */
  readonly identity: readonly (string | undefined)[];
  /** Without a bearer, and without options of a single call. */
  readonly wire: Wire;
  readonly clock: Clock;
  readonly serverClock: ServerClock;
  readonly signIn: AuthingSignIn;
  readonly session: Pick<Session<User>, 'generation'>;
  /** Ends when the client is disposed of. */
  readonly lifetime: Lifetime;
}

/** A sign-in that was stored, and the generation of the session that it began. */
interface Completed {
  readonly signIn: HostedSignIn;
  readonly generation: number;
}

interface Answered {
  readonly state: string;
  readonly result: Promise<Completed>;
}

interface CompletionCall {
  readonly signOuts: number;
  readonly onTaken?: () => void;
  readonly page?: string | undefined;
}

/** Sign-in and sign-out at the server's own page (OpenID Connect Core section 3.1, RFC 9700). */
export class OidcFlows implements OidcCalls, OidcRenewer {
  readonly #ports: OidcPorts;
  readonly #provider: Provider;
  readonly #transactions: Transactions | null;
  readonly #popups: Transactions;
  /** Latest last: an answer that comes a second time gets the result of the first. */
  #answered: readonly Answered[] = [];

  constructor(ports: OidcPorts, judging: TokenJudging) {
    const { options, identity, clock, wire, serverClock } = ports;
    const storage = options.transactionStorage ?? tabStorage();
    this.#ports = ports;
    this.#provider = new Provider(wire, options, serverClock, judging);
    const limit = options.transactionStorage ? MOST_TRANSACTIONS.shared : MOST_TRANSACTIONS.tab;
    this.#transactions = storage && new Transactions(storage, [...identity, options.issuer], clock, limit);
    this.#popups = new Transactions(new MemoryStorage(), [], clock, MOST_TRANSACTIONS.shared);
  }

  async signInWithRedirect(options: RedirectSignInOptions): Promise<void> {
    const open = openerOf(options?.open);
    const url = await this.#begin(options, this.#kept, options.returnTo);
    await open(url);
  }

  async signInWithPopup(popup: Popup, options: PopupSignInOptions, signOuts: number): Promise<HostedSignIn> {
    const { clock, lifetime } = this.#ports;
    const url = await this.#begin(options, this.#popups, undefined, POPUP_STATE);
    const state = new URL(url).searchParams.get('state');
    popup.location.replace(url);
    const isAnswer = (answer: string): boolean =>
      URL.canParse(answer) && new URL(answer).searchParams.get('state') === state;
    const answer = await answerOf(popup, isAnswer, clock, [lifetime, options.signal]);
    const { signIn } = await this.#complete(parseCallback(answer), this.#popups, { signOuts });
    return signIn;
  }

  /**
   * @param page - The address of the page, where there is one.
   * @param signOuts - How many sign-outs there had been when the call came.
   */
  async handleRedirectCallback(
    address: string | undefined,
    page: string | undefined,
    signOuts: number,
  ): Promise<HostedSignIn> {
    const latest = this.#answered.at(-1);
    // The answer was taken out of the page's address when it was first read.
    const isCleaned = latest && address !== undefined && address === page && !hasAnswer(address);
    const before = isCleaned && (await this.#ifCurrent(latest));
    if (before) return before;
    const callback = parseCallback(address);
    const known = this.#answered.find(({ state }) => state === callback.state);
    if (known) return (await this.#ifCurrent(known)) ?? refuseState();
    if (callback.state.startsWith(POPUP_STATE) && handToOpener(callback.url.href)) return new Promise(() => {});
    let isTaken = false;
    const onTaken = (): void => {
      isTaken = true;
    };
    const result = this.#complete(callback, this.#kept, { signOuts, onTaken, page });
    const answered = { state: callback.state, result };
    this.#answered = [...this.#answered.slice(1 - REMEMBERED_ANSWERS), answered];
    try {
      return (await result).signIn;
    } finally {
      // What was refused before it used a sign-in up can still be answered.
      if (!isTaken) this.#answered = this.#answered.filter((other) => other !== answered);
    }
  }

  /** The result of an earlier answer, `null` if its session has ended or was replaced. */
  async #ifCurrent({ result }: Answered): Promise<HostedSignIn | null> {
    const { signIn, generation } = await result;
    return generation === this.#ports.session.generation ? signIn : null;
  }

  async signOutWithRedirect(options: RedirectSignOutOptions, signOutHere: () => Promise<void>): Promise<void> {
    const { options: own } = this.#ports;
    const open = openerOf(options?.open);
    const { postLogoutRedirectUri } = options;
    if (postLogoutRedirectUri !== undefined)
      requireRedirectUri(requireText('postLogoutRedirectUri', postLogoutRedirectUri));
    await signOutHere();
    const { endSessionEndpoint } = await this.#provider.metadata();
    if (endSessionEndpoint === null) {
      throw new UnsupportedByServerError({
        message: 'The server has no page to sign out at',
        remedy: 'On this side the session is over; use logout where that is enough.',
      });
    }
    const url = new URL(endSessionEndpoint);
    // No id_token_hint, which is a token and would be in the address: the client id says who asks (section 2).
    url.searchParams.set('client_id', own.appId ?? '');
    if (postLogoutRedirectUri !== undefined) url.searchParams.set('post_logout_redirect_uri', postLogoutRedirectUri);
    await open(url.href);
  }

  revoke(refreshToken: string): Promise<void> {
    return this.#provider.revoke(refreshToken);
  }

  async renew(record: SessionRecord<User>, ask: AskForTokens, signal: AbortSignal): Promise<TokenEndpointAnswer> {
    const { options } = this.#ports;
    const hasIdToken = record.accessToken !== null;
    if (hasIdToken) await this.#provider.prepare(signal);
    const grant = { grant_type: 'refresh_token', refresh_token: record.refreshToken ?? undefined };
    const answer = hasOtherIssuer(options) ? await this.#provider.token(grant, signal) : await ask();
    if (answer.id_token) {
      const previous = hasIdToken ? this.#claimsOf(record) : undefined;
      const accessToken = answer.access_token;
      await this.#provider.verifyIdToken(answer.id_token, { accessToken, previous }, signal);
    }
    return answer;
  }

  // An encrypted token can only be read again with the key, and was verified when it came.
  #claimsOf({ token, user }: SessionRecord<User>): TokenClaims | undefined {
    const { issuer: iss, appId: aud } = this.#ports.options;
    const claims = decodeUnverified(token);
    if (claims) return claims;
    return user && aud !== undefined ? { iss, aud, sub: user.id } : undefined;
  }

  get #kept(): Transactions {
    if (this.#transactions) return this.#transactions;
    return refuseOption(
      'transactionStorage',
      'is missing: outside browsers nothing remembers a sign-in until its answer comes',
      'Pass a storage of the visitor, such as over an HttpOnly, Secure, SameSite=Lax cookie.',
    );
  }

  async #begin(
    options: HostedSignInOptions,
    transactions: Transactions,
    returnTo: string | undefined,
    statePrefix?: string,
  ): Promise<string> {
    const { options: own } = this.#ports;
    if (own.appId === undefined) refuseOption('appId', 'is missing', 'Pass appId: the server names clients by it.');
    const request = judgeRequest(options, own.redirectUri);
    const target = judgeReturnTo(returnTo, request.redirectUri);
    const { authorizationEndpoint, namesIssuer } = await this.#provider.metadata(options?.signal);
    const { redirectUri, maxAgeSeconds } = request;
    const transaction = await transactions.begin(
      { redirectUri, namesIssuer, maxAgeSeconds, returnTo: target },
      statePrefix,
    );
    const codeChallenge = await codeChallengeOf(transaction.codeVerifier);
    return authorizationUrl(authorizationEndpoint, own.appId, request, { ...transaction, codeChallenge });
  }

  async #complete(
    callback: Callback,
    transactions: Transactions,
    { signOuts, onTaken, page }: CompletionCall,
  ): Promise<Completed> {
    const transaction = await transactions.take(callback.state, (found) => assertAddress(callback, found));
    if (!transaction) refuseState();
    onTaken?.();
    try {
      const code = codeOf(callback, transaction, this.#ports.options.issuer);
      return await this.#exchange(code, transaction, signOuts);
    } finally {
      if (page !== undefined) cleanPage(callback.url.href, page);
    }
  }

  async #exchange(code: string, transaction: Transaction, signOuts: number): Promise<Completed> {
    const { signIn, session, serverClock } = this.#ports;
    const { answer, claims } = await this.#verifiedTokens(code, transaction);
    const tokens = refreshedTokens(answer, { refreshToken: null }, serverClock);
    const renewal = tokens.refreshToken === null ? 'none' : 'refresh_token';
    const user = userOf(claims);
    const generation = session.generation + 1; // a session that begins raises it by one
    await signIn.completeHosted(signOuts, { ...tokens, renewal, ...assuranceOf(claims), user });
    if (generation !== session.generation) throw overtaken();
    return { signIn: { user, claims, returnTo: transaction.returnTo }, generation };
  }

  async #verifiedTokens(
    code: string,
    transaction: Transaction,
  ): Promise<{ readonly answer: TokenEndpointAnswer; readonly claims: IdTokenClaims }> {
    const work = startWork(this.#ports.lifetime);
    try {
      const answer = await this.#redeem(code, transaction, work.signal);
      return { answer, claims: await this.#judge(answer, code, transaction, work.signal) };
    } finally {
      work.end();
    }
  }

  async #redeem(
    code: string,
    { codeVerifier, redirectUri }: Transaction,
    signal: AbortSignal,
  ): Promise<TokenEndpointAnswer> {
    await this.#provider.prepare(signal);
    const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: codeVerifier };
    return this.#provider.token(grant, signal);
  }

  async #judge(
    answer: TokenEndpointAnswer,
    code: string,
    { nonce, maxAgeSeconds }: Transaction,
    signal: AbortSignal,
  ): Promise<IdTokenClaims> {
    const { id_token: idToken, access_token: accessToken } = answer;
    if (!idToken) throw withoutIdToken();
    const expected = { nonce, accessToken, code, maxAgeSeconds: maxAgeSeconds ?? undefined };
    return this.#provider.verifyIdToken(idToken, expected, signal);
  }
}

function tabStorage(): TokenStorage | null {
  return hasPage() ? webStorageOrMemory('sessionStorage') : null;
}

function openerOf(open: ((url: string) => void | Promise<void>) | undefined): (url: string) => void | Promise<void> {
  if (open !== undefined && typeof open !== 'function') {
    throw new InputError({ message: 'open must be a function', remedy: 'Pass one that goes to the address it gets.' });
  }
  if (open) return open;
  if (globalThis.location) return (url) => globalThis.location.assign(url);
  throw new InputError({
    message: 'open is missing: here is no page that could go anywhere',
    remedy: 'Pass open, such as (url) => response.redirect(url).',
  });
}

// Only where the page still stands at the answer, and what the application wrote into the address stays.
function cleanPage(answer: string, page: string): void {
  if (answer !== new URL(page).href || pageAddress() !== page) return;
  globalThis.history.replaceState(globalThis.history.state, '', withoutAnswer(page));
}

function overtaken(): NotSignedInError {
  return new NotSignedInError({
    message: 'The user signed out, or another session began, before this sign-in was stored',
    remedy: 'Go on with the session of the client, or sign in again.',
  });
}

function withoutIdToken(): InvalidResponseError {
  return new InvalidResponseError({
    message: 'The token endpoint answered without an ID token',
    remedy: 'Check that the application may ask for the scope openid.',
  });
}
