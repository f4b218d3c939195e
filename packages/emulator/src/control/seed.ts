import { randomUUID } from 'node:crypto';
import { DIRECTORIES, type NewAccount, PROFILE_FIELDS } from '../domain/accounts/account.types.js';
import type { Application } from '../domain/applications/application.types.js';
import type { Domain } from '../domain/create-domain.js';
import { Refusal } from '../domain/refusal.js';
import { parseTotpSecret } from '../domain/second-factor/totp.js';
import { DEVELOPMENT_SECRET_PREFIX } from '../keys/development-keys.js';
import { ControlRefusal } from './control-refusal.js';
import { bad, flag, instant, listOf, object, oneOf, type Reader, readFields, text } from './fields.js';
import { SEED_KINDS } from './seeds/index.js';
import type { Planting } from './seeds/seed-kind.js';
import { userFieldKind } from './seeds/user-kinds.js';
import { applicationMfa, OAUTH_READERS } from './settings-patch.js';

const totp: Reader<{ readonly secret: string; readonly recoveryCode?: string }> = (value, place) => {
  const { secret, recoveryCode } = readFields(object(value, place), { secret: text, recoveryCode: text }, place);
  const parsed = secret === undefined ? null : parseTotpSecret(secret);
  if (parsed === null) throw bad(`${place}.secret`, 'Base32 of at least 80 bits');
  return { secret: parsed, ...(recoveryCode === undefined ? {} : { recoveryCode }) };
};

const profileReaders = Object.fromEntries(PROFILE_FIELDS.map((field) => [field, text])) as Readonly<
  Record<(typeof PROFILE_FIELDS)[number], Reader<string>>
>; // one for each field

const USER_READERS = {
  ...profileReaders,
  kind: text,
  id: text,
  username: text,
  email: text,
  phone: text,
  phoneCountryCode: text,
  password: text,
  emailVerified: flag,
  phoneVerified: flag,
  blocked: flag,
  status: oneOf(['Suspended', 'Resigned', 'Activated', 'Archived']),
  externalId: text,
  createdAt: instant,
  customData: object,
  userMetadata: object,
  appMetadata: object,
  totp,
  directory: oneOf(DIRECTORIES),
  mustSetPassword: flag,
  mustResetPassword: flag,
  mfaEmail: text,
  mfaPhone: text,
  mfaPhoneCountryCode: text,
};

// With HS256 the secret is a key, which has to be as long as the hash (RFC 7518, 3.2).
const MIN_SECRET_LENGTH = 32;
const applicationSecret: Reader<string> = (value, place) => {
  if (text(value, place).length >= MIN_SECRET_LENGTH) return text(value, place);
  throw bad(place, `a text of ${MIN_SECRET_LENGTH} characters or more`);
};

const APPLICATION_READERS = {
  kind: text,
  id: text,
  name: text,
  secret: applicationSecret,
  description: text,
  applicationMfa,
  ...OAUTH_READERS,
};

/** A user as a seed writes it. */
export type SeedUser = { readonly kind: 'user' } & {
  readonly [Name in Exclude<keyof typeof USER_READERS, 'kind' | 'createdAt'>]?: ReturnType<(typeof USER_READERS)[Name]>;
} & { readonly createdAt?: string | number };

/** An application as a seed writes it; the one that is always there is changed under its id. */
export type SeedApplication = { readonly kind: 'application' } & {
  readonly [Name in Exclude<keyof typeof APPLICATION_READERS, 'kind'>]?: ReturnType<(typeof APPLICATION_READERS)[Name]>;
};

/** Any other object of a seed. Its fields are those of its kind; the guide to the emulator has them. */
export interface SeedObject {
  readonly kind: 'device' | 'identity' | 'namespace' | 'org' | 'policy' | 'resource' | 'role' | 'userField';
  readonly [field: string]: unknown;
}

/** What a server starts with. Other top-level keys are ignored. */
export interface Seed {
  readonly objects: readonly (SeedUser | SeedApplication | SeedObject)[];
}

interface Plan {
  readonly accounts: readonly { readonly place: string; readonly account: NewAccount & { readonly id: string } }[];
  readonly factors: readonly { readonly userId: string; readonly secret: string; readonly recoveryCode?: string }[];
  readonly applications: readonly (Partial<Application> & { readonly id: string })[];
  readonly userFields: readonly Planting[];
  /** All else, what others name first. */
  readonly others: readonly { readonly place: string; readonly plant: Planting }[];
}

/** A seed whose slow part is done. */
export interface PreparedSeed {
  /**
   * Adds what the seed describes, at once: all of it or nothing.
   *
   * @throws {ControlRefusal} Something in it is taken. The message names it.
   * @throws {Refusal} The server was reset since this work began.
   */
  plant(): void;
}

/**
 * Adds what a seed describes: all of it or nothing.
 *
 * @throws {ControlRefusal} Something in it is unknown, malformed or taken. The message names it.
 * @throws {Refusal} The server was reset meanwhile.
 */
export async function plantSeed(domain: Domain, seed: unknown): Promise<void> {
  (await prepareSeed(domain, seed)).plant();
}

/**
 * Reads a seed and hashes its passwords.
 *
 * @throws {ControlRefusal} Something in it is unknown or malformed. The message names it.
 */
export async function prepareSeed(domain: Domain, seed: unknown): Promise<PreparedSeed> {
  const objects = listOf(object)(object(seed, 'seed').objects, 'objects');
  const drafts = objects.map((entry, index) => draftOf(entry, `objects[${index}]`));
  const accounts = await Promise.all(
    drafts.flatMap((draft) => (draft.kind === 'user' ? [withPasswordHash(domain, draft)] : [])),
  );
  const plan: Plan = {
    accounts,
    factors: drafts.flatMap((draft) => (draft.kind === 'user' && draft.factor ? [draft.factor] : [])),
    applications: drafts.flatMap((draft) => (draft.kind === 'application' ? [draft.application] : [])),
    userFields: drafts.flatMap((draft) => (draft.kind === 'userField' ? [draft.plant] : [])),
    others: [...SEED_KINDS.keys()].flatMap((kind) =>
      drafts.flatMap((draft) => (draft.kind === 'other' && draft.name === kind ? [draft] : [])),
    ),
  };
  return { plant: () => carryOut(domain, plan) };
}

type Draft = ReturnType<typeof draftOf>;
type UserDraft = Extract<Draft, { readonly kind: 'user' }>;

function draftOf(entry: Readonly<Record<string, unknown>>, place: string) {
  if (entry.kind === 'user') return userDraft(entry, place);
  if (entry.kind === 'application') return applicationDraft(entry, place);
  if (entry.kind === 'userField') return { kind: entry.kind, plant: userFieldKind.read(entry, place) } as const;
  const name = typeof entry.kind === 'string' ? entry.kind : '';
  const kind = SEED_KINDS.get(name);
  if (kind) return { kind: 'other', name, place, plant: kind.read(entry, place) } as const;
  const known = ['application', 'user', 'userField', ...SEED_KINDS.keys()].sort().join(', ');
  throw new ControlRefusal(
    'unknown-kind',
    `${place}.kind ${JSON.stringify(entry.kind)} is unknown; there are ${known}`,
  );
}

function userDraft(entry: Readonly<Record<string, unknown>>, place: string) {
  const {
    kind: _,
    password,
    totp: factor,
    userMetadata,
    appMetadata,
    ...fields
  } = readFields(entry, USER_READERS, place);
  const texts = Object.fromEntries(PROFILE_FIELDS.flatMap((name) => (fields[name] ? [[name, fields[name]]] : [])));
  for (const name of PROFILE_FIELDS) delete fields[name];
  const id = fields.id ?? randomUUID();
  const details = { ...(userMetadata ? { userMetadata } : {}), ...(appMetadata ? { appMetadata } : {}) };
  const account = { ...fields, texts, details, id };
  return { kind: 'user' as const, place, password, account, factor: factor && { userId: id, ...factor } };
}

function applicationDraft(entry: Readonly<Record<string, unknown>>, place: string) {
  const { kind: _, ...fields } = readFields(entry, APPLICATION_READERS, place);
  const id = fields.id ?? randomUUID().replaceAll('-', '').slice(0, 24);
  return { kind: 'application' as const, application: { ...fields, id } };
}

async function withPasswordHash({ passwords }: Domain, { place, password, account }: UserDraft) {
  if (password === undefined) return { place, account };
  try {
    return { place, account: { ...account, ...(await passwords.keep(password)) } };
  } catch (error) {
    throw named(error, `${place}.password`);
  }
}

/** Nothing here waits, so that nobody sees half of it; what was added before a refusal is taken back. */
function carryOut(domain: Domain, plan: Plan): void {
  domain.store.generation.assertCurrent();
  domain.store.wholeOrNot(() => {
    for (const plant of plan.userFields) plant(domain);
    for (const { place, account } of plan.accounts) under(place, () => plantAccount(domain, account, place));
    for (const { userId, secret, recoveryCode } of plan.factors) domain.totp.import(userId, secret, recoveryCode);
    for (const application of plan.applications) plantApplication(domain, application);
    for (const { place, plant } of plan.others) under(place, () => plant(domain));
  });
}

function plantAccount(
  { accounts, customFields }: Domain,
  account: Plan['accounts'][number]['account'],
  place: string,
): void {
  if (accounts.get(account.id)) throw new ControlRefusal('taken', `${place}.id is taken`);
  accounts.create({ ...account, customData: customFields.fitted(account.customData ?? {}) });
}

function plantApplication({ applications, clock }: Domain, { id, ...fields }: Plan['applications'][number]): void {
  const secret = `${DEVELOPMENT_SECRET_PREFIX}application-secret-${id}`;
  const fresh = { name: id, secret, description: '', createdAt: clock.now(), applicationMfa: [] };
  applications.put({ ...fresh, ...applications.get(id), ...fields, id });
}

function under(place: string, plant: () => void): void {
  try {
    plant();
  } catch (error) {
    throw named(error, place);
  }
}

function named(error: unknown, place: string): unknown {
  return error instanceof Refusal ? new ControlRefusal(error.reason, `${place}: ${error.message}`) : error;
}
