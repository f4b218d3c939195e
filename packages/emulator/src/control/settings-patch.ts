import { type Application, MFA_POLICIES } from '../domain/applications/application.types.js';
import type { Domain } from '../domain/create-domain.js';
import { type Settings, TOKEN_ALGORITHMS } from '../domain/settings/settings.js';
import { ControlRefusal } from './control-refusal.js';
import { bad, flag, integer, listOf, object, oneOf, type Reader, readFields, text } from './fields.js';

const YEAR_SECONDS = 366 * 86_400;
const seconds = integer(1, 10 * YEAR_SECONDS);

const whitelisted: Reader<readonly string[] | null> = (value, place) =>
  value === null ? null : listOf(text)(value, place);
const signUpWhitelist: Reader<Settings['signUpWhitelist']> = (value, place) => {
  const readers = { username: whitelisted, email: whitelisted, phone: whitelisted };
  const { username = null, email = null, phone = null } = readFields(object(value, place), readers, place);
  return { username, email, phone };
};

const SETTING_READERS = {
  tokenAlgorithm: oneOf(TOKEN_ALGORITHMS),
  sessionLifetimeSeconds: seconds,
  managementTokenLifetimeSeconds: seconds,
  mfaTokenLifetimeSeconds: seconds,
  codeLength: integer(4, 10),
  codeLifetimeSeconds: seconds,
  maxCodeAttempts: integer(0, 1_000_000),
  maxPasswordAttempts: integer(0, 1_000_000),
  lockSeconds: seconds,
  minimumPasswordLength: integer(1, 128),
  passwordKinds: integer(0, 3),
  passwordHistory: integer(0, 24),
  lockAccountAfter: integer(0, 1_000_000),
  signUpWhitelist,
  hideUnknownUsers: flag,
  registrationEnabled: flag,
  exposeHeaders: flag,
} satisfies { readonly [Name in keyof Settings]: Reader<Settings[Name]> };

/** The second factors that an application demands, each once. */
export const applicationMfa: Reader<Application['applicationMfa']> = (value, place) => {
  const policies = listOf(oneOf(MFA_POLICIES))(value, place);
  if (new Set(policies).size !== policies.length) throw bad(place, 'a list without repetitions');
  return policies;
};

const PATCH_READERS = { ...SETTING_READERS, applicationMfa, applications: object };

/** What can be changed while the server runs. */
export interface SettingsPatch extends Partial<Settings> {
  /** Second factors that the default application demands; none when empty. */
  readonly applicationMfa?: Application['applicationMfa'];
  /** The same for other applications, under their ids. */
  readonly applications?: Readonly<Record<string, { readonly applicationMfa?: Application['applicationMfa'] }>>;
}

/** The settings as they are, in the form of a patch. */
export function settingsView({ settings, applications }: Domain): Required<SettingsPatch> {
  const all = applications.all().map(({ id, applicationMfa: policies }) => [id, { applicationMfa: policies }] as const);
  return {
    ...settings(),
    applicationMfa: applications.default.applicationMfa,
    applications: Object.fromEntries(all),
  };
}

/**
 * Changes settings; those that are left out stay as they are.
 *
 * @throws {ControlRefusal} One of them is unknown or has a bad value. Nothing was changed.
 */
export function patchSettings({ store, applications }: Domain, input: unknown): void {
  const {
    applicationMfa: ofDefault,
    applications: ofOthers = {},
    ...patch
  } = readFields(object(input, 'settings'), PATCH_READERS, '');
  const changed: Application[] = ofDefault ? [{ ...applications.default, applicationMfa: ofDefault }] : [];
  for (const [id, value] of Object.entries(ofOthers)) {
    const application = applications.get(id);
    if (!application) throw new ControlRefusal('unknown-application', `applications.${id} is unknown`);
    const place = `applications.${id}`;
    changed.push({ ...application, ...readFields(object(value, place), { applicationMfa }, place) });
  }
  for (const application of changed) applications.put(application);
  store.settings.current = { ...store.settings.current, ...patch };
}
