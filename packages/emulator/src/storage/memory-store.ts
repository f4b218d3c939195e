import type { Account } from '../domain/accounts/account.types.js';
import { canonicalPhone } from '../domain/accounts/identifiers.js';
import type { Application } from '../domain/applications/application.types.js';
import type { Attempts } from '../domain/limits/attempts.types.js';
import type { Message } from '../domain/messages/message.types.js';
import type { OneTimeCode } from '../domain/messages/one-time-code.types.js';
import type { TotpEnrollment } from '../domain/second-factor/totp-enrollment.types.js';
import type { PendingSignIn } from '../domain/sign-in/pending-sign-in.types.js';
import type { Session } from '../domain/sign-in/session.types.js';
import { Collection } from './collection.js';
import { Generation } from './generation.js';

/** Everything that the server remembers. Nothing else of it has state, so that this alone can be saved. */
export class MemoryStore {
  readonly generation = new Generation();
  readonly accounts = new Collection<Account, 'username' | 'email' | 'phone' | 'externalId'>(this.generation, {
    username: (account) => account.username,
    email: (account) => account.email,
    phone: ({ phone, phoneCountryCode }) => (phone === null ? null : canonicalPhone(phone, phoneCountryCode)),
    externalId: (account) => account.externalId,
  });
  readonly applications = new Collection<Application>(this.generation, {});
  /** One for each user, under the user's id. */
  readonly totpEnrollments = new Collection<TotpEnrollment>(this.generation, {});
  readonly messages = new Collection<Message>(this.generation, {});
  readonly codes = new Collection<OneTimeCode>(this.generation, {});
  readonly sessions = new Collection<Session>(this.generation, {});
  readonly pendingSignIns = new Collection<PendingSignIn>(this.generation, {});
  readonly attempts = new Collection<Attempts>(this.generation, {});

  /** Forgets everything. Work that is on its way meanwhile writes nothing any more. */
  clear(): void {
    this.generation.end();
    const all = [this.accounts, this.applications, this.totpEnrollments, this.messages, this.codes];
    for (const collection of [...all, this.sessions, this.pendingSignIns, this.attempts]) collection.clear();
  }
}
