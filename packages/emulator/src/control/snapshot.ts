import { canonicalJson, checksum } from '../storage/checksum.js';
import type { MemoryStore } from '../storage/memory-store.js';
import { assertSavedState, type SavedState, SavedStateError } from '../storage/saved-state.js';
import { ControlRefusal } from './control-refusal.js';

/** A server's whole state at one instant, as JSON. To write one by hand, write a seed. */
export interface Snapshot extends SavedState {
  /** Of all the rest, so that damage is found before anything is changed. */
  readonly checksum: string;
}

/** Makes a snapshot of a state. It shares nothing with it. */
export function snapshotOf(state: SavedState): Snapshot {
  return structuredClone({ ...state, checksum: checksum(canonicalJson(state)) });
}

/**
 * Reads a snapshot that came back.
 *
 * @throws {ControlRefusal} It is none, is damaged, or a newer server made it.
 */
export function stateOfSnapshot(store: MemoryStore, input: unknown): SavedState {
  try {
    assertSavedState(input);
    const { checksum: given, ...state } = input as Snapshot; // judged below
    if (given !== checksum(canonicalJson(state))) throw new SavedStateError('it is damaged: the checksum is wrong');
    store.assertKnown(state);
    return structuredClone(state);
  } catch (error) {
    if (error instanceof SavedStateError) throw new ControlRefusal('bad-snapshot', `snapshot: ${error.message}`);
    throw error;
  }
}
