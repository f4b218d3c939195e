import type { GotrueContext } from '../gotrue-context.js';

const PROVIDERS =
  'apple azure bitbucket discord facebook figma fly github gitlab google kakao keycloak linkedin linkedin_oidc notion ' +
  'slack slack_oidc snapchat spotify twitch twitter workos x zoom';

/** What clients may know of the server without being anybody. */
export function mountMetadata({ domain, signer, on }: GotrueContext): void {
  on('GET', '/settings', (c) => {
    const { addressKinds, anonymousSignIns, autoconfirm, registrationEnabled } = domain.settings();
    const others = PROVIDERS.split(' ').map((provider) => [provider, false] as const);
    return c.json({
      external: {
        anonymous_users: anonymousSignIns,
        ...Object.fromEntries(others),
        email: addressKinds.includes('email'),
        phone: addressKinds.includes('phone'),
      },
      disable_signup: !registrationEnabled,
      mailer_autoconfirm: autoconfirm,
      phone_autoconfirm: autoconfirm,
      sms_provider: 'mailbox',
      saml_enabled: false,
      passkeys_enabled: false,
    });
  });
  on('GET', '/health', (c) =>
    c.json({ version: 'v2.196.0', name: 'GoTrue', description: 'The GoTrue wire of the Sallyport emulator' }),
  );
  on('GET', '/.well-known/jwks.json', (c) => {
    c.header('cache-control', 'public, max-age=600');
    const { keys } = signer.publicKeys();
    return c.json({ keys: keys.map((key) => ({ ...key, key_ops: ['verify'] })) });
  });
}
