import type { Settings } from '../domain/settings/settings.js';
import type { Address } from './addresses.js';
import { GotrueRefusal } from './gotrue-refusal.js';

/**
 * @param status - Which differs from place to place on this wire.
 * @param what - What does not work by this kind of address.
 * @throws {GotrueRefusal} Nobody signs up or in by addresses of this kind.
 */
export function assertAddressKind(
  { addressKinds }: Pick<Settings, 'addressKinds'>,
  { channel }: Pick<Address, 'channel'>,
  status: number,
  what: string,
): void {
  const [kind, name] = channel === 'email' ? (['email', 'Email'] as const) : (['phone', 'Phone'] as const);
  if (!addressKinds.includes(kind)) throw new GotrueRefusal(status, `${kind}_provider_disabled`, `${name} ${what}`);
}
