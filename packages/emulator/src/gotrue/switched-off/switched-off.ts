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

/** What is not here answers as on a server that has it off, whoever calls. */
export function mountSwitchedOff({ on }: GotrueContext): void {
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
