import type { User } from '@sallyport/core/user';
import { authing, codeSignIn, createClient, gotrue, mfa, passwordSignIn, redirect, totp } from './index.js';

const authingServer = authing({ appId: 'app', appHost: 'https://pool.example' });
const goTrueServer = gotrue({ url: 'https://project.example/auth/v1' });

const client = createClient(authingServer, [passwordSignIn, mfa(totp)]);
const user: Promise<User> = client.loginByEmail('ada@example.com', 'pw');
void client.mfa.verifyTotpMfa({ totp: '123456', mfaToken: 'token' });
void client.with({ timeout: 1_000 }).as({ token: 'token' }).loginByUsername('ada', 'pw');
// @ts-expect-error The feature codeSignIn was not passed.
client.loginByEmailCode('ada@example.com', '1234');

const goTrueClient = createClient(goTrueServer, [codeSignIn]);
void goTrueClient.verifyOtp({ type: 'email', email: 'ada@example.com', token: '123456' });
// @ts-expect-error The feature mfa was not passed.
void goTrueClient.mfa;
// @ts-expect-error A GoTrue server has no page of its own.
createClient(goTrueServer, [redirect]);

export { user };
