import type { RequestListener } from 'node:http';
import { type Clock, ManualClock, systemClock } from '@sallyport/core/clock';
import { ConfigurationError, InputError } from '@sallyport/core/errors';
import { App } from './app.js';
import { positionOf } from './clock/clock-position.js';
import { isMovable, type MovableClock } from './clock/movable-clock.js';
import { OffsetClock } from './clock/offset-clock.js';
import { Control } from './control/control.js';
import { ControlRefusal } from './control/control-refusal.js';
import { messageView } from './control/message-view.js';
import { scanQrCode } from './control/qr-code-scan.js';
import { plantSeed } from './control/seed.js';
import { patchSettings } from './control/settings-patch.js';
import { createDomain, type Domain } from './domain/create-domain.js';
import { Refusal } from './domain/refusal.js';
import type { Emulator, EmulatorDescription, EmulatorOptions } from './emulator.types.js';
import { AssuredTokenSigner } from './keys/assured-token-signer.js';
import {
  DEVELOPMENT_APPLICATION,
  DEVELOPMENT_GOTRUE_KEYS,
  DEVELOPMENT_SINCE,
  DEVELOPMENT_USER_POOL,
} from './keys/development-keys.js';
import { KeyRing } from './keys/key-ring.js';
import { DevelopmentPasswordKey } from './keys/password-decryption.js';
import { DevelopmentTokenSigner } from './keys/token-signer.js';
import { listen } from './server.js';
import { EventSockets } from './sockets/event-sockets.js';
import { DataDirectory } from './storage/data-directory.js';

/**
 * Starts an identity server in this process. It is for development and tests: its keys are published, and
 * it answers on loopback only. Several can run at once.
 *
 * @throws {ConfigurationError} An option is malformed, or the port cannot be had. The message names it.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  assertOptions(options);
  const { host = '127.0.0.1', port = 0, onUnexpectedError = () => {} } = options;
  assertPort(port);
  let url = '';
  const { control, ...signing } = assemble(options, () => (url === '' ? null : `${url}/oidc`));
  const { clock } = control;
  const data = await begin(control, options.data, onUnexpectedError);
  const flush = (): void => {
    control.rememberIssuer(); // again, where a full disk has prevented it
    data?.flush();
  };
  const app = new App({ control, ...signing, url: () => url, flush, onUnexpected: onUnexpectedError });
  const answer: RequestListener = (incoming, outgoing) => {
    app.serve(incoming, outgoing).catch(() => outgoing.destroy()); // `onUnexpectedError` has thrown
  };
  const sockets = new EventSockets(control.domain, onUnexpectedError);
  const listening = listen(answer, { host, port, clock, sockets });
  const server = await listening.catch((error: unknown) => {
    data?.close();
    throw error;
  });
  url = `http://${urlHost(host)}:${server.port}`;
  control.rememberIssuer();
  const stop = async (): Promise<void> => {
    await server.close();
    data?.close();
  };
  return emulatorOf(control, describe(url, control.domain.passwordKey.publicPem()), { flush, stop });
}

/** Begins with the seed, or with what is in the directory, and keeps the state there from then on. */
async function begin(
  control: Control,
  directory: string | undefined,
  report: (error: Error) => void,
): Promise<DataDirectory | undefined> {
  const data = directory === undefined ? undefined : new DataDirectory(directory, report);
  try {
    await control.begin(data);
    data?.keep({
      observe: (listener) => control.domain.store.observe(listener),
      state: () => control.state(),
      clock: () => positionOf(control.clock),
    });
    return data;
  } catch (error) {
    data?.close();
    if (error instanceof ControlRefusal) throw new ConfigurationError({ message: error.message });
    throw data?.explain(error) ?? error;
  }
}

function assemble({ clock: choice = 'system', settings, seed }: EmulatorOptions, address: () => string | null) {
  const clock = clockFrom(choice);
  const userPool = DEVELOPMENT_USER_POOL;
  const algorithm = () => domain.settings().tokenAlgorithm;
  const keys = new KeyRing(() => domain.store.tokenKeys.current);
  const signer = new DevelopmentTokenSigner({
    issuer: () => address() ?? '',
    earlierIssuers: () => domain.store.issuers.current,
    algorithm,
    keys,
    applicationSecret: (applicationId) => domain.applications.require(applicationId).secret,
    userPoolSecret: userPool.secret,
  });
  const defaultApplication = {
    ...DEVELOPMENT_APPLICATION,
    description: '',
    createdAt: DEVELOPMENT_SINCE,
    applicationMfa: [],
  };
  const domain: Domain = createDomain({
    clock,
    userPool,
    defaultApplication,
    signer,
    passwordKey: new DevelopmentPasswordKey(),
  });
  const sharedSecret = () => domain.settings().jwtSecret;
  const givenKeys = () => domain.settings().jwtKeys;
  const assuredSigner = new AssuredTokenSigner({ algorithm, keys, sharedSecret, givenKeys });
  return { control: new Control(domain, clock, { settings, seed }, address), keys, assuredSigner };
}

function clockFrom(choice: 'system' | 'manual' | Clock): MovableClock {
  if (choice === 'manual') return new ManualClock();
  const clock = choice === 'system' ? systemClock : choice;
  if (typeof clock !== 'object' || clock === null) {
    throw new ConfigurationError({ message: 'clock is neither "system" nor "manual" nor a Clock' });
  }
  for (const name of ['now', 'setTimer', 'sleep'] as const) {
    if (typeof clock[name] !== 'function') throw new ConfigurationError({ message: `clock.${name} is not a function` });
  }
  return isMovable(clock) ? clock : new OffsetClock(clock);
}

const OPTION_NAMES: Readonly<Record<keyof EmulatorOptions, true>> = {
  clock: true,
  port: true,
  host: true,
  seed: true,
  settings: true,
  data: true,
  onUnexpectedError: true,
};

/** What a program without types could pass. */
function assertOptions(options: unknown): asserts options is EmulatorOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new ConfigurationError({ message: 'options is not an object' });
  }
  const names = Object.keys(OPTION_NAMES);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new ConfigurationError({ message: `${unknown} is unknown; there are ${names.join(', ')}` });
  }
  // An object without other names, whose values are not believed yet.
  const { host = '', data, onUnexpectedError = () => {} } = options as Readonly<Record<string, unknown>>;
  if (typeof host !== 'string') throw new ConfigurationError({ message: 'host is not a text' });
  if (data !== undefined && (typeof data !== 'string' || data === '')) {
    throw new ConfigurationError({ message: 'data is not the path of a directory' });
  }
  if (typeof onUnexpectedError !== 'function') {
    throw new ConfigurationError({ message: 'onUnexpectedError is not a function' });
  }
}

function assertPort(port: number): void {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return;
  throw new ConfigurationError({
    message: 'port is not a whole number from 0 to 65535',
    remedy: 'Pass 0 for a free one.',
  });
}

// A wildcard cannot be called; an IPv6 address needs its brackets.
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function describe(url: string, publicKey: string): EmulatorDescription {
  return {
    url,
    authing: {
      host: url,
      appHost: url,
      userPoolId: DEVELOPMENT_USER_POOL.id,
      userPoolSecret: DEVELOPMENT_USER_POOL.secret,
      appId: DEVELOPMENT_APPLICATION.id,
      appSecret: DEVELOPMENT_APPLICATION.secret,
      publicKey,
    },
    gotrue: { url: `${url}/auth/v1`, ...DEVELOPMENT_GOTRUE_KEYS },
    oidc: { issuer: `${url}/oidc` },
    mailbox: { url: `${url}/_emulator/mailbox` },
    control: { url: `${url}/_emulator` },
  };
}

function emulatorOf(
  control: Control,
  description: EmulatorDescription,
  { flush, stop }: { readonly flush: () => void; readonly stop: () => Promise<void> },
): Emulator {
  const { domain, clock, faults } = control;
  const { mailbox } = domain;
  const { generation } = domain.store;
  // A caller that is told of a change may rely on it, as one that hears of it over HTTP does.
  const kept = (): void => {
    flush();
    generation.assertKept();
  };
  const done = (work: () => Promise<void>): Promise<void> =>
    generation.enter(async () => {
      await asInputError(work);
      kept();
    });
  const doneAtOnce = (work: () => void): void =>
    generation.enter(() => {
      asInputError(work);
      kept();
    });
  return {
    ...description,
    description: () => structuredClone(description),
    messages: {
      latest: (filter) => mailbox.list(filter).map(messageView)[0],
      list: (filter) => mailbox.list(filter).map(messageView),
      clear: () => doneAtOnce(() => mailbox.clear()),
    },
    clock: {
      now: () => clock.now(),
      setTimer: (callback, delayMs) => clock.setTimer(callback, delayMs),
      sleep: (delayMs, signal) => clock.sleep(delayMs, signal),
      advance: (span) => done(() => control.advance(span)),
      setTo: (instant) => done(() => control.setTo(instant)),
    },
    faults: { add: (list) => asInputError(() => faults.add(list)), clear: () => faults.clear() },
    settings: (patch) => doneAtOnce(() => patchSettings(domain, patch)),
    seed: (seed) => done(() => plantSeed(domain, seed)),
    snapshot: () => control.snapshot(),
    restore: (snapshot) => done(() => control.restore(snapshot)),
    scanQrCode: (random, scan) => done(() => scanQrCode(domain, random, scan)),
    rotateKeys: (options = {}) => done(() => control.rotateKeys(options)),
    reset: () => done(() => control.reset()),
    stop,
  };
}

/** A refusal of the control API is an error of our own towards a program. */
function asInputError<T>(act: () => T): T {
  const translated = (error: unknown): unknown =>
    error instanceof ControlRefusal || error instanceof Refusal ? new InputError({ message: error.message }) : error;
  try {
    const result = act();
    if (!(result instanceof Promise)) return result;
    // A promise of the same value: only its error is another.
    return result.catch((error: unknown) => Promise.reject(translated(error))) as T;
  } catch (error) {
    throw translated(error);
  }
}
