import { afterEach, describe, expect, it } from '@jest/globals';
import { Crew, folderPlace, redisPlace } from './crew.fixture.js';
import { LIFETIME_MS, TokenServer } from './token-server.fixture.js';
import type { Worker } from './worker.fixture.js';

const PROCESSES = 8;
const EXPIRIES = 200;
// The client renews by itself a minute before the end.
const DUE_AFTER_MS = LIFETIME_MS - 60_000;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const PLACES = [
  ['a folder', folderPlace],
  ['Redis, by ioredis and by redis', redisPlace],
] as const;

async function setUp(placeOf: typeof folderPlace, size = PROCESSES) {
  const server = await TokenServer.start();
  cleanUps.push(() => server.stop());
  const place = await placeOf();
  cleanUps.push(place.remove);
  const crew = new Crew(size, server, place);
  cleanUps.push(() => crew.kill());
  await crew.signIn();
  return { server, crew };
}

describe('a session that 8 processes share', () => {
  it.each(PLACES)(
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

describe.each(PLACES)('a renewal in %s that is overtaken by another process', (_, placeOf) => {
  async function setUpRenewal() {
    const { server, crew } = await setUp(placeOf, 2);
    const [renewing, other] = crew.workers as [Worker, Worker];
    server.now += LIFETIME_MS;
    const asked = server.holdNextAnswer();
    const renewed = renewing.perform({ act: 'call' });
    return { server, renewing, other, renewed, held: await asked };
  }

  it('stays signed out after a sign-out (CLI-19, F18)', async () => {
    const { renewing, other, renewed, held } = await setUpRenewal();
    await other.perform({ act: 'signOut' });
    held.release();
    const over = { state: 'signedOut', token: null, error: 'not-signed-in', events: ['signedOut of other-tab'] };
    expect(await renewed).toEqual(over);
    expect([await renewing.open(), await other.open()]).toEqual(['signedOut', 'signedOut']);
  });

  it('leaves the next session alone after a sign-in (CLI-19)', async () => {
    const { server, renewing, other, renewed, held } = await setUpRenewal();
    await other.perform({ act: 'signIn', tokens: server.signIn() });
    held.release();
    expect(await renewed).toMatchObject({ state: 'signedIn', events: ['signedIn of other-tab'] });
    for (const worker of [renewing, other]) {
      await worker.open();
      expect(await worker.perform({ act: 'call' })).toMatchObject({ token: `${server.families[1]?.id}#0` });
    }
  });
});

function byEvents(left: unknown, right: unknown): number {
  return JSON.stringify(left).length - JSON.stringify(right).length;
}
