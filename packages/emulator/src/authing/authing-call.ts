import type { IncomingMessage } from 'node:http';
import type { Account } from '../domain/accounts/account.types.js';
import type { Domain } from '../domain/create-domain.js';
import { Refusal } from '../domain/refusal.js';
import type { Pending } from '../domain/sign-in/pending-sign-ins.js';
import type { SignInOrigin } from '../domain/sign-in/session.types.js';
import type { SignedIn } from '../domain/sign-in/sessions.js';

/** Somebody who may look after a user's authenticator: the user, or whoever passed the user's first factor. */
export interface EitherCaller {
  readonly account: Account;
  /** The sign-in that waits for its second factor; `null` for somebody who is signed in. */
  readonly pending: Pending | null;
}

const MAX_AGENT_LENGTH = 512;

/** Who calls, and for which application. Nothing is believed before one of the methods has looked at the bearer. */
export class AuthingCall {
  /** The address that the request came from. */
  readonly ip: string | null;
  /** What sent the request, by its own word. */
  readonly userAgent: string | null;
  readonly #domain: Domain;
  readonly #bearer: string | null;
  readonly #host: string;
  /** The application that the caller says it is; checked. */
  readonly #applicationId: string | undefined;

  /** @throws {Refusal} The application or the user pool that the headers name does not exist. */
  constructor(domain: Domain, incoming: IncomingMessage) {
    const { headers, socket } = incoming;
    const header = (name: string): string | undefined => textOf(headers[name]);
    this.#domain = domain;
    this.#bearer = /^Bearer +([^\s]+)$/i.exec(headers.authorization ?? '')?.[1] ?? null;
    this.#host = headers.host ?? '';
    this.ip = socket.remoteAddress ?? null;
    this.userAgent = header('user-agent')?.slice(0, MAX_AGENT_LENGTH) ?? null;
    this.#applicationId = header('x-authing-app-id');
    if (this.#applicationId !== undefined) domain.applications.require(this.#applicationId);
    if ((header('x-authing-userpool-id') ?? domain.userPool.id) !== domain.userPool.id) {
      throw new Refusal('user-pool-unknown', 'The user pool does not exist');
    }
  }

  /** The application that somebody signs in to. */
  get applicationId(): string {
    return this.#applicationId ?? this.#domain.applications.default.id;
  }

  /** Where somebody signs in from. */
  get origin(): SignInOrigin {
    const { applicationId, ip, userAgent } = this;
    return { applicationId, ip, userAgent };
  }

  /** Where the server is, as the caller has it. */
  get address(): string {
    return `http://${this.#host}`;
  }

  /** The bearer as it came. */
  get token(): string | null {
    return this.#bearer;
  }

  /** @throws {Refusal} The bearer is no session's token of this application. */
  signedIn(): Promise<SignedIn> {
    return this.#domain.sessions.authenticate(this.#require(), this.#applicationId);
  }

  /** @throws {Refusal} The bearer is no running `mfaToken` of this application. */
  pending(): Promise<Pending> {
    return this.#domain.pendingSignIns.authenticate(this.#require(), this.#applicationId);
  }

  /** @throws {Refusal} The bearer is neither a session's token nor an `mfaToken`. */
  async either(): Promise<EitherCaller> {
    const { use } = await this.#domain.tokens.read(this.#require(), ['session', 'id', 'mfa']);
    const pending = use === 'mfa' ? await this.pending() : null;
    return { account: (pending ?? (await this.signedIn())).account, pending };
  }

  /** @throws {Refusal} The bearer is no management token. */
  administrator(): Promise<void> {
    return this.#domain.managementTokens.authenticate(this.#require());
  }

  /** The signed-in user, or `null` for an administrator. */
  async signedInOrAdministrator(): Promise<SignedIn | null> {
    const { use } = await this.#domain.tokens.read(this.#require(), ['session', 'id', 'management']);
    return use === 'management' ? null : this.signedIn();
  }

  #require(): string {
    if (this.#bearer === null) throw new Refusal('not-signed-in', 'Not signed in');
    return this.#bearer;
  }
}

function textOf(value: string | string[] | undefined): string | undefined {
  const text = Array.isArray(value) ? value[0] : value;
  return text === '' ? undefined : text;
}
