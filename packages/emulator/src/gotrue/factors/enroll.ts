import type { AssuredCaller } from '../../domain/factors/enrollments.js';
import type { Factor, TotpFactor } from '../../domain/factors/factor.types.js';
import type { FactorType } from '../../domain/settings/settings.js';
import type { JsonObject } from '../../http/json-body.js';
import { audit } from '../audit.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal, invalid } from '../gotrue-refusal.js';
import { parsePhone } from '../phone.js';
import { readBody, textOf } from '../request-body.js';
import { present, requireAssuredCaller } from './factor-caller.js';
import { refusingFactors } from './factor-refusals.js';
import { qrCodeSvg } from './qr-code-svg.js';

/** How each type is enrolled. What it gives is shown once, beside what all have. */
type Enroll = (
  context: GotrueContext,
  caller: AssuredCaller,
  body: JsonObject,
) => Promise<{ readonly factor: Factor; readonly shown: Readonly<Record<string, unknown>> }>;

const WAYS: Readonly<Record<string, Enroll>> = {
  totp: async ({ domain }, caller, body) => {
    const issuer = issuerOf(body) || new URL(domain.settings().siteUrl).host;
    const factor = domain.enrollments.enrollTotp(caller, nameOf(body));
    const uri = uriOf(factor, issuer, caller.account.email ?? '');
    return { factor, shown: { totp: { qr_code: await qrCodeSvg(uri), secret: factor.secret, uri } } };
  },
  phone: async ({ domain }, caller, body) => {
    const phone = textOf(body, 'phone');
    if (phone === '') throw invalid('Phone number required to enroll Phone factor');
    return { factor: domain.enrollments.enrollPhone(caller, nameOf(body), parsePhone(phone)), shown: { phone } };
  },
  webauthn: async ({ domain }, caller, body) => ({
    factor: domain.enrollments.enrollWebauthn(caller, nameOf(body)),
    shown: {},
  }),
};

const NAMES: Readonly<Record<FactorType, string>> = {
  totp: 'TOTP',
  phone: 'Phone',
  webauthn: 'WebAuthn',
  recovery_code: 'recovery codes',
};

const LONGEST_ISSUER = 900;

/** A user's adding of a factor. It proves nothing before it is verified. */
export function mountEnroll(context: GotrueContext): void {
  const { domain, on } = context;
  on(
    'POST',
    '/factors',
    refusingFactors(async (c) => {
      const caller = await requireAssuredCaller(context, c);
      const body = await readBody(context, c);
      const type = textOf(body, 'factor_type');
      const enroll = Object.hasOwn(WAYS, type) ? WAYS[type] : undefined;
      if (!enroll) throw invalid('factor_type needs to be totp, phone, or webauthn');
      assertOn(context, type, 'enroll');
      const { factor, shown } = await enroll(context, present(context, caller), body);
      audit({ domain }, c, 'factor_in_progress', caller.account, { factor_id: factor.id, factor_type: factor.type });
      return c.json({ id: factor.id, type: factor.type, friendly_name: factor.friendlyName ?? '', ...shown });
    }),
  );
}

/** @throws {GotrueRefusal} The server does without factors of this type. */
export function assertOn({ domain }: Pick<GotrueContext, 'domain'>, type: string, what: 'enroll' | 'verify'): void {
  const known = domain.settings().factorTypes.find((each) => each === type);
  if (known) return;
  const plain = type === 'recovery_code' ? 'recovery_codes' : type;
  const name = NAMES[type as FactorType]; // callers know their types
  const verb = what === 'enroll' ? 'enroll' : 'verification';
  throw new GotrueRefusal(422, `mfa_${plain}_${what}_not_enabled`, `MFA ${verb} is disabled for ${name}`);
}

function nameOf(body: JsonObject): string {
  return textOf(body, 'friendly_name');
}

// It is in the picture twice, which has room for 2953 characters. What is no text in UTF-16 is none in an address.
function issuerOf(body: JsonObject): string {
  const issuer = Buffer.from(textOf(body, 'issuer')).toString();
  if (encodeURIComponent(issuer).length <= LONGEST_ISSUER) return issuer;
  throw invalid('issuer is too long for a QR code');
}

// The parameters stand in the order of the alphabet, as the wire has them; so do a port and an `@` in the path.
function uriOf({ secret }: TotpFactor, issuer: string, email: string): string {
  const [by, of] = [issuer, email].map((text) => encodeURIComponent(text).replace(/%(40|3A)/g, decodeURIComponent));
  const query = `algorithm=SHA1&digits=6&issuer=${encodeURIComponent(issuer)}&period=30&secret=${secret}`;
  return `otpauth://totp/${by}:${of}?${query}`;
}
