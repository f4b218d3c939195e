/** Software that a user has signed in with, on some machine. */
export interface Device {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly userAgent: string;
  /** The id that the device reported. Missing without a report. */
  readonly uniqueId?: string;
  readonly lastIp: string | null;
  /** Epoch milliseconds, as all instants here. */
  readonly lastLoginAt: number;
  readonly createdAt: number;
}
