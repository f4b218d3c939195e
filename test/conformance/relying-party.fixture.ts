import {
  AuthenticationClient,
  type AuthenticationClientOptions,
  type HostedSignIn,
  MemoryStorage,
} from '@sallyport/authentication-client';
import { type Emulator, type EmulatorOptions, type SettingsPatch, startEmulator } from '@sallyport/emulator';
import { FormBrowser } from '../form-browser.fixture.js';

const user = { email: 'ada@example.com', password: 'correct horse', phone: '13800000000', nickname: 'Ada' };

/** One thing that the server does wrong on purpose. */
export type Misbehavior = NonNullable<SettingsPatch['misbehave']>[number];

/** An identity server with one user. */
export function startServer(clock: EmulatorOptions['clock'] = 'system'): Promise<Emulator> {
  return startEmulator({ clock, seed: { objects: [{ kind: 'user', ...user }] } });
}

/** Our client as a relying party, with a user who signs in wherever they are sent. */
export class RelyingParty {
  readonly client: AuthenticationClient;
  /** How often the user was sent to the sign-in page. */
  visits = 0;
  readonly #browser: FormBrowser;

  constructor({ url, authing }: Emulator, options: Partial<AuthenticationClientOptions> = {}) {
    this.client = new AuthenticationClient({
      appId: authing.appId,
      appHost: authing.appHost,
      redirectUri: 'http://127.0.0.1:5173/callback',
      protocol: 'oidc',
      tokenEndPointAuthMethod: 'none',
      storage: new MemoryStorage(),
      transactionStorage: new MemoryStorage(),
      ...options,
    });
    this.#browser = new FormBrowser(url, { name: user.email, password: user.password, step: 'password' });
  }

  /** Who is signed in, and by what. */
  get standing() {
    return { ...this.client.snapshot, token: this.client.currentSession?.token ?? null };
  }

  async signIn(): Promise<HostedSignIn> {
    let back: URL | undefined;
    const open = async (url: string): Promise<void> => {
      this.visits += 1;
      back = await this.#browser.go(url);
    };
    await this.client.signInWithRedirect({ open });
    return this.client.handleRedirectCallback(back?.href);
  }

  /** The tokens of a flow that an application puts together by itself. */
  async tokens(scope: string): Promise<{ access_token: string; id_token: string }> {
    const codeVerifier = this.client.generateCodeChallenge();
    const codeChallenge = this.client.getCodeChallengeDigest({ codeChallenge: codeVerifier, method: 'S256' });
    const url = this.client.buildAuthorizeUrl({ scope, codeChallenge, codeChallengeMethod: 'S256' });
    const code = (await this.#browser.go(url)).searchParams.get('code') ?? '';
    return this.client.getAccessTokenByCode(code, { codeVerifier });
  }
}
