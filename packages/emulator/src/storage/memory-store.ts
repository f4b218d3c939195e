import type { Namespace, Policy, Resource, Role } from '../domain/access/access.types.js';
import type { Account } from '../domain/accounts/account.types.js';
import { canonicalPhone } from '../domain/accounts/identifiers.js';
import type { Application } from '../domain/applications/application.types.js';
import type { AssuredSession } from '../domain/assured-sessions/assured-session.types.js';
import type { SessionToken } from '../domain/assured-sessions/session-token.types.js';
import type { AuditEntry } from '../domain/audit/audit.types.js';
import type { BrowserSession, SignInPage } from '../domain/browser/browser.types.js';
import type { Confirmation, FlowCode } from '../domain/confirmations/confirmation.types.js';
import type { CustomField } from '../domain/custom-fields/custom-field.types.js';
import type { Device } from '../domain/devices/device.types.js';
import type { PublishedEvent } from '../domain/events/event.types.js';
import type { Challenge } from '../domain/factors/challenge.types.js';
import type { EarlierEnrollment, UserFactors } from '../domain/factors/factor.types.js';
import type { AuthorizationCode, Grant, RefreshToken, RevokedToken } from '../domain/grants/grant.types.js';
import type { Attempts } from '../domain/limits/attempts.types.js';
import type { Message } from '../domain/messages/message.types.js';
import type { OneTimeCode } from '../domain/messages/one-time-code.types.js';
import type { Department, Membership } from '../domain/organizations/organization.types.js';
import type { QrCode } from '../domain/qr-codes/qr-code.types.js';
import type { RegisteredClient } from '../domain/registered-clients/registered-client.types.js';
import type { Face } from '../domain/second-factor/face.types.js';
import { DEFAULT_SETTINGS, type Settings } from '../domain/settings/settings.js';
import type { PendingSignIn } from '../domain/sign-in/pending-sign-in.types.js';
import type { Session } from '../domain/sign-in/session.types.js';
import type { TokenKey } from '../domain/token-key.types.js';
import type { Upload } from '../domain/uploads/upload.types.js';
import { isUuid, uuidOf } from '../domain/uuid.js';
import { Cell } from './cell.js';
import type { Change, ChangeListener, Identified, State, StateContext } from './change.js';
import { Collection } from './collection.js';
import { Generation } from './generation.js';
import { SavedStateError } from './saved-state.js';

/** A collection, whatever it is of. */
type Records = Pick<Collection<Identified>, 'put' | 'delete' | 'clear' | 'values'>;

/** Everything that the server remembers. Nothing else of it has state, so that this alone can be saved. */
export class MemoryStore {
  readonly generation = new Generation();
  readonly #listeners = new Set<ChangeListener>();
  #unannounced: { readonly change: Change; readonly undo: () => void }[] | undefined;
  readonly #collections = new Map<string, Records>();
  readonly #cells = new Map<string, Pick<Cell<unknown>, 'current' | 'clear'>>();
  readonly #context: StateContext = {
    assertCurrent: () => this.generation.assertCurrent(),
    changed: (change, undo) => {
      if (this.#unannounced) this.#unannounced.push({ change, undo });
      else this.#announce(change, undo);
    },
  };

  readonly accounts = this.#collection<Account, 'username' | 'email' | 'phone' | 'externalId' | 'uuid'>('accounts', {
    username: (account) => account.username,
    email: (account) => account.email,
    phone: ({ phone, phoneCountryCode }) => (phone === null ? null : canonicalPhone(phone, phoneCountryCode)),
    externalId: (account) => account.externalId,
    uuid: ({ id }) => (isUuid(id) ? id.toLowerCase() : uuidOf(id)),
  });
  readonly applications = this.#collection<Application>('applications');
  readonly registeredClients = this.#collection<RegisteredClient>('registeredClients');
  /** One record for each user, under the user's id. It has the name that it had when each user had one factor at most. */
  readonly factors = this.#collection<UserFactors | EarlierEnrollment>('totpEnrollments');
  readonly challenges = this.#collection<Challenge>('challenges');
  readonly messages = this.#collection<Message>('messages');
  readonly codes = this.#collection<OneTimeCode>('codes');
  readonly sessions = this.#collection<Session>('sessions');
  /** One for each session that can be raised, under its id. */
  readonly assuredSessions = this.#collection<AssuredSession>('assuredSessions');
  /** Refresh tokens of format 1. */
  readonly sessionTokens = this.#collection<SessionToken>('sessionTokens');
  readonly confirmations = this.#collection<Confirmation, 'tokenHash'>('confirmations', {
    tokenHash: (confirmation) => confirmation.tokenHash,
  });
  readonly flowCodes = this.#collection<FlowCode>('flowCodes');
  readonly pendingSignIns = this.#collection<PendingSignIn>('pendingSignIns');
  readonly attempts = this.#collection<Attempts>('attempts');
  readonly devices = this.#collection<Device>('devices');
  readonly uploads = this.#collection<Upload>('uploads');
  /** One for each user, under the user's id. */
  readonly faces = this.#collection<Face>('faces');
  readonly userFields = this.#collection<CustomField>('userFields');
  readonly departments = this.#collection<Department>('departments');
  readonly memberships = this.#collection<Membership>('memberships');
  readonly namespaces = this.#collection<Namespace>('namespaces');
  readonly resources = this.#collection<Resource>('resources');
  readonly roles = this.#collection<Role>('roles');
  readonly policies = this.#collection<Policy>('policies');
  readonly browserSessions = this.#collection<BrowserSession>('browserSessions');
  readonly signInPages = this.#collection<SignInPage>('signInPages');
  readonly authorizationCodes = this.#collection<AuthorizationCode>('authorizationCodes');
  readonly grants = this.#collection<Grant>('grants');
  readonly refreshTokens = this.#collection<RefreshToken>('refreshTokens');
  readonly revokedTokens = this.#collection<RevokedToken>('revokedTokens');
  readonly qrCodes = this.#collection<QrCode, 'ticketId'>('qrCodes', { ticketId: (code) => code.ticketId });
  readonly events = this.#collection<PublishedEvent>('events');
  readonly auditEntries = this.#collection<AuditEntry>('auditEntries');

  readonly settings = this.#cell<Settings>('settings', DEFAULT_SETTINGS);
  /** How many accounts there ever were. */
  readonly accountsCreated = this.#cell('accountsCreated', 0);
  /** Who issued the tokens of this state: a server that goes on with it may have another address. */
  readonly issuers = this.#cell<readonly string[]>('issuers', []);
  /** What signs tokens, the newest first; none before the first rotation, as long as the published keys do. */
  readonly tokenKeys = this.#cell<readonly TokenKey[]>('tokenKeys', []);

  /** Reports each change from now on. Returns the function that ends it. */
  observe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets everything. Work that is on its way meanwhile writes nothing any more. */
  clear(): void {
    this.generation.end();
    this.#empty();
  }

  /** The whole state. Its records are the store's own, which nobody changes. */
  dump(): State {
    const collections = [...this.#collections].map(([name, records]) => [name, records.values()] as const);
    const cells = [...this.#cells].map(([name, cell]) => [name, cell.current] as const);
    return { collections: Object.fromEntries(collections), cells: Object.fromEntries(cells) };
  }

  /**
   * Replaces everything by a state that `dump` gave. Work that is on its way meanwhile writes nothing any more.
   *
   * @throws {SavedStateError} The state has what this store has no place for; `assertKnown` tells before.
   */
  load(state: State): void {
    this.generation.end();
    this.generation.enter(() => this.#replaceBy(state));
  }

  /** Does work that does not wait. When it throws, its changes are undone, and no listener receives them. */
  wholeOrNot(work: () => void): void {
    const changes: { readonly change: Change; readonly undo: () => void }[] = [];
    this.#unannounced = changes;
    try {
      work();
    } catch (error) {
      for (const { undo } of changes.reverse()) undo();
      throw error;
    } finally {
      this.#unannounced = undefined;
    }
    for (const { change, undo } of changes) this.#announce(change, undo);
  }

  /**
   * Repeats a change that a listener heard of.
   *
   * @throws {SavedStateError} There is no place for it.
   */
  apply(change: Change): void {
    if (change[0] === 'set') {
      placeIn(this.#cells, change[1]).current = change[2];
      return;
    }
    const records = placeIn(this.#collections, change[1]);
    if (change[0] === 'put') records.put(change[2]);
    else if (change[0] === 'delete') records.delete(change[2]);
    else records.clear();
  }

  /** @throws {SavedStateError} The state has a collection or a cell that this store has no place for. */
  assertKnown({ collections, cells }: State): void {
    for (const name of Object.keys(collections)) placeIn(this.#collections, name);
    for (const name of Object.keys(cells)) placeIn(this.#cells, name);
  }

  #announce(change: Change, undo: () => void): void {
    if (this.#listeners.size === 0) return;
    const fail = this.generation.failureOfWork();
    const revoke = (cause: Error): void => {
      undo();
      fail(cause);
    };
    for (const listener of this.#listeners) listener(change, revoke);
  }

  #replaceBy({ collections, cells }: State): void {
    this.#empty();
    for (const [name, records] of Object.entries(collections)) {
      for (const record of records) this.apply(['put', name, record]);
    }
    for (const [name, value] of Object.entries(cells)) this.apply(['set', name, value]);
  }

  #empty(): void {
    for (const part of [...this.#collections.values(), ...this.#cells.values()]) part.clear();
  }

  #collection<T extends Identified, Key extends string = never>(
    name: string,
    keyOf = {} as Readonly<Record<Key, (record: T) => string | null>>, // left out only where there is no key
  ): Collection<T, Key> {
    const collection = new Collection<T, Key>(this.#context, name, keyOf);
    this.#collections.set(name, collection);
    return collection;
  }

  #cell<T>(name: string, initial: T): Cell<T> {
    const cell = new Cell<T>(this.#context, name, initial);
    this.#cells.set(name, cell);
    return cell;
  }
}

function placeIn<T>(places: ReadonlyMap<string, T>, name: string): T {
  const place = places.get(name);
  if (place === undefined) throw new SavedStateError(`it has ${JSON.stringify(name)}, which is unknown`);
  return place;
}
