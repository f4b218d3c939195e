import { afterEach, describe, expect, it } from '@jest/globals';
import { Crew, folderPlace, redisPlace } from './crew.fixture.js';
import { LIFETIME_MS, TokenServer } from './token-server.fixture.js';

const PROCESSES = 8;
const EXPIRIES = 200;
// The client renews by itself a minute before the end.
const DUE_AFTER_MS = LIFETIME_MS - 60_000;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function setUp(placeOf: typeof folderPlace) {
  const server = await TokenServer.start();
  cleanUps.push(() => server.stop());
  const place = await placeOf();
  cleanUps.push(place.remove);
  const crew = new Crew(PROCESSES, server, place);
  cleanUps.push(() => crew.kill());
  await crew.signIn();
  return { server, crew };
}

describe('a session that 8 processes share', () => {
  it.each([
    ['a folder', folderPlace],
    ['Redis, by ioredis and by redis', redisPlace],
  ])(
    'is renewed once for each of 200 expiries, and never lost, in %s (CLI-17, CLI-18, F15)',
    async (_, placeOf) => {
      const { server, crew } = await setUp(placeOf);
      const [family] = server.families;
      for (let expiry = 1; expiry <= EXPIRIES; expiry += 1) {
        const act = expiry % 2 === 0 ? 'wait' : 'call';
        server.now += act === 'wait' ? DUE_AFTER_MS : LIFETIME_MS;
        const reports = await Promise.all(crew.workers.map((worker) => worker.perform({ act })));
        const report = { state: 'signedIn', error: null, token: `${family?.id}#${expiry}` };
        const adopted = { ...report, events: ['sessionRefreshed of other-tab'] };
        expect(reports.sort(byEvents)).toEqual([
          { ...report, events: ['sessionRefreshed'] },
          ...Array.from({ length: PROCESSES - 1 }, () => adopted),
        ]);
      }
      expect(family?.requests).toEqual([...Array.from({ length: EXPIRIES }, () => 1), 0]);
    },
    240_000,
  );
});

function byEvents(left: unknown, right: unknown): number {
  return JSON.stringify(left).length - JSON.stringify(right).length;
}
