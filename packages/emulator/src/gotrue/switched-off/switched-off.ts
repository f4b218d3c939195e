import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal } from '../gotrue-refusal.js';

const SSO = [
  ['POST', '/sso'],
  ['GET', '/sso/saml/metadata'],
  ['POST', '/sso/saml/acs'],
] as const;

const PASSKEYS = [
  ['POST', '/passkeys/authentication/options'],
  ['POST', '/passkeys/authentication/verify'],
  ['POST', '/passkeys/registration/options'],
  ['POST', '/passkeys/registration/verify'],
  ['GET', '/passkeys'],
  ['PATCH', '/passkeys/{passkeyId}'],
  ['DELETE', '/passkeys/{passkeyId}'],
] as const;

const USERS_PASSKEYS = [
  ['GET', '/admin/users/{userId}/passkeys'],
  ['DELETE', '/admin/users/{userId}/passkeys/{passkeyId}'],
] as const;

/** What administrators could have made, and have not. */
const NOTHING_MADE = [
  ['/admin/sso/providers', { items: [] }],
  ['/admin/custom-providers', { providers: [] }],
] as const;

const MAKING = [
  ['/admin/sso/providers', 404, 'saml_provider_disabled', 'SAML 2.0 is disabled'],
  ['/admin/custom-providers', 400, 'feature_disabled', 'Custom OAuth/OIDC providers are not enabled'],
] as const;

/** What is not here answers as on a server that has it off, whoever calls. */
export function mountSwitchedOff(context: GotrueContext): void {
  const { on } = context;
  mountAdministration(context);
  for (const [method, path] of SSO) {
    on(method, path, () => {
      throw new GotrueRefusal(404, 'saml_provider_disabled', 'SAML 2.0 is disabled');
    });
  }
  for (const [method, path] of PASSKEYS) {
    on(method, path, () => {
      throw new GotrueRefusal(404, 'passkey_disabled', 'Passkeys are disabled');
    });
  }
}

function mountAdministration({ gate, on }: GotrueContext): void {
  for (const [path, nothing] of NOTHING_MADE) {
    on('GET', path, async (c) => {
      await gate.requireAdmin(c);
      return c.json(nothing);
    });
  }
  for (const [path, status, code, message] of MAKING) {
    on('POST', path, async (c) => {
      await gate.requireAdmin(c);
      throw new GotrueRefusal(status, code, message);
    });
  }
  for (const [method, path] of USERS_PASSKEYS) {
    on(method, path, async (c) => {
      await gate.requireAdmin(c);
      throw new GotrueRefusal(404, 'passkey_disabled', 'Passkeys are disabled');
    });
  }
}
