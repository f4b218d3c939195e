import type { Account } from '../domain/accounts/account.types.js';
import type { Domain } from '../domain/create-domain.js';
import type { Factor } from '../domain/factors/factor.types.js';
import { phoneView } from './phone.js';
import { shuffled } from './shuffled.js';

/** A second factor as this wire shows it. Secrets have no place in it. */
export interface FactorView {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly status: 'unverified' | 'verified';
  readonly friendly_name?: string;
  readonly factor_type: string;
  /** Empty where the factor is no telephone. */
  readonly phone: string;
  readonly last_challenged_at: string | null;
  readonly web_authn_aaguid?: string;
}

/** The second factors of a user, in no order. */
export function factorsOf({ factors, settings }: Domain, { id }: Account): readonly FactorView[] {
  return shuffled(factors.of(id).map(factorView), settings().shuffleSeed);
}

/** Whether a user has to show more than a first factor before anything that matters. */
export function hasVerifiedFactor({ factors }: Domain, { id }: Account): boolean {
  return factors.hasVerified(id);
}

/** One second factor. */
export function factorView(factor: Factor): FactorView {
  const { createdAt, friendlyName, id, lastChallengedAt, type, updatedAt, verified } = factor;
  const model = type === 'webauthn' ? factor.credential?.aaguid : undefined;
  return {
    id,
    created_at: new Date(createdAt).toISOString(),
    updated_at: new Date(updatedAt).toISOString(),
    status: verified ? 'verified' : 'unverified',
    ...(friendlyName ? { friendly_name: friendlyName } : {}),
    factor_type: type,
    phone: type === 'phone' ? phoneView(factor.phone) : '',
    last_challenged_at: lastChallengedAt === null ? null : new Date(lastChallengedAt).toISOString(),
    ...(model === undefined ? {} : { web_authn_aaguid: model }),
  };
}
