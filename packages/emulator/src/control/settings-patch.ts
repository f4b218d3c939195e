import {
  type Application,
  CLIENT_AUTHENTICATIONS,
  GRANT_TYPES,
  MFA_POLICIES,
  type OauthRights,
} from '../domain/applications/application.types.js';
import type { Domain } from '../domain/create-domain.js';
import { oauthRightsOf } from '../domain/grants/oauth-client.js';
import {
  ADDRESS_KINDS,
  FACTOR_TYPES,
  MISBEHAVIORS,
  type Settings,
  TOKEN_ALGORITHMS,
} from '../domain/settings/settings.js';
import { ControlRefusal } from './control-refusal.js';
import { bad, flag, integer, listOf, object, oneOf, type Reader, readFields, text } from './fields.js';
import { givenKeys } from './given-key.js';

const YEAR_SECONDS = 366 * 86_400;
const seconds = integer(1, 10 * YEAR_SECONDS);

const whitelisted: Reader<readonly string[] | null> = (value, place) =>
  value === null ? null : listOf(text)(value, place);
const signUpWhitelist: Reader<Settings['signUpWhitelist']> = (value, place) => {
  const readers = { username: whitelisted, email: whitelisted, phone: whitelisted };
  const { username = null, email = null, phone = null } = readFields(object(value, place), readers, place);
  return { username, email, phone };
};

const address: Reader<string> = (value, place) => {
  const uri = text(value, place);
  const isScript = /^(javascript|data|vbscript|blob):/i.test(uri);
  if (URL.canParse(uri) && !isScript && !/[#*\s]/.test(uri)) return uri;
  throw bad(place, 'an absolute address without fragment and wildcard');
};

// A key has to be as long as the hash (RFC 7518, 3.2).
const jwtSecret: Reader<string> = (value, place) => {
  if (text(value, place).length >= 32) return text(value, place);
  throw bad(place, 'a text of 32 characters or more');
};

// Without the plus that people may write before them.
const testNumbers: Reader<Settings['testNumbers']> = (value, place) => {
  const entries = Object.entries(object(value, place)).map(([number, code]) => {
    const digits = number.replace(/^\+/, '');
    if (!/^[1-9]\d{2,14}$/.test(digits)) throw bad(`${place}.${number}`, 'under a number with its country');
    if (typeof code === 'string' && /^\d{4,10}$/.test(code)) return [digits, code] as const;
    throw bad(`${place}.${number}`, 'a code of 4 to 10 digits');
  });
  return Object.fromEntries(entries);
};

const SETTING_READERS = {
  tokenAlgorithm: oneOf(TOKEN_ALGORITHMS),
  sessionLifetimeSeconds: seconds,
  accessTokenLifetimeSeconds: seconds,
  idTokenLifetimeSeconds: seconds,
  refreshTokenLifetimeSeconds: seconds,
  refreshFamilyLifetimeSeconds: seconds,
  refreshGraceSeconds: integer(0, YEAR_SECONDS),
  authorizationCodeLifetimeSeconds: seconds,
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
  autoconfirm: flag,
  anonymousSignIns: flag,
  bearerLifetimeSeconds: seconds,
  refreshReuseIntervalSeconds: integer(0, YEAR_SECONDS),
  refreshTokenFormat: (value, place) => (integer(1, 2)(value, place) === 1 ? 1 : 2),
  shuffleSeed: integer(0, 2 ** 31 - 1),
  sessionTimeBoxSeconds: integer(0, 10 * YEAR_SECONDS),
  sessionInactivitySeconds: integer(0, 10 * YEAR_SECONDS),
  addressKinds: listOf(oneOf(ADDRESS_KINDS)),
  manualLinking: flag,
  jwtSecret,
  jwtKeys: givenKeys,
  siteUrl: address,
  redirectAllowList: listOf(text),
  emailOtpLength: integer(6, 10),
  emailOtpLifetimeSeconds: seconds,
  smsOtpLength: integer(6, 10),
  smsOtpLifetimeSeconds: seconds,
  testNumbers,
  smsFails: flag,
  messageSpacingSeconds: integer(0, YEAR_SECONDS),
  confirmsEmailChangeTwice: flag,
  newPasswordNeedsReauthentication: flag,
  newPasswordNeedsPresentOne: flag,
  factorTypes: listOf(oneOf(FACTOR_TYPES)),
  hasRecoveryCodes: flag,
  mfaRejection: (value, place) => (value === null ? null : text(value, place)),
  totpStepsWorkOnce: flag,
  factorChallengeLifetimeSeconds: seconds,
  exposeHeaders: flag,
  misbehave: listOf(oneOf(MISBEHAVIORS)),
} satisfies { readonly [Name in keyof Settings]: Reader<Settings[Name]> };

/** The second factors that an application demands, each once. */
export const applicationMfa: Reader<Application['applicationMfa']> = (value, place) => {
  const policies = listOf(oneOf(MFA_POLICIES))(value, place);
  if (new Set(policies).size !== policies.length) throw bad(place, 'a list without repetitions');
  return policies;
};

/** What an application may do in OAuth 2. */
export const OAUTH_READERS = {
  redirectUris: listOf(address),
  logoutRedirectUris: listOf(address),
  grantTypes: listOf(oneOf(GRANT_TYPES)),
  clientAuthentications: listOf(oneOf(CLIENT_AUTHENTICATIONS)),
} satisfies { readonly [Name in keyof OauthRights]: Reader<OauthRights[Name]> };

const APPLICATION_READERS = { applicationMfa, ...OAUTH_READERS };
const PATCH_READERS = { ...SETTING_READERS, ...APPLICATION_READERS, applications: object };

/** What can be changed of an application while the server runs. */
export interface ApplicationPatch extends OauthRights {
  /** Second factors that it demands; none when empty. */
  readonly applicationMfa?: Application['applicationMfa'];
}

/** What can be changed while the server runs. */
export interface SettingsPatch extends Partial<Settings>, ApplicationPatch {
  /** What is said of the default application above, for other applications, under their ids. */
  readonly applications?: Readonly<Record<string, ApplicationPatch>>;
}

/** The settings as they are, in the form of a patch. */
export function settingsView({ settings, applications }: Domain): Required<SettingsPatch> {
  const all = applications.all().map((application) => [application.id, applicationView(application)] as const);
  return { ...settings(), ...applicationView(applications.default), applications: Object.fromEntries(all) };
}

function applicationView(application: Application): Required<ApplicationPatch> {
  return { applicationMfa: application.applicationMfa, ...oauthRightsOf(application) };
}

/**
 * Changes settings; those that are left out stay as they are.
 *
 * @throws {ControlRefusal} One of them is unknown or has a bad value. Nothing was changed.
 */
export function patchSettings({ store, applications }: Domain, input: unknown): void {
  const {
    applicationMfa: policies,
    redirectUris,
    logoutRedirectUris,
    grantTypes,
    clientAuthentications,
    applications: ofOthers = {},
    ...patch
  } = readFields(object(input, 'settings'), PATCH_READERS, '');
  const given = { applicationMfa: policies, redirectUris, logoutRedirectUris, grantTypes, clientAuthentications };
  const ofDefault = Object.entries(given).filter(([, value]) => value !== undefined);
  const changed: Application[] =
    ofDefault.length > 0 ? [{ ...applications.default, ...Object.fromEntries(ofDefault) }] : [];
  for (const [id, value] of Object.entries(ofOthers)) {
    const application = applications.get(id);
    if (!application) throw new ControlRefusal('unknown-application', `applications.${id} is unknown`);
    const place = `applications.${id}`;
    changed.push({ ...application, ...readFields(object(value, place), APPLICATION_READERS, place) });
  }
  for (const application of changed) applications.put(application);
  store.settings.current = { ...store.settings.current, ...patch };
}
