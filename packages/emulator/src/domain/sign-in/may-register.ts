import type { NewAccount } from '../accounts/account.types.js';
import { identifierOf } from '../accounts/accounts.js';
import { Refusal } from '../refusal.js';
import type { Settings } from '../settings/settings.js';

const KEYS = ['username', 'email', 'phone'] as const;

/** @throws {Refusal} People may not register themselves, or this one may not. */
export function assertMayRegister({ registrationEnabled, signUpWhitelist }: Settings, account: NewAccount): void {
  if (!registrationEnabled) throw new Refusal('registration-disabled', 'Registration is disabled');
  for (const key of KEYS) {
    const [allowed, own] = [signUpWhitelist[key], account[key]];
    if (allowed === null || !own) continue;
    const identifier = identifierOf(key, own, account.phoneCountryCode);
    if (allowed.some((entry) => identifierOf(key, entry) === identifier)) continue;
    throw new Refusal('not-whitelisted', `Registration is for ${key}s on a list only`);
  }
}
