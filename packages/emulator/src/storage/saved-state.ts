import type { ClockPosition } from '../clock/clock-position.js';
import type { State } from './change.js';

const FORMAT = 'sallyport-emulator-state';
// Grows when an older server could not go on with what a newer one wrote.
const VERSION = 1;

/** All that a server is, at one instant. */
export interface SavedState extends State {
  readonly format: typeof FORMAT;
  readonly version: number;
  readonly clock: ClockPosition;
}

/** What is there is no state that this server can go on with. The message says why. */
export class SavedStateError extends Error {
  override readonly name = 'SavedStateError';
}

/** Names a state for what it is. */
export function savedState({ collections, cells }: State, clock: ClockPosition): SavedState {
  return { format: FORMAT, version: VERSION, clock, collections, cells };
}

/** @throws {SavedStateError} A value is no state of a server's, or a newer one wrote it. */
export function assertSavedState(value: unknown): asserts value is SavedState {
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== FORMAT) {
    throw new SavedStateError(`it is no state of an emulator: format is not ${JSON.stringify(FORMAT)}`);
  }
  const version = 'version' in value ? value.version : undefined;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new SavedStateError('it is damaged: version is not a whole number');
  }
  if (version > VERSION) {
    throw new SavedStateError(`a newer emulator wrote it: version is ${version}, and this one reads up to ${VERSION}`);
  }
}
