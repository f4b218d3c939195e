import { NotFoundError } from '@sallyport/core';
import type { Enrollment, EnrollmentSource } from '../../domain/enrollment.js';
import type { FactorRecord } from '../../domain/factor-gateway.js';
import type { OfferedFactor, PendingSignIn } from '../../domain/pending-sign-in.js';

// Authing's factors have no ids that could be handed back: a user has one of each kind. So an id says which kind, and
// always the same.

/** A kind of authenticator, by who has demanded it. */
export interface TotpFactorId {
  readonly kind: 'totp';
  readonly source: EnrollmentSource;
}

/** A phone or a mailbox that a pending sign-in offers. */
export interface AddressFactorId {
  readonly kind: 'sms' | 'email';
}

export function totpFactorId(source: EnrollmentSource): string {
  return source === 'application' ? 'totp:APPLICATION' : 'totp:SELF';
}

/** @throws {NotFoundError} It is no id of a factor of this wire. */
export function parseFactorId(id: string): TotpFactorId | AddressFactorId {
  if (id === 'totp:SELF') return { kind: 'totp', source: 'self' };
  if (id === 'totp:APPLICATION') return { kind: 'totp', source: 'application' };
  if (/^sms:./.test(id)) return { kind: 'sms' };
  if (/^email:./.test(id)) return { kind: 'email' };
  throw noSuchFactor();
}

export function noSuchFactor(): NotFoundError {
  return new NotFoundError({
    message: 'The user has no such factor',
    code: 'mfa_factor_not_found',
    status: 404,
    remedy: 'Pass the id of a factor of listFactors.',
  });
}

/** @param source - What was asked for; authenticators need not say theirs. */
export function totpRecord(enrollment: Enrollment, source: EnrollmentSource): FactorRecord {
  const { isVerified, createdAt, updatedAt } = enrollment;
  const id = totpFactorId(enrollment.source ?? source);
  return { id, type: 'totp', isVerified, friendlyName: null, createdAt, updatedAt, further: {} };
}

/** A phone or a mailbox that codes of a pending sign-in go to. */
export interface OfferedAddress {
  readonly id: string;
  readonly type: 'sms' | 'email';
  readonly address: string;
  readonly phoneCountryCode: string | null;
}

export function offeredAddresses({ offered }: PendingSignIn): readonly OfferedAddress[] {
  return offered.filter(hasAddress).map(({ type, address, phoneCountryCode }) => ({
    id: `${type}:${phoneCountryCode ?? ''}${address}`,
    type,
    address,
    phoneCountryCode,
  }));
}

export function addressRecord({ id, type, address }: OfferedAddress): FactorRecord {
  return offeredRecord(id, factorTypeOf(type), address);
}

/** What the user has beyond codes, such as a face: listed, so that a screen can tell of it, under its type. */
export function otherOfferedRecords({ offered }: PendingSignIn): readonly FactorRecord[] {
  const others = offered.filter(({ type, isEnrolled }) => isEnrolled && !PROVED_BY_CODE.includes(type));
  return others.map(({ type }) => offeredRecord(type, type, null));
}

const PROVED_BY_CODE: readonly string[] = ['totp', 'sms', 'email'];

function offeredRecord(id: string, type: string, friendlyName: string | null): FactorRecord {
  return { id, type, isVerified: true, friendlyName, createdAt: null, updatedAt: null, further: {} };
}

/** The wire tells how a code is carried, factors tell where it goes. */
export function factorTypeOf(type: OfferedAddress['type']): 'phone' | 'email' {
  return type === 'sms' ? 'phone' : 'email';
}

type WithAddress = OfferedFactor & { readonly type: 'sms' | 'email'; readonly address: string };

function hasAddress(factor: OfferedFactor): factor is WithAddress {
  return (factor.type === 'sms' || factor.type === 'email') && factor.isEnrolled && factor.address !== null;
}
