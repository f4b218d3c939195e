import type { Clock } from '@sallyport/core/clock';
import type { Fault } from './control/faults.js';
import type { MessageView } from './control/message-view.js';
import type { QrCodeScan } from './control/qr-code-scan.js';
import type { Seed } from './control/seed.js';
import type { SettingsPatch } from './control/settings-patch.js';
import type { Snapshot } from './control/snapshot.js';
import type { MessageFilter } from './domain/messages/mailbox.js';

/** How to start an emulator. Everything has a default. */
export interface EmulatorOptions {
  /**
   * Where its time comes from: `system` runs with the machine's clock and can be moved ahead of it, `manual` stands
   * still until it is moved. Default `system`.
   */
  readonly clock?: 'system' | 'manual' | Clock;
  /** Default 0: one that is free. */
  readonly port?: number;
  /** Where it listens. Whatever it is, only requests for a loopback host are answered. Default 127.0.0.1. */
  readonly host?: string;
  /** What it starts with, also after a reset. */
  readonly seed?: Seed;
  /** How it behaves, also after a reset. */
  readonly settings?: SettingsPatch;
  /**
   * A directory to keep the state in, which is made where it is missing. What is in it already goes before `seed` and
   * `settings`, which then count after a reset only. Default: the state is in memory, and goes with the server.
   */
  readonly data?: string;
  /** Receives unexpected errors of the emulator itself, which answers them with status 500. Default: they are dropped. */
  readonly onUnexpectedError?: (error: unknown) => void;
}

/** Where everything is: the line that `sallyport dev --json` prints. */
export interface EmulatorDescription {
  readonly url: string;
  readonly authing: {
    readonly host: string;
    readonly appHost: string;
    readonly userPoolId: string;
    readonly userPoolSecret: string;
    readonly appId: string;
    readonly appSecret: string;
    /** The key that passwords are encrypted with, as PEM (SPKI). */
    readonly publicKey: string;
  };
  readonly gotrue: { readonly url: string; readonly anonKey: string; readonly serviceRoleKey: string };
  readonly oidc: { readonly issuer: string };
  readonly mailbox: { readonly url: string };
  readonly control: { readonly url: string };
}

/** The messages that the server would have sent. */
export interface EmulatorMessages {
  /** The newest one that matches; `undefined` when there is none. */
  latest(filter?: MessageFilter): MessageView | undefined;
  /** Newest first. */
  list(filter?: MessageFilter): readonly MessageView[];
  clear(): void;
}

/** The server's clock. Pass it to clients and authenticator apps, and their time moves along. */
export interface EmulatorClock extends Clock {
  /** Moves by milliseconds, or by a text such as `90s`, `15m`, `2h`, `31d`. */
  advance(span: number | string): Promise<void>;
  /** Moves to epoch milliseconds, a `Date`, or an ISO 8601 text. */
  setTo(instant: number | string | Date): Promise<void>;
}

/** Faults that the server commits on purpose. */
export interface EmulatorFaults {
  add(faults: readonly Fault[]): void;
  clear(): void;
}

/** An identity server that runs in this process. */
export interface Emulator extends EmulatorDescription {
  readonly messages: EmulatorMessages;
  readonly clock: EmulatorClock;
  readonly faults: EmulatorFaults;
  /** Changes settings; those that are left out stay. Throws an `InputError` that names what cannot be. */
  settings(patch: SettingsPatch): void;
  /** Adds what a seed describes, all or nothing. Rejects with an `InputError` that names what cannot be. */
  seed(seed: Seed): Promise<void>;
  /** The whole state at this instant, as JSON can hold it. */
  snapshot(): Snapshot;
  /**
   * Goes back to a snapshot, the time included; waiting faults are forgotten. Rejects with an `InputError`, and changes
   * nothing, when it is none that this server can read.
   */
  restore(snapshot: Snapshot): Promise<void>;
  /**
   * Does what a device does that scans a QR code. Rejects with an `InputError` for a code that is unknown or over, and
   * for a user that there is not.
   */
  scanQrCode(random: string, scan: QrCodeScan): Promise<void>;
  /**
   * Signs with new keys from now on. The old ones stay published and their tokens good, unless `keepOld` is false.
   */
  rotateKeys(options?: { readonly keepOld?: boolean }): Promise<void>;
  /** Forgets all but what it was started with. The clock stays where it is. */
  reset(): Promise<void>;
  /** Ends all connections; nothing of it is left. */
  stop(): Promise<void>;
  /** Where everything is, without the functions. */
  description(): EmulatorDescription;
}
