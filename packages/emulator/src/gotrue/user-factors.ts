import type { Account } from '../domain/accounts/account.types.js';
import type { Domain } from '../domain/create-domain.js';

/** A second factor as this wire shows it. Secrets have no place in it. */
export interface FactorView {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly status: 'unverified' | 'verified';
  readonly friendly_name?: string;
  readonly factor_type: string;
  readonly last_challenged_at: string | null;
}

/** The second factors of a user, the oldest first. */
export function factorsOf(_domain: Domain, _account: Account): readonly FactorView[] {
  return [];
}

/** Whether a user has to show more than a first factor before anything that matters. */
export function hasVerifiedFactor(domain: Domain, account: Account): boolean {
  return factorsOf(domain, account).some(({ status }) => status === 'verified');
}
