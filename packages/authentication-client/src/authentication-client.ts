import type { Listener, RequestOptions, Unsubscribe } from '@sallyport/core';
import { type ClientContext, contextWith, createContext, takeSnapshot } from './client/client-context.js';
import type { ClientEvents, ClientSnapshot, ClientState } from './client/client-events.js';
import { composeFeatures } from './client/compose.js';
import { type AuthenticationClientOptions, resolveOptions } from './client/options.js';
import { CodesClient } from './codes/codes-client.js';
import { PendingSignIn } from './mfa/domain/pending-sign-in.js';
import { SecondFactor } from './mfa/domain/second-factor.js';
import { AuthingMfaGateway } from './mfa/gateways/authing/authing-mfa-gateway.js';
import { AuthingMfaClient } from './mfa/vocabularies/authing/authing-mfa-client.js';
import { ProfileClient } from './profile/profile-client.js';
import { SessionClient } from './session/session-client.js';
import { SignInClient } from './sign-in/sign-in-client.js';
import { SignUpClient } from './sign-up/sign-up-client.js';

const Features = composeFeatures([SignUpClient, SignInClient, CodesClient, ProfileClient, SessionClient]);

/** A client bound to the options of its calls. `AuthenticationClient` is one, and so is what its `with` returns. */
export class BoundAuthenticationClient extends Features {
  /** Second factors. */
  readonly mfa: AuthingMfaClient;
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    super(context);
    this.#context = context;
    this.mfa = new AuthingMfaClient(
      new SecondFactor(new AuthingMfaGateway(context.wire), context.signIn, context.events),
    );
  }

  /** Where the sign-in stands. */
  get state(): ClientState {
    return this.snapshot.state;
  }

  /** The client at this moment, as `stateChanged` tells it. */
  get snapshot(): ClientSnapshot {
    return takeSnapshot(this.#context.session, this.#context.pendingSignIns);
  }

  /** The sign-in that waits for its second factor; `null` when there is none or its time is over. */
  get pendingSignIn(): PendingSignIn | null {
    return this.#context.pendingSignIns.current;
  }

  /**
   * Goes on with a sign-in that was exported elsewhere.
   *
   * @param exported - What `pendingSignIn.export()` returned.
   * @throws {InputError} It is not such a text.
   */
  resumeSignIn(exported: string): PendingSignIn | null {
    this.#context.signIn.wait(PendingSignIn.import(exported));
    return this.pendingSignIn;
  }

  /** Resolves when the stored session has been read. */
  ready(): Promise<void> {
    return this.#context.session.ready();
  }

  /**
   * Listens to an event.
   *
   * @returns A function that removes the listener.
   * @throws {InputError} There is no such event, or the listener is not a function.
   */
  on<Name extends keyof ClientEvents>(name: Name, listener: Listener<ClientEvents[Name]>): Unsubscribe {
    return this.#context.events.on(name, listener);
  }

  /** A view of this client with these options on each call: the same session, nothing copied. */
  with(options: RequestOptions): BoundAuthenticationClient {
    return new BoundAuthenticationClient(contextWith(this.#context, options));
  }

  /** Closes connections and forgets listeners. The stored session stays. */
  dispose(): void {
    this.#context.events.clear();
    this.#context.pendingSignIns.dispose();
    const { transport, isTransportShared } = this.#context.options;
    if (!isTransportShared) transport.dispose();
  }
}

/**
 * Signs users in, with a second factor where one is due.
 *
 * @example
 * ```ts
 * const client = new AuthenticationClient({ appId: 'YOUR_APP_ID', appHost: 'https://example.authing.cn' });
 * try {
 *   await client.loginByEmail('ada@example.com', 'her password');
 * } catch (error) {
 *   if (!(error instanceof MfaRequiredError)) throw error;
 *   await client.mfa.verifyTotpMfa({ totp: await askForCode(), mfaToken: client.pendingSignIn!.mfaToken });
 * }
 * ```
 */
export class AuthenticationClient extends BoundAuthenticationClient {
  /** @throws {ConfigurationError} An option is missing or malformed; nothing was read or sent. */
  constructor(options: AuthenticationClientOptions) {
    super(createContext(resolveOptions(options)));
  }
}
