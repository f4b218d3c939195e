/** A code on its way. Its id is channel, scene and address: a newer one replaces it. */
export interface OneTimeCode {
  readonly id: string;
  readonly code: string;
  readonly expiresAt: number;
  readonly wrongAttempts: number;
}
