import {
  AuthenticationClient,
  type AuthenticationClientOptions,
  type ClientEvents,
  ManualClock,
  MemoryStorage,
  type SallyportError,
} from '@sallyport/authentication-client';
import { ManagementClient, type ManagementClientOptions } from '@sallyport/management-client';
import { cleanUpWith, type FaultyServer } from './faulty-server.fixture.js';

/** Where every manual clock of these tests stands at first, in seconds. */
export const NOW_SECONDS = Date.UTC(2026, 0, 1) / 1000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** A token in form only; nobody signed it. */
export function jwt(claims: object): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'HS256' })}.${encode(claims)}.c2lnbmF0dXJl`;
}

let issued = 0;

/** A token that no other is equal to. */
export function issue(atSeconds: number = NOW_SECONDS, lifetimeSeconds = 3_600, subject = 'ada'): string {
  issued += 1;
  return jwt({ sub: subject, jti: String(issued), iat: atSeconds, exp: atSeconds + lifetimeSeconds });
}

/** A clock that waits for nobody: each sleep is over at once, and is remembered. */
export class ImpatientClock extends ManualClock {
  readonly sleeps: number[] = [];

  override async sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.sleeps.push(delayMs);
    await this.advance(delayMs);
  }
}

/** The clock of a machine that can sleep: time goes on meanwhile, and timers come as much too late. */
export class LaptopClock extends ManualClock {
  #sleptMs = 0;

  override now(): number {
    return super.now() + this.#sleptMs;
  }

  sleepFor(milliseconds: number): void {
    this.#sleptMs += milliseconds;
  }
}

const EVENTS = [
  'signedIn',
  'signedOut',
  'sessionRefreshed',
  'sessionExpired',
  'sessionStale',
  'userUpdated',
  'storageFailed',
  'mfaRequired',
] as const satisfies readonly (keyof ClientEvents)[];

export interface OpenClient {
  readonly client: AuthenticationClient;
  readonly clock: ManualClock;
  /** The names of its events, as they came. */
  readonly events: string[];
  readonly storage: MemoryStorage;
}

/** A client of that server, with a clock of its own, which keeps its session in memory. */
export function open(
  server: Pick<FaultyServer, 'url'>,
  options: Partial<AuthenticationClientOptions> = {},
): OpenClient {
  const clock = options.clock instanceof ManualClock ? options.clock : new ManualClock();
  const storage = options.storage instanceof MemoryStorage ? options.storage : new MemoryStorage();
  const client = new AuthenticationClient({
    appId: 'app',
    userPoolId: 'pool',
    appHost: server.url,
    clock,
    storage,
    ...options,
  });
  cleanUpWith(() => client.dispose());
  const events: string[] = [];
  for (const name of EVENTS) client.on(name, () => void events.push(name));
  return { client, clock, events, storage };
}

/** The same with somebody signed in natively, for an hour from now. */
export async function openSignedIn(
  server: Pick<FaultyServer, 'url'>,
  options?: Partial<AuthenticationClientOptions>,
): Promise<OpenClient> {
  const opened = open(server, options);
  const isStored = new Promise((resolve) => opened.client.on('signedIn', resolve));
  opened.client.setToken(issue());
  await isStored;
  opened.events.splice(0);
  return opened;
}

/** A management client of that server, with a token that is good. */
export function openManagement(
  server: Pick<FaultyServer, 'url'>,
  options: Partial<ManagementClientOptions> = {},
): ManagementClient {
  return new ManagementClient({ userPoolId: 'pool', accessToken: issue(), host: server.url, ...options });
}

/** What a call failed with. */
export async function failureOf(call: Promise<unknown>): Promise<SallyportError> {
  return call.then(
    (value) => {
      throw new Error(`it went through: ${JSON.stringify(value)}`);
    },
    (error: SallyportError) => error,
  );
}

/** What each of these calls failed with. */
export function failuresOf(...calls: readonly Promise<unknown>[]): Promise<SallyportError[]> {
  return Promise.all(calls.map(failureOf));
}
