import { describe, expect, it, jest } from '@jest/globals';
import { ServerError } from '@sallyport/core/errors';
import { type Fixture, mfaToken, sessionToken, setUp, setUpSignedIn, wireUser } from '../../client.fixture.js';
import type { QrCodePollingOptions } from './qr-code.types.js';

/** A polling whose every callback is written down. */
function record(): { readonly said: unknown[][]; readonly callbacks: QrCodePollingOptions } {
  const said: unknown[][] = [];
  const names = ['onStart', 'onResult', 'onScanned', 'onSuccess', 'onCancel', 'onError', 'onExpired', 'onMfa'] as const;
  const callbacks = Object.fromEntries(
    [...names, 'onAuthFlow'].map((name) => [
      name,
      (...args: unknown[]) =>
        void said.push(
          name === 'onStart'
            ? [name]
            : name === 'onResult'
              ? [name, (args[0] as { status: number }).status]
              : [name, ...args],
        ),
    ]),
  );
  return { said, callbacks };
}

/** Lets the interval pass and the answer arrive, as often as that. */
async function poll({ clock }: Fixture, times = 1, byMs = 800): Promise<void> {
  for (let round = 0; round < times; round += 1) {
    await clock.advance(byMs);
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

describe('geneCode, checkStatus and exchangeUserInfo', () => {
  it.each([
    ['qrcode', 'APP_AUTH'],
    ['wxqrcode', 'WXAPP_AUTH'],
    ['wechatmpqrcode', 'WECHATMP_AUTH'],
  ] as const)('%s is for %s', async (name, scene) => {
    const { client, transport } = setUp();
    transport.answer({ random: 'r', url: 'https://img.example/r.png' });
    await expect(client[name].geneCode({ customData: { a: 1 } })).resolves.toMatchObject({ random: 'r' });
    expect(transport.lastBody).toEqual({ autoMergeQrCode: false, scene, params: { a: 1 } });
  });

  it('leave the session as it is', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answer(wireUser('grace'));
    await expect(client.qrcode.exchangeUserInfo('t')).resolves.toMatchObject({ id: 'grace' });
    expect(client.snapshot.userId).toBe('ada');
  });

  it.each([[''], [null], [5]])('refuse %j, and send nothing', async (value) => {
    const { client, transport } = setUp();
    const calls = [
      client.qrcode.checkStatus(value as never),
      client.qrcode.exchangeUserInfo(value as never),
      client.qrcode.startPolling(value as never),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });
});

describe('startPolling', () => {
  it('tells of each status, of the scan once, and ends with the approval', async () => {
    const fixture = setUp();
    const { said, callbacks } = record();
    const userInfo = { nickname: 'Ada', photo: '' };
    for (const status of [0, 1, 1, 2]) fixture.transport.answer({ random: 'r', status, userInfo, ticket: 't' });
    await fixture.client.qrcode.startPolling('r', callbacks);
    await poll(fixture, 8);
    expect(said).toEqual([
      ['onStart'],
      ['onResult', 0],
      ['onResult', 1],
      ['onScanned', userInfo],
      ['onResult', 1],
      ['onResult', 2],
      ['onSuccess', userInfo, 't'],
    ]);
    expect(fixture.transport.requests).toHaveLength(4);
    expect(fixture.transport.last.url).toBe('https://id.example/api/v2/qrcode/check?random=r');
  });

  it.each([
    [{ status: 3 }, [['onCancel']]],
    [{ status: -1 }, [['onExpired']]],
    [{ status: 5, scannedResult: { errmsg: 'no such app' } }, [['onError', 'no such app']]],
    [{ status: 99 }, [['onError', 'The code has the status 99']]],
  ])('ends with %j', async (answer, told) => {
    const fixture = setUp();
    const { said, callbacks } = record();
    fixture.transport.answer(answer);
    await fixture.client.qrcode.startPolling('r', callbacks);
    await poll(fixture, 3);
    expect(said.slice(2)).toEqual(told);
    expect(fixture.transport.requests).toHaveLength(1);
  });

  it('turns the demand for a second factor into the pending sign-in', async () => {
    const fixture = await setUpSignedIn();
    const { said, callbacks } = record();
    const scannedResult = {
      code: 1636,
      message: 'second factor',
      data: { mfaToken, applicationMfa: [{ mfaPolicy: 'OTP' }] },
    };
    fixture.transport.answer({ status: 4, scannedResult });
    await fixture.client.qrcode.startPolling('r', {
      ...callbacks,
      onMfa: (...args) => {
        said.push(['onMfa', ...args]);
        said.push(['pending', fixture.client.pendingSignIn?.mfaToken]);
      },
    });
    await poll(fixture, 2);
    expect(said.slice(2)).toEqual([
      ['onMfa', 1636, 'second factor', scannedResult.data],
      ['pending', mfaToken],
      ['onAuthFlow', scannedResult],
    ]);
    expect(fixture.client.state).toBe('mfaRequired');
    expect(fixture.client.snapshot.userId).toBe('ada');
  });

  it('asks one question at a time, however long the answer takes (defect 30)', async () => {
    const fixture = setUp();
    const answer = fixture.transport.answerLater();
    await fixture.client.qrcode.startPolling('r', { interval: 20 });
    await poll(fixture, 10, 100);
    expect(fixture.transport.requests).toHaveLength(1);
    fixture.transport.answer({ status: 3 });
    answer({ code: 200, data: { status: 0 } });
    await settled();
    await poll(fixture, 2, 100);
    expect(fixture.transport.requests).toHaveLength(2);
  });

  it('asks more seldom while the server fails, and gives up after the sixth time', async () => {
    const fixture = setUp();
    const { said, callbacks } = record();
    for (let time = 0; time < 10; time += 1) fixture.transport.answerJson({ code: 500, message: 'busy' }, 500);
    await fixture.client.qrcode.startPolling('r', { ...callbacks, interval: 1_000 });
    const sentAfter: number[] = [];
    for (let second = 1; second <= 100; second += 1) {
      await poll(fixture, 1, 1_000);
      if (fixture.transport.requests.length > sentAfter.length) sentAfter.push(second);
    }
    expect(sentAfter).toEqual([1, 3, 7, 15, 31, 61]);
    expect(said.slice(1)).toEqual([['onError', 'busy', expect.any(ServerError)]]);
  });

  it('goes back to the interval when the server answers again', async () => {
    const fixture = setUp();
    fixture.transport.answerJson({ code: 500, message: 'busy' }, 500);
    for (const status of [0, 0, 3]) fixture.transport.answer({ status });
    await fixture.client.qrcode.startPolling('r', { interval: 1_000 });
    await poll(fixture, 3, 1_000);
    expect(fixture.transport.requests).toHaveLength(2);
    await poll(fixture, 2, 1_000);
    expect(fixture.transport.requests).toHaveLength(4);
  });

  it.each([
    [{ code: 2241, message: 'no such code' }, 200],
    [{ code: 200, data: {} }, 200],
  ])('gives up at once where another question would not help: %j', async (answer, status) => {
    const fixture = setUp();
    const { said, callbacks } = record();
    fixture.transport.answerJson(answer, status);
    await fixture.client.qrcode.startPolling('r', callbacks);
    await poll(fixture, 3);
    expect(said.slice(1)).toEqual([['onError', expect.any(String), expect.any(Error)]]);
  });

  it('goes on where a callback throws, and says so', async () => {
    const fixture = setUp();
    const fail = jest.fn(() => {
      throw new Error('of the page');
    });
    for (const status of [0, 1, 3]) fixture.transport.answer({ status });
    await fixture.client.qrcode.startPolling('r', { onResult: fail, onScanned: async () => fail() });
    await poll(fixture, 4);
    expect(fail).toHaveBeenCalledTimes(4);
    expect(fixture.logger.lines).toHaveLength(4);
  });

  const stops: [string, (fixture: Fixture) => Promise<() => unknown>][] = [
    [
      'stopPolling',
      async ({ client }) => {
        const timer = await client.qrcode.startPolling('r');
        return () => client.qrcode.stopPolling(timer);
      },
    ],
    [
      'what onStart was told',
      async ({ client }) => {
        let stop = () => {};
        await client.qrcode.startPolling('r', { onStart: (timer) => (stop = () => timer.stop()) });
        return () => stop();
      },
    ],
    [
      'its signal',
      async ({ client }) => {
        const controller = new AbortController();
        await client.qrcode.startPolling('r', { signal: controller.signal });
        return () => controller.abort();
      },
    ],
    [
      'the signal of the view',
      async ({ client }) => {
        const controller = new AbortController();
        await client.with({ signal: controller.signal }).qrcode.startPolling('r');
        return () => controller.abort();
      },
    ],
    [
      'dispose (CLI-24)',
      async ({ client }) => {
        await client.qrcode.startPolling('r');
        return () => client.dispose();
      },
    ],
  ];
  it.each(stops)('is stopped by %s, also in the middle of a question', async (_, begin) => {
    for (const isAsking of [false, true]) {
      const fixture = setUp();
      const signals: (AbortSignal | undefined)[] = [];
      fixture.transport.answerLater();
      const stop = await begin(fixture);
      if (isAsking) await poll(fixture);
      signals.push(...fixture.transport.requests.map(({ signal }) => signal));
      await stop();
      await poll(fixture, 3);
      expect(fixture.transport.requests).toHaveLength(isAsking ? 1 : 0);
      expect(signals.every((signal) => signal?.aborted)).toBe(true);
    }
  });

  it('is not begun for whom has stopped it already', async () => {
    const fixture = setUp();
    await fixture.client.qrcode.startPolling('r', { signal: AbortSignal.abort() });
    await poll(fixture, 3);
    expect(fixture.transport.requests).toEqual([]);
  });

  it('lets stopPolling have anything', async () => {
    for (const timer of [undefined, null, 5, {}]) await setUp().client.qrcode.stopPolling(timer);
  });

  it.each([[0], [-1], [Number.NaN], ['800']])('refuses the interval %j', async (interval) => {
    const call = setUp().client.qrcode.startPolling('r', { interval: interval as never });
    await expect(call).rejects.toMatchObject({ kind: 'invalid-input' });
  });

  it('is polled with the token of who is signed in, while it is good', async () => {
    const fixture = await setUpSignedIn();
    fixture.transport.answer({ status: 3 });
    await fixture.client.qrcode.startPolling('r');
    await poll(fixture);
    expect(fixture.transport.last.headers.authorization).toBe(`Bearer ${sessionToken()}`);
  });
});

describe('startScanning', () => {
  it('needs a page', async () => {
    await expect(setUp().client.qrcode.startScanning('here')).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});
