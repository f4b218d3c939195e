// Pages whose weight is measured: a sign-in by password, a second factor, the user.

export const PAGES = {
  authing: `
    import { AuthenticationClient } from '@sallyport/authentication-client';
    const client = new AuthenticationClient({ appId: 'app', appHost: 'https://pool.example' });
    export const signIn = (email, password) => client.loginByEmail(email, password);
    export const secondFactor = (totp, mfaToken) => client.mfa.verifyTotpMfa({ totp, mfaToken });
    export const user = () => client.getCurrentUser();
  `,
  gotrue: `
    import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
    const client = new GoTrueAuthenticationClient({ url: 'https://project.example/auth/v1' });
    export const signIn = (email, password) => client.loginByEmail(email, password);
    export const secondFactor = (factorId, code) => client.mfa.challengeAndVerify({ factorId, code });
    export const user = () => client.getCurrentUser();
  `,
  'composed-authing': `
    import { authing, createClient, mfa, passwordSignIn } from '@sallyport/authentication-client/modular';
    const client = createClient(authing({ appId: 'app', appHost: 'https://pool.example' }), [passwordSignIn, mfa]);
    export const signIn = (email, password) => client.loginByEmail(email, password);
    export const secondFactor = (totp, mfaToken) => client.mfa.verifyTotpMfa({ totp, mfaToken });
    export const user = () => client.getCurrentUser();
  `,
  'composed-gotrue': `
    import { createClient, gotrue, mfa, passwordSignIn } from '@sallyport/authentication-client/modular';
    const client = createClient(gotrue({ url: 'https://project.example/auth/v1' }), [passwordSignIn, mfa]);
    export const signIn = (email, password) => client.loginByEmail(email, password);
    export const secondFactor = (factorId, code) => client.mfa.challengeAndVerify({ factorId, code });
    export const user = () => client.getCurrentUser();
  `,
  totp: `
    export { TotpKey } from '@sallyport/authentication-client/totp';
  `,
};
