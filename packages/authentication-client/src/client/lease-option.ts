import type { Lease } from '@sallyport/core/storage';
import { portOption, refuseOption, type UnreadOptions } from '@sallyport/core/validation';

/** A lease of the caller, with the time for which it can be held. */
export function leaseOption(option: string, value: unknown, all: UnreadOptions): Lease | undefined {
  const lease = portOption<Lease>('hold')(option, value, all);
  if (lease && !(Number.isFinite(lease.holdMs) && lease.holdMs > 0)) {
    refuseOption(option, 'does not say how long it can be held', 'Give it a holdMs, in milliseconds.');
  }
  return lease;
}
