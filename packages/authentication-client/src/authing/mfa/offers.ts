import type { OfferedFactor, PendingSignIn } from '../../mfa/domain/pending-sign-in.js';
import type { AuthingHalf, Factor, FactorOffer } from '../../mfa/factor.js';
import type { ListedFactor, Proof } from '../../mfa/mfa-server.js';
import { noStepUp, noSuchFactor, unsupported } from './refusals.js';

/** A factor and its half for this server. */
export interface Owner {
  readonly factor: Factor;
  readonly half: AuthingHalf;
}

/** An offer of a pending sign-in as a factor, unless the server lists the factor itself. */
export function offeredFactor(offer: OfferedFactor, owners: readonly Owner[]): readonly ListedFactor[] {
  const owner = owners.find(({ factor }) => factor.name === offer.type);
  if (owner?.half.list || !offer.isEnrolled) return [];
  const factor = {
    id: owner?.half.idOf(undefined, addressIn(offer)) ?? offer.type,
    factor_type: owner?.factor.type ?? offer.type,
    status: 'verified',
    ...(offer.address === null ? {} : { friendly_name: offer.address }),
    created_at: '',
    updated_at: '',
  };
  return [{ factor }];
}

/**
 * The offer with a factor id, of a factor that is proved by a code.
 *
 * @throws {UnsupportedByServerError} No sign-in is pending, or the factor is proved by no code.
 * @throws {NotFoundError} The sign-in does not offer it.
 */
export function offerOf(factorId: string, { factor, half }: Owner, pending: PendingSignIn | undefined): OfferedFactor {
  if (!pending) throw noStepUp();
  const offer = pending.offered.find(
    (each) => each.type === factor.name && each.isEnrolled && half.idOf(undefined, addressIn(each)) === factorId,
  );
  if (!offer) throw noSuchFactor();
  if (!half.send) throw unsupported('This factor is proved by no code');
  return offer;
}

/** The part of a proof that names the address of a code. */
export function addressIn({ address, phoneCountryCode }: FactorOffer): Proof {
  return { address: address ?? undefined, phoneCountryCode: phoneCountryCode ?? undefined };
}
