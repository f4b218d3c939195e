import type { Clock } from '@sallyport/core/clock';
import { type ClientOf, clientOf, type Methods } from '@sallyport/core/endpoints';
import type { Wire } from '@sallyport/core/http';
import { browserFingers } from '../fingerprint/browser-fingers.js';
import { browserName, browserReport } from '../fingerprint/browser-report.js';
import type { BrowserFingers } from '../fingerprint/fingerprint.types.js';
import { deviceReports, devicesEndpoints } from './devices.endpoints.js';

const DevicesRows: ClientOf<typeof devicesEndpoints> = /* @__PURE__ */ clientOf(devicesEndpoints);
const Reports = /* @__PURE__ */ clientOf(deviceReports);

/** Ports of the device calls. */
export interface DevicesDeps {
  readonly wire: Wire;
  readonly clock: Clock;
}

/**
 * The devices of the signed-in user, under the name that the vendor's client has for them. What a browser is told apart by
 * is found out when one of these methods is called, by this code alone, and goes to the server with `createDevice` only.
 */
export class BrowserFingerprintClient extends DevicesRows {
  readonly #clock: Clock;
  readonly #reports: Methods<typeof deviceReports>;

  constructor({ wire, clock }: DevicesDeps) {
    super(wire);
    this.#clock = clock;
    this.#reports = new Reports(wire);
  }

  /** Finds out what this browser is told apart by, and keeps it in `localStorage`. */
  getBrowserFingers(): Promise<BrowserFingers> {
    return browserFingers(this.#clock);
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
