import { expect } from '@jest/globals';
import { MfaRequiredError, type PortableAuthenticationClient } from '@sallyport/authentication-client';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { generateSync } from 'otplib';
import { type ClientSettings, clientOf, type Speech } from './server.fixture.js';
import { Tab } from './tab.fixture.js';
import type { NewAuthenticator, Words } from './vocabulary.fixture.js';
import { REFUSALS, type Refusal, wordsOf } from './words.fixture.js';

/** A tab of an application that signs users in. */
export type AppTab = Tab<PortableAuthenticationClient>;

/** The user whom every server knows, by both wires. */
export const ada = {
  email: 'ada@example.com',
  password: 'correct horse battery',
  phone: '+8613800000000',
} as const;

/** An identity server whose time stands still, with one user. */
export function startServer(): Promise<Emulator> {
  const user = { email: ada.email, emailVerified: true, password: ada.password };
  const phone = { phone: '13800000000', phoneCountryCode: '+86' };
  return startEmulator({ clock: 'manual', seed: { objects: [{ kind: 'user', ...user, ...phone }] } });
}

/** One quadrant: whose words the application speaks, and which wire the server does. */
export class Stage {
  readonly emulator: Emulator;
  readonly words: Speech;
  readonly server: Speech;

  constructor(emulator: Emulator, words: Speech, server: Speech) {
    this.emulator = emulator;
    this.words = words;
    this.server = server;
  }

  /** The same application at the same server, which it asks by the other wire. */
  get acrossTheWires(): Stage {
    return new Stage(this.emulator, this.words, this.server === 'authing' ? 'gotrue' : 'authing');
  }

  tab(settings?: ClientSettings): AppTab {
    return new Tab(() => clientOf(this.emulator, this.server, settings));
  }

  speakTo(client: PortableAuthenticationClient): Words {
    return wordsOf(this.words, client);
  }

  /** A tab of its own in which the first factor was passed. */
  async enter(settings?: ClientSettings): Promise<Entered> {
    const tab = this.tab(settings);
    const client = await tab.load();
    const demand = await this.signIn(client);
    return { tab, client, words: this.speakTo(client), demand };
  }

  /** Passes the first factor, and tells the demand for the second one, where there is one. */
  async signIn(client: PortableAuthenticationClient, email: string = ada.email): Promise<MfaRequiredError | null> {
    try {
      await client.loginByEmail(email, ada.password);
      return null;
    } catch (error) {
      if (error instanceof MfaRequiredError) return error;
      throw error;
    }
  }

  /** Binds an authenticator and confirms it. */
  async bind(words: Words): Promise<NewAuthenticator> {
    const authenticator = await words.bind();
    await words.confirm(await this.code(authenticator));
    return authenticator;
  }

  /** The code of the authenticator's next time step. */
  async code(authenticator: Pick<NewAuthenticator, 'secret'>): Promise<string> {
    await this.emulator.clock.advance('30s');
    return this.sameCode(authenticator);
  }

  /** The code of its present one. */
  sameCode({ secret }: Pick<NewAuthenticator, 'secret'>): string {
    return generateSync({ secret, epoch: Math.floor(this.emulator.clock.now() / 1000) });
  }

  /** The code that was sent last. */
  get sentCode(): string {
    return this.emulator.messages.latest()?.code ?? 'none';
  }

  /** Expects a call to be refused, in the words that are spoken. */
  async expectRefusal(call: Promise<unknown>, refusal: Refusal, further: object = {}): Promise<void> {
    expect(await refusalOf(call)).toMatchObject({ ...REFUSALS[this.words][refusal], ...further });
  }
}

interface Entered {
  readonly tab: AppTab;
  readonly client: PortableAuthenticationClient;
  readonly words: Words;
  readonly demand: MfaRequiredError | null;
}

/** What a call was refused with. */
export function refusalOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => Promise.reject(new Error('it went through')),
    (refusal: unknown) => refusal,
  );
}

/** Another code than this. */
export function otherThan(code: string): string {
  return `${code.slice(0, -1)}${(Number(code.at(-1)) + 5) % 10}`;
}
