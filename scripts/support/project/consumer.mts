import { type AuthenticationClient, MfaRequiredError } from '@sallyport/authentication-client';
import type { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import { authing, createClient, mfa, passwordSignIn, totp } from '@sallyport/authentication-client/modular';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { startEmulator } from '@sallyport/emulator';
import { ManagementClient } from '@sallyport/management-client';
import { GoTrueManagementClient } from '@sallyport/management-client/gotrue';

export async function signIn(client: AuthenticationClient, secret: string): Promise<string | null | undefined> {
  try {
    return (await client.loginByEmail('ada@example.com', 'correct horse')).email;
  } catch (error) {
    if (!(error instanceof MfaRequiredError)) throw error;
    const { mfaToken } = error.data;
    return (await client.mfa.verifyTotpMfa({ totp: TotpKey.parse(secret).current().code, mfaToken })).email;
  }
}

export async function enroll(client: GoTrueAuthenticationClient): Promise<string> {
  const { data, error } = await client.mfa.enroll({ factorType: 'totp', friendlyName: 'Phone' });
  if (error) throw error;
  const verified = await client.mfa.challengeAndVerify({ factorId: data.id, code: '123456' });
  return verified.error ? verified.error.message : verified.data.access_token;
}

export async function main(): Promise<void> {
  const { authing: options, gotrue } = await startEmulator();
  const { appId, appHost, host, userPoolId, userPoolSecret: secret } = options;
  const client = createClient(authing({ appId, appHost }), [passwordSignIn, mfa(totp)]);
  await client.loginByEmail('ada@example.com', 'correct horse');
  for await (const user of new ManagementClient({ userPoolId, secret, host }).users.iterate()) user.id.toUpperCase();
  const { url, serviceRoleKey } = gotrue;
  await new GoTrueManagementClient({ url, serviceRoleKey }).users.list(1, 10);
}
