/** What has become of a code, in the vendor's numbers: see `QR_CODE_STATES`. */
export type QrCodeState = keyof typeof QR_CODE_STATES;

/** The vendor's numbers. */
export const QR_CODE_STATES = {
  expired: -1,
  new: 0,
  scanned: 1,
  approved: 2,
  cancelled: 3,
  demanding: 4,
  failed: 5,
} as const;

/** A code that one device shows and another one scans. */
export interface QrCode {
  readonly id: string;
  readonly applicationId: string;
  readonly state: QrCodeState;
  /** Who has scanned. */
  readonly userId: string | null;
  /** A hash of what an approved code is traded with, once; `null` before and after. */
  readonly ticketId: string | null;
  /** What else the one who waits is told: a demand, or a failure. */
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly expiresAt: number;
}
