/** How often a subject was wrong lately. */
export interface Attempts {
  /** What is counted: an account, a challenge, an address, with what for. */
  readonly id: string;
  readonly count: number;
  readonly lastAt: number;
}
