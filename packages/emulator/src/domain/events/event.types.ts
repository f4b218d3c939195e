/** Something that a user has published. */
export interface PublishedEvent {
  readonly id: string;
  readonly userId: string;
  readonly type: string;
  readonly source: string;
  readonly data: string;
  /** Epoch milliseconds. */
  readonly publishedAt: number;
}
