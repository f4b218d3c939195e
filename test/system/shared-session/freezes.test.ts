import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@sallyport/core';
import { Crew, folderPlace } from './crew.fixture.js';
import type { Report } from './participant.mjs';
import { SeededChoices } from './seeded-choices.fixture.js';
import { LIFETIME_MS, TokenServer } from './token-server.fixture.js';
import type { Outcome, Worker } from './worker.fixture.js';

const PROCESSES = 8;
const ROUNDS = 6; // of some ten seconds each
// The default of the lease. A holder extends it every twentieth of that.
const HOLD_MS = 15_000;
const SAFE_MS = HOLD_MS * 0.9;
const PLANS = { 'short freeze': 6, 'long freeze': 4, 'freeze beyond the lease': 1, kill: 2 };
// How long a freeze lasts, at least and at most.
const SECONDS = {
  'short freeze': [1, 5],
  'long freeze': [8, 13],
  'freeze beyond the lease': [16, 20],
} as const;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function setUp() {
  const server = await TokenServer.start();
  cleanUps.push(() => server.stop());
  const place = await folderPlace(HOLD_MS);
  cleanUps.push(place.remove);
  const crew = new Crew(PROCESSES, server, place);
  cleanUps.push(() => crew.kill());
  await crew.signIn();
  const choices = new SeededChoices();

  async function freeze(worker: Worker, ms: number): Promise<number> {
    const begunAt = systemClock.now();
    worker.freeze();
    await systemClock.sleep(ms);
    worker.thaw();
    return systemClock.now() - begunAt;
  }

  /** Has the token expire and all processes call at once, and stops or kills the process that renews it. */
  async function cross() {
    const plan = choices.among(PLANS);
    const [share, isAnswered] = [choices.next(), choices.below(2) === 0];
    server.now += LIFETIME_MS;
    const asked = server.holdNextAnswer();
    const calls = crew.workers.map((worker) => worker.perform({ act: 'call' }));
    const held = await asked;
    const renewing = crew.workers.find(({ name }) => name === held.by);
    if (!renewing) throw new Error('No process of the crew renews the session');
    let frozenMs = 0;
    if (plan === 'kill') {
      await renewing.kill();
      held.release();
    } else {
      const [from, to] = SECONDS[plan];
      const freezing = freeze(renewing, 1_000 * (from + share * (to - from)));
      // The answer waits in the socket of the process, or comes when the process goes on.
      if (isAnswered) held.release();
      frozenMs = await freezing;
      held.release();
    }
    const reports = (await Promise.all(calls)).filter(isReport);
    return { plan, frozenMs, reports };
  }
  return { server, crew, choices, cross };
}

describe('a session in a folder, of 8 processes and a server without grace', () => {
  it('is lost only by a kill between request and storage, or by a freeze longer than the lease', async () => {
    const { server, crew, choices, cross } = await setUp();
    const seen: string[] = [];
    cleanUps.push(async () => console.info(`SALLYPORT_SEED=${choices.seed}`, seen.join(', ')));
    let generation = 0;
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { plan, frozenMs, reports } = await cross();
      const family = server.families.at(-1);
      const isLost = family?.isRevoked ?? false;
      generation += 1;
      seen.push(`${plan} ${Math.round(frozenMs)} ms${isLost ? ': lost' : ''}`);
      if (plan === 'kill') expect(isLost).toBe(true);
      else if (frozenMs < SAFE_MS) expect({ seen, isLost }).toEqual({ seen, isLost: false });
      if (isLost) {
        await crew.kill();
        await crew.signIn();
        generation = 0;
      } else {
        const tokens = reports.map(({ token, error }) => [token, error]);
        expect(tokens).toEqual(reports.map(() => [`${family?.id}#${generation}`, null]));
        expect(family?.requests.slice(0, generation)).toEqual(Array.from({ length: generation }, () => 1));
      }
    }
  });
});

function isReport(outcome: Outcome): outcome is Report {
  return outcome !== 'killed';
}
