import { type AccountChange, ADMINISTERED_FIELDS, PROFILE_FIELDS } from '../../domain/accounts/account.types.js';

type Input = Readonly<Record<string, unknown>>;

const TEXTS = [...PROFILE_FIELDS, ...ADMINISTERED_FIELDS];
const IDENTIFIERS = ['username', 'email', 'phone', 'phoneCountryCode', 'externalId'] as const;
const FLAGS = ['emailVerified', 'phoneVerified', 'blocked'] as const;

/** What an administrator writes of a user, from an input that the schema has checked. Absent fields stay absent. */
export function administeredChange(input: Input): AccountChange {
  const pick = (names: readonly string[], isGiven: (value: unknown) => boolean): Record<string, unknown> =>
    Object.fromEntries(names.filter((name) => isGiven(input[name])).map((name) => [name, input[name]]));
  const isText = (value: unknown): boolean => typeof value === 'string' || value === null;
  const change = {
    ...pick(IDENTIFIERS, isText),
    ...pick(FLAGS, (value) => typeof value === 'boolean'),
    ...pick(['loginsCount'], (value) => typeof value === 'number'),
    ...(typeof input.lastIP === 'string' ? { lastIp: input.lastIP } : {}),
    texts: pick(TEXTS, isText),
  };
  return change; // each field as the schema has it, which is how an account has it
}
