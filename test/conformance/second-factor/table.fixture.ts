import { SPEECHES, type Speech } from './server.fixture.js';
import type { Stage } from './stage.fixture.js';

/** What is done and expected in one quadrant. */
export type Steps = (stage: Stage) => Promise<void>;

/** A scenario: what it is in each quadrant, by the words and then by the server. */
export type Row = Readonly<Record<Speech, Readonly<Record<Speech, Steps>>>>;

/** The same in each quadrant. */
export function everywhere(steps: Steps): Row {
  return byServer(bothServers(steps));
}

/** The same at either server. */
export function bothServers(steps: Steps): Row[Speech] {
  return { authing: steps, gotrue: steps };
}

/** The same in whatever words, and something else at each server: where one cannot, what it does instead. */
export function byServer(servers: Readonly<Record<Speech, Steps>>): Row {
  return { authing: servers, gotrue: servers };
}

/** The quadrants in which a row has nothing. */
export function missingIn(row: Row | undefined): readonly string[] {
  return SPEECHES.flatMap((words) =>
    SPEECHES.filter((server) => typeof row?.[words]?.[server] !== 'function').map((server) => `${words}/${server}`),
  );
}
