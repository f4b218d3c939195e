/** A record of a collection. */
export interface Identified {
  readonly id: string;
}

/** One change of the state, as JSON can hold it. */
export type Change =
  | readonly ['put', collection: string, record: Identified]
  | readonly ['delete', collection: string, id: string]
  | readonly ['clear', collection: string]
  | readonly ['set', cell: string, value: unknown];

/** The whole state, as JSON can hold it. */
export interface State {
  /** The records of each collection, in their order. */
  readonly collections: Readonly<Record<string, readonly Identified[]>>;
  readonly cells: Readonly<Record<string, unknown>>;
}

/** What a part of the state needs of the whole. */
export interface StateContext {
  /** @throws {Error} The current work must not write; see `Generation`. */
  assertCurrent(): void;
  /**
   * Receives each change after it was made.
   *
   * @param undo - Takes the change back. Changes are undone in reverse order.
   */
  changed(change: Change, undo: () => void): void;
}

/**
 * Receives a change after it was made.
 *
 * @param revoke - Takes the change back because it cannot be kept. The work that made it fails with this error.
 */
export type ChangeListener = (change: Change, revoke: (cause: Error) => void) => void;
