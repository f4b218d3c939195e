import { describe, expect, it, jest } from '@jest/globals';
import { ManualClock } from '@sallyport/core/clock';
import { NOW_SECONDS, setUpSignedIn } from '../../client.fixture.js';
import { setUpSignedIn as setUpSignedInToGoTrue } from '../../gotrue/gotrue-client.fixture.js';

const MINUTE_MS = 60_000;
const httpDate = (instant: number): string => new Date(instant).toUTCString();

/** The headers of a refusal at an instant of the server's clock. */
const REFUSALS: readonly (readonly [string, (serverNow: number) => Record<string, string>])[] = [
  ['Retry-After: 0', () => ({ 'retry-after': '0' })],
  ['a Retry-After in the past', (now) => ({ 'retry-after': httpDate(now - MINUTE_MS) })],
  ['an honest date', (now) => ({ 'retry-after': httpDate(now + 5_000), date: httpDate(now) })],
];

const CLIENTS = [
  ['the Authing wire', (clock: ManualClock) => setUpSignedIn({ clock })],
  ['the GoTrue wire', (clock: ManualClock) => setUpSignedInToGoTrue({ clock })],
] as const;

async function turns(): Promise<void> {
  for (let step = 0; step < 100; step += 1) await Promise.resolve();
}

describe.each(CLIENTS)('an idle client on %s whose renewal is refused', (_, open) => {
  it.each(REFUSALS.flatMap(([name, headers]) => [0, 10].map((fast) => [name, fast, headers] as const)))(
    'sends under 30 token requests in ten minutes: %s, by a clock that is %d minutes fast (F06, F07, F12)',
    async (_name, fast, headersAt) => {
      const serverStart = NOW_SECONDS * 1000;
      const clock = new ManualClock(serverStart + fast * MINUTE_MS);
      const { transport } = await open(clock);
      const serverNow = (): number => clock.now() - fast * MINUTE_MS;
      transport.requests.splice(0);
      jest.spyOn(transport, 'send').mockImplementation(async (request) => {
        transport.requests.push(request);
        return { status: 429, headers: headersAt(serverNow()), text: '{"code":429}' };
      });
      for (let minute = 0; minute < 60 && transport.requests.length === 0; minute += 1) {
        await clock.advance(MINUTE_MS);
        await turns();
      }
      expect(transport.requests.length).toBeGreaterThan(0);
      for (let second = 0; second < 600; second += 1) {
        await clock.advance(1_000);
        await turns();
      }
      expect(transport.requests.length).toBeGreaterThan(8);
      expect(transport.requests.length).toBeLessThan(30);
    },
  );
});
