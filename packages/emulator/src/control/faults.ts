import { ControlRefusal } from './control-refusal.js';
import { integer, listOf, object, readFields, text } from './fields.js';

/** A fault that the server commits on purpose. */
export interface Fault {
  /** Which requests it hits; all when left out. Control routes are never hit. */
  readonly match?: {
    readonly method?: string;
    /** The path, or how it begins, with `*` at the end. */
    readonly path?: string;
  };
  /** `lost-response`: the work is done, and the connection ends without an answer. */
  readonly fault: 'lost-response';
  /** How many requests it hits. Default 1. */
  readonly times?: number;
}

const NAMES_OF_LATER = ['delay', 'status', 'reset', 'truncate'];

/** The faults that wait for a request. */
export class Faults {
  #waiting: { readonly match: NonNullable<Fault['match']>; left: number }[] = [];

  /** @throws {ControlRefusal} One of them is unknown or malformed. None was added. */
  add(input: unknown): void {
    const faults = listOf(object)(input, 'faults').map((fault, index) => readFault(fault, `faults[${index}]`));
    this.#waiting.push(...faults.map(({ match = {}, times = 1 }) => ({ match, left: times })));
  }

  clear(): void {
    this.#waiting = [];
  }

  /** Whether this request is hit. The fault is used up by asking. */
  strikes(method: string, path: string): boolean {
    const fault = this.#waiting.find(({ match }) => matches(match, method, path));
    if (!fault) return false;
    fault.left -= 1;
    if (fault.left === 0) this.#waiting = this.#waiting.filter((other) => other !== fault);
    return true;
  }
}

function readFault(input: Readonly<Record<string, unknown>>, place: string): Fault {
  const readers = { match: object, fault: text, times: integer(1, 1_000_000) };
  const { match, fault, times } = readFields(input, readers, place);
  if (fault !== 'lost-response') {
    const what = NAMES_OF_LATER.includes(String(fault)) ? 'is not built yet' : 'is unknown';
    throw new ControlRefusal(
      'unknown-fault',
      `${place}.fault ${JSON.stringify(fault)} ${what}; there is lost-response`,
    );
  }
  const ofMatch = match && readFields(match, { method: text, path: text }, `${place}.match`);
  return { match: ofMatch, fault, times };
}

function matches({ method, path }: NonNullable<Fault['match']>, ofMethod: string, ofPath: string): boolean {
  if (method !== undefined && method.toUpperCase() !== ofMethod) return false;
  if (path === undefined) return true;
  return path.endsWith('*') ? ofPath.startsWith(path.slice(0, -1)) : ofPath === path;
}
