import { afterEach, describe, expect, it } from '@jest/globals';
import { Crew, folderPlace, redisPlace } from './crew.fixture.js';
import type { Report } from './participant.mjs';
import { SeededChoices } from './seeded-choices.fixture.js';
import { LIFETIME_MS, TokenServer } from './token-server.fixture.js';
import type { Outcome } from './worker.fixture.js';

const PROCESSES = 8;
const HOLD_MS = 3_000;
const GRACE_MS = 600_000;
// A kill by chance comes after so many requests, and turns of the event loop, at most.
const REQUESTS = 3;
const TURNS = 4_000;
const PLANS = { spare: 1, 'by chance': 2, 'on purpose': 1 };

/** When a process died: between sending a refresh and storing its answer, or at any other time. */
type Death = 'none' | 'outside' | 'inside';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function setUp(placeOf: typeof folderPlace, graceMs: number) {
  const server = await TokenServer.start({ graceMs });
  cleanUps.push(() => server.stop());
  const place = await placeOf(HOLD_MS);
  cleanUps.push(place.remove);
  const crew = new Crew(PROCESSES, server, place);
  cleanUps.push(() => crew.kill());
  await crew.signIn();
  const choices = new SeededChoices();
  const counts = { 'outside by chance': 0, 'inside by chance': 0, 'inside on purpose': 0, requests: 0, lost: 0 };

  async function killByChance(isOver: Promise<unknown>): Promise<Death> {
    const [requests, anybody, turns] = [choices.below(REQUESTS), choices.of(crew.workers), choices.next() ** 3 * TURNS];
    const sender = await Promise.race([server.arrivals(requests), isOver]);
    // Who asks for tokens says who it is.
    const victim = crew.workers.find(({ name }) => name === sender) ?? anybody;
    for (let turn = 1; turn <= turns; turn += 1) await new Promise(setImmediate);
    const open = server.close();
    await victim.kill();
    const debtor = await crew.findDebtor();
    open();
    return debtor === victim.name ? 'inside' : 'outside';
  }

  async function killInside(): Promise<Death> {
    const held = await server.holdNextAnswer();
    await crew.workers.find(({ name }) => name === held.by)?.kill();
    held.release();
    return 'inside';
  }

  /** Has the token end, and all processes call at once while one of them may be killed. */
  async function cross() {
    const plan = choices.among(PLANS);
    const requestsBefore = server.outcomes.length;
    server.now += LIFETIME_MS;
    let end = (): void => {};
    const isOver = new Promise<void>((resolve) => {
      end = resolve;
    });
    const dying: Promise<Death> = {
      spare: async () => 'none' as const,
      'by chance': killByChance,
      'on purpose': killInside,
    }[plan](isOver);
    const outcomes = await Promise.all(crew.workers.map((worker) => worker.perform({ act: 'call' })));
    end();
    const death = await dying;
    const requests = server.outcomes.slice(requestsBefore).map(({ outcome }) => outcome);
    counts.requests += requests.length;
    if (death !== 'none') counts[`${death} ${plan}` as keyof typeof counts] += 1;
    return { plan, death, requests, reports: outcomes.filter(isReport) };
  }

  const { currentTestName } = expect.getState();
  cleanUps.push(async () => console.info(`${currentTestName}: SALLYPORT_SEED=${choices.seed}`, JSON.stringify(counts)));
  return { server, crew, counts, cross };
}

describe.each([
  ['a folder', folderPlace, 24],
  ['Redis', redisPlace, 12],
] as const)('a session in %s, of 8 processes that are killed', (_, placeOf, expiries) => {
  it('survives where the server grants an interval of grace (F17)', async () => {
    const { server, crew, cross } = await setUp(placeOf, GRACE_MS);
    const [family] = server.families;
    for (let expiry = 1; expiry <= expiries; expiry += 1) {
      const { plan, death, requests, reports } = await cross();
      expectGoesOn(reports, `${family?.id}#${expiry}`);
      const again = requests.slice(1);
      expect([requests[0], again.length <= (death === 'inside' ? 1 : 0)]).toEqual(['rotated', true]);
      if (plan === 'on purpose') expect(again).toEqual(['repeated']);
      await crew.revive();
    }
  }, 120_000);

  it('ends once for each kill inside that moment where it does not (F17, F23, CLI-20)', async () => {
    const { server, crew, counts, cross } = await setUp(placeOf, 0);
    let generation = 0;
    for (let expiry = 1; expiry <= expiries; expiry += 1) {
      const { plan, death, requests, reports } = await cross();
      generation += 1;
      const isLost = server.families.at(-1)?.isRevoked ?? false;
      if (plan === 'on purpose') expect(isLost).toBe(true);
      if (isLost) {
        expect([death, requests]).toEqual(['inside', ['rotated', 'reused']]);
        expectIsOver(reports);
        counts.lost += 1;
        generation = 0;
        await crew.signIn();
      } else {
        expect(requests).toEqual(['rotated']);
        expectGoesOn(reports, `${server.families.at(-1)?.id}#${generation}`);
        await crew.revive();
      }
    }
    expect(server.outcomes.filter(({ outcome }) => outcome !== 'rotated').length).toBe(counts.lost);
  }, 120_000);
});

function expectGoesOn(reports: readonly Report[], token: string): void {
  const [first, ...others] = [...reports].sort(byEvents);
  const adopted = { state: 'signedIn', error: null, token, events: ['sessionRefreshed of other-tab'] };
  // Nobody who lives has to have renewed it: that one may have been killed when it was done.
  expect([adopted, { ...adopted, events: ['sessionRefreshed'] }]).toContainEqual(first);
  expect(others).toEqual(others.map(() => adopted));
}

function expectIsOver(reports: readonly Report[]): void {
  const [first, ...others] = [...reports].sort(byEvents);
  const over = { state: 'signedOut', token: null };
  expect(first).toEqual({ ...over, error: 'session-lost', events: ['sessionExpired'] });
  expect(others).toEqual(others.map(() => ({ ...over, error: 'not-signed-in', events: ['signedOut of other-tab'] })));
}

function byEvents({ events: left }: Report, { events: right }: Report): number {
  return `${left}`.length - `${right}`.length;
}

function isReport(outcome: Outcome): outcome is Report {
  return outcome !== 'killed';
}
