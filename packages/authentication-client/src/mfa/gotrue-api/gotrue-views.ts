import type {
  Assurance,
  FactorChallenge,
  FactorRecord,
  NewFactor,
  NewRecoveryCodes,
  ProvedFactor,
  RecoveryCodesStatus,
} from '../domain/factor-gateway.js';
import { optionsWithBuffers } from './webauthn-json.js';

// What GoTrue's users read, made of what gateways say. Members that only the server knows go along, under its names.

type View = Readonly<Record<string, unknown>>;

interface FactorView extends View {
  readonly factor_type: string;
  readonly status: 'verified' | 'unverified';
}

function factorView(record: FactorRecord): FactorView {
  const { id, type, isVerified, createdAt, updatedAt, friendlyName, further } = record;
  return {
    ...further,
    id,
    ...named(friendlyName),
    factor_type: type,
    status: isVerified ? 'verified' : 'unverified',
    created_at: createdAt ?? '',
    updated_at: updatedAt ?? '',
  };
}

export function factorsView(records: readonly FactorRecord[]): View {
  const all = records.map(factorView);
  const verified = (type: string): unknown =>
    all.filter(({ factor_type, status }) => factor_type === type && status === 'verified');
  return {
    all,
    totp: verified('totp'),
    phone: verified('phone'),
    webauthn: verified('webauthn'),
    recovery_code: verified('recovery_code'),
  };
}

export function enrolledView(factor: NewFactor): View {
  const { id, type, friendlyName, further } = factor;
  const view = { ...further, id, type, ...named(friendlyName) };
  if (factor.type === 'phone') return { ...view, phone: factor.phone };
  if (factor.type === 'webauthn') return view;
  const { qrCode, secret, uri, recoveryCode } = factor;
  // GoTrue has no recovery code here; where a server hands one out, this is the one moment to show it.
  return { ...view, totp: { qr_code: qrCode, secret, uri, ...(recoveryCode ? { recovery_code: recoveryCode } : {}) } };
}

export function challengeView({ id, type, expiresAt, webauthn, further }: FactorChallenge): View {
  const view = { ...further, id, type, expires_at: expiresAt };
  if (!webauthn) return view;
  const publicKey = optionsWithBuffers(webauthn.credentialOptions);
  return { ...view, webauthn: { type: webauthn.type, credential_options: { publicKey } } };
}

export function provedView(proved: ProvedFactor): View {
  const { accessToken, refreshToken, expiresIn, user, recoveryCode, further } = proved;
  return {
    ...further,
    access_token: accessToken,
    token_type: 'bearer',
    expires_in: expiresIn,
    refresh_token: refreshToken,
    // What code written for GoTrue's users may take for granted; what the wire says goes before it.
    user: { aud: 'authenticated', app_metadata: {}, user_metadata: {}, created_at: user.createdAt ?? '', ...user },
    ...(recoveryCode ? { recovery_code: recoveryCode } : {}),
  };
}

export function assuranceView({ currentLevel, nextLevel, methods }: Assurance): View {
  const isTimed = methods.every(({ timestamp }) => timestamp !== null);
  const currentAuthenticationMethods = methods.map(({ method, timestamp, further }) =>
    isTimed ? { ...further, method, timestamp } : method,
  );
  return { currentLevel, nextLevel, currentAuthenticationMethods };
}

export function recoveryCodesStatusView({ id, total, remaining, further }: RecoveryCodesStatus): View {
  return { ...further, id, type: 'recovery_code', total, remaining };
}

export function recoveryCodesView({ id, friendlyName, total, codes, further }: NewRecoveryCodes): View {
  return { ...further, id, type: 'recovery_code', ...named(friendlyName), total, codes: [...codes] };
}

function named(friendlyName: string | null): View {
  return friendlyName === null ? {} : { friendly_name: friendlyName };
}
