import { InputError } from '@sallyport/core/errors';
import { requireMessageCode, requireText } from '@sallyport/core/validation';
import type { Factor } from '../factor.js';
import type { ChallengeRequest, EnrollRequest, FactorProof, RelyingParty } from '../mfa-server.js';
import { credentialToJson } from './webauthn-json.js';

// What callers pass, as it comes from code that may have no types. Nothing of it is sent before it was looked at.

/**
 * @param factors - The factors of the client.
 * @throws {InputError} A member is missing or of a wrong type.
 */
export function enrollmentFrom(params: unknown, factors: readonly Factor[]): EnrollRequest {
  const friendlyName = friendlyNameFrom(params);
  const type = requireText('factorType', member(params, 'factorType'));
  const factor = factors.find((each) => each.type === type);
  if (!factor?.enrollment) {
    const types = factors.flatMap((each) => (each.enrollment ? each.type : [])).join(', ');
    throw new InputError({ message: `factorType must be one of ${types}`, remedy: 'Pass one of these as factorType.' });
  }
  const field = (name: 'issuer' | 'phone') => {
    const need = factor.enrollment?.[name];
    const value = need && member(params, name);
    return need === 'required' ? requireText(name, value) : optionalText(name, value);
  };
  return { type, friendlyName, issuer: field('issuer'), phone: field('phone') };
}

/** @throws {InputError} It is no text. */
export function friendlyNameFrom(params: unknown): string | undefined {
  return optionalText('friendlyName', member(params, 'friendlyName'));
}

/** @throws {InputError} It is missing or no text. */
export function factorIdFrom(params: unknown): string {
  return requireText('factorId', member(params, 'factorId'));
}

/** @throws {InputError} It is missing or no text. */
export function codeFrom(params: unknown): string {
  return requireMessageCode('code', member(params, 'code'));
}

/** @throws {InputError} A member is of a wrong type. */
export function challengeFrom(params: unknown): ChallengeRequest {
  const channel = optionalText('channel', member(params, 'channel'));
  if (channel !== undefined && channel !== 'sms' && channel !== 'whatsapp') {
    throw new InputError({ message: 'channel must be sms or whatsapp', remedy: "Pass channel: 'sms' or 'whatsapp'." });
  }
  const webauthn = member(params, 'webauthn');
  return { channel, webauthn: isAbsent(webauthn) ? undefined : siteFrom(webauthn) };
}

/** @throws {InputError} A member is missing or of a wrong type. */
export function proofFrom(params: unknown): FactorProof {
  const factorId = factorIdFrom(params);
  const challengeId = requireText('challengeId', member(params, 'challengeId'));
  const webauthn = member(params, 'webauthn');
  if (isAbsent(webauthn)) return { factorId, challengeId, code: codeFrom(params) };
  const type = requireText('webauthn.type', member(webauthn, 'type'));
  if (type !== 'create' && type !== 'request') {
    throw new InputError({
      message: 'webauthn.type must be create or request',
      remedy: 'Pass the type of the challenge.',
    });
  }
  const credential = credentialToJson(member(webauthn, 'credential_response'));
  return { factorId, challengeId, webauthn: { ...siteFrom(webauthn), type, credential_response: credential } };
}

/** For which site a credential is: that of the page where nothing is said. */
export function siteInBrowserFrom(webauthn: unknown): RelyingParty {
  const { location } = globalThis;
  return siteFrom({
    rpId: member(webauthn, 'rpId') ?? location?.hostname,
    rpOrigins: member(webauthn, 'rpOrigins') ?? (location ? [location.origin] : undefined),
  });
}

/** @throws {InputError} It is missing or no text. */
export function recoveryCodeFrom(params: unknown): string {
  return requireText('code', member(params, 'code')).trim();
}

/** @throws {InputError} It is no signal. */
export function signalFrom(params: unknown): AbortSignal | undefined {
  const signal = member(params, 'signal');
  if (isAbsent(signal)) return undefined;
  if (signal instanceof AbortSignal) return signal;
  throw new InputError({ message: 'signal must be an AbortSignal', remedy: 'Pass the signal of an AbortController.' });
}

/**
 * Reads a member. What callers pass may be no object, or one that throws when it is read.
 *
 * @throws {InputError} It is no object, or cannot be read.
 */
export function member(params: unknown, name: string): unknown {
  if ((typeof params === 'object' && params !== null) || typeof params === 'function') {
    try {
      return Reflect.get(params, name);
    } catch (cause) {
      throw new InputError({ message: `${name} cannot be read`, remedy: `Pass ${name}.`, cause });
    }
  }
  throw new InputError({ message: `An object with ${name} is missing`, remedy: `Pass { ${name} }.` });
}

function siteFrom(webauthn: unknown): RelyingParty {
  const rpOrigins = member(webauthn, 'rpOrigins');
  if (!isAbsent(rpOrigins) && !Array.isArray(rpOrigins)) {
    throw new InputError({ message: 'rpOrigins must be a list', remedy: 'Pass the origins of the site in a list.' });
  }
  return {
    rpId: requireText('rpId', member(webauthn, 'rpId')),
    rpOrigins: isAbsent(rpOrigins) ? undefined : rpOrigins.map((origin) => requireText('rpOrigins', origin)),
  };
}

function optionalText(name: string, value: unknown): string | undefined {
  return isAbsent(value) || value === '' ? undefined : requireText(name, value);
}

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}
