import { type ClientOf, clientOf, type Methods } from '@sallyport/core';
import type { ClientContext } from '../authing-context.js';
import { browserFingers } from '../fingerprint/browser-fingers.js';
import { browserName, browserReport } from '../fingerprint/browser-report.js';
import type { BrowserFingers } from '../fingerprint/fingerprint.types.js';
import { deviceReports, devicesEndpoints } from './devices.endpoints.js';

const DevicesRows: ClientOf<typeof devicesEndpoints> = clientOf(devicesEndpoints);
const Reports = clientOf(deviceReports);

/**
 * The devices of the signed-in user, under the name that the vendor's client has for them. What a browser is told apart by
 * is found out when one of these methods is called, by this code alone, and goes to the server with `createDevice` only.
 */
export class BrowserFingerprintClient extends DevicesRows {
  readonly #context: ClientContext;
  readonly #reports: Methods<typeof deviceReports>;

  constructor(context: ClientContext) {
    super(context.wire);
    this.#context = context;
    this.#reports = new Reports(context.wire);
  }

  /** Finds out what this browser is told apart by, and keeps it in `localStorage`. */
  getBrowserFingers(): Promise<BrowserFingers> {
    return browserFingers(this.#context.clock);
  }

  /** The same, under the vendor's other name. */
  getDeviceInfo(): Promise<BrowserFingers> {
    return this.getBrowserFingers();
  }

  /**
   * Tells the server of this device.
   *
   * @returns `true`. What the server refuses, or never heard of, rejects: the vendor's client answers `false` for both.
   */
  async createDevice(): Promise<boolean> {
    const { browserId, deviceFingers } = await this.getBrowserFingers();
    return this.#reports.createDevice({
      deviceUniqueId: browserId,
      name: browserName(),
      ...browserReport(),
      browserId,
      ...deviceFingers,
    });
  }
}
