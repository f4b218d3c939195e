import type { Settings } from '../domain/settings/settings.js';
import type { Address } from './addresses.js';
import { GotrueRefusal } from './gotrue-refusal.js';

/** Whether people sign up and in by addresses of this kind. */
export function isOn({ addressKinds }: Pick<Settings, 'addressKinds'>, { channel }: Pick<Address, 'channel'>): boolean {
  return addressKinds.includes(channel === 'email' ? 'email' : 'phone');
}

/**
 * @param status - Which differs from place to place on this wire.
 * @param what - What does not work by this kind of address.
 * @throws {GotrueRefusal} Nobody signs up or in by addresses of this kind.
 */
export function assertAddressKind(
  settings: Pick<Settings, 'addressKinds'>,
  address: Pick<Address, 'channel'>,
  status: number,
  what: string,
): void {
  if (isOn(settings, address)) return;
  const [code, name] =
    address.channel === 'email' ? ['email_provider_disabled', 'Email'] : ['phone_provider_disabled', 'Phone'];
  throw new GotrueRefusal(status, code, `${name} ${what}`);
}
