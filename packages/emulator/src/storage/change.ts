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
  /** @throws {Refusal} The work that writes began before the state was replaced. */
  assertCurrent(): void;
  /** Hears of each change, when it is done. */
  changed(change: Change): void;
}
