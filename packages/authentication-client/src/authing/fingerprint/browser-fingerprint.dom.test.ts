import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setUp, setUpSignedIn } from '../../client.fixture.js';
import { browserName, browserReport } from './browser-report.js';

const DIGEST = /^[\da-f]{32}$/;

beforeEach(() => {
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null); // jsdom has none, and says so loudly
  localStorage.clear();
});

afterEach(() => {
  jest.restoreAllMocks();
});

function withUserAgent(userAgent: string): void {
  jest.spyOn(navigator, 'userAgent', 'get').mockReturnValue(userAgent);
}

/** A canvas that draws what it is given to draw, as far as its data URL tells. */
function drawAs(dataUrl: string): void {
  const drawing = {
    fillRect: () => {},
    fillText: () => {},
    font: '',
    // In each font as wide as its fallback, but for one that is there.
    measureText: () => ({ width: drawing.font.includes('Menlo') ? 500 : 400 }),
  };
  jest
    .spyOn(HTMLCanvasElement.prototype, 'getContext')
    .mockImplementation(((kind: string) => (kind === '2d' ? drawing : null)) as never);
  jest.spyOn(HTMLCanvasElement.prototype, 'toDataURL').mockReturnValue(dataUrl);
}

describe('getBrowserFingers', () => {
  it('digests what is drawn, where the vendor’s client has a constant (defect 12)', async () => {
    drawAs('data:one');
    const one = await setUp().client.browserFingerprint.getBrowserFingers();
    localStorage.clear();
    drawAs('data:other');
    const other = await setUp().client.browserFingerprint.getBrowserFingers();
    expect(one.deviceFingers.canvasFingerprint).toMatch(DIGEST);
    expect(other.deviceFingers.canvasFingerprint).not.toBe(one.deviceFingers.canvasFingerprint);
    expect(other.deviceFingers.fontsFingerprint).toBe(one.deviceFingers.fontsFingerprint);
    expect(other.browserId).not.toBe(one.browserId);
  });

  it('has the same answer again, and keeps it where the vendor’s client does', async () => {
    drawAs('data:one');
    const { client, transport } = setUp();
    const fingers = await client.browserFingerprint.getBrowserFingers();
    expect(fingers.browserId).toMatch(DIGEST);
    expect(localStorage.getItem('browserId')).toBe(fingers.browserId);
    expect(JSON.parse(localStorage.getItem('deviceFingers') ?? '')).toMatchObject({
      canvas: fingers.deviceFingers.canvasFingerprint,
    });
    await expect(client.browserFingerprint.getDeviceInfo()).resolves.toEqual(fingers);
    localStorage.clear();
    await expect(setUp().client.browserFingerprint.getBrowserFingers()).resolves.toEqual(fingers);
    expect(transport.requests).toEqual([]);
  });

  it('leaves empty what the browser lacks or does not show', async () => {
    jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(() => {
      throw new Error('protected');
    });
    const { deviceFingers } = await setUp().client.browserFingerprint.getBrowserFingers();
    expect(deviceFingers).toMatchObject({ canvasFingerprint: '', webglFingerprint: '', audioFingerprint: '' });
    expect(deviceFingers.userAgentFingerprint).toMatch(DIGEST);
  });

  it.each([['null'], ['{'], ['5'], ['{"canvas":5}']])(
    'makes do with rubbish in the storage: %j (CLI-15)',
    async (rubbish) => {
      localStorage.setItem('browserId', 'kept');
      localStorage.setItem('deviceFingers', rubbish);
      const { deviceFingers } = await setUp().client.browserFingerprint.getBrowserFingers();
      expect(Object.values(deviceFingers).every((digest) => typeof digest === 'string')).toBe(true);
    },
  );

  it('does without a storage (CLI-15)', async () => {
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new Error('full');
    });
    await expect(setUp().client.browserFingerprint.getBrowserFingers()).resolves.toMatchObject({
      browserId: expect.stringMatching(DIGEST),
    });
  });

  it('computes nothing and keeps nothing before it is called', async () => {
    const drawing = jest.spyOn(HTMLCanvasElement.prototype, 'getContext');
    await setUpSignedIn({ storage: undefined });
    expect(drawing).not.toHaveBeenCalled();
    expect(localStorage.getItem('browserId')).toBeNull();
  });
});

describe('createDevice', () => {
  it('tells the server of the browser, once, by the session’s bearer', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answer({});
    await expect(client.browserFingerprint.createDevice()).resolves.toBe(true);
    const { browserId } = await client.browserFingerprint.getBrowserFingers();
    expect(transport.requests).toHaveLength(1);
    expect(transport.last).toMatchObject({ method: 'POST', url: 'https://id.example/api/v3/create-device' });
    expect(transport.lastBody).toMatchObject({
      deviceUniqueId: browserId,
      browserId,
      type: 'Browser',
      userAgent: navigator.userAgent,
      userAgentFingerprint: expect.stringMatching(DIGEST),
    });
  });

  it('rejects what the server refuses (defect 22)', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ code: 403, message: 'not here' }, 403);
    await expect(client.browserFingerprint.createDevice()).rejects.toMatchObject({ kind: 'permission-denied' });
  });
});

describe('what a browser says of itself', () => {
  const AGENTS = {
    chrome:
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
    edge: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2',
    firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0',
    safari:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15',
  };
  it.each([
    ['chrome', { os: 'Windows 10', version: '120.0.0.0', vendor: 'Google', product: 'WebKit' }, 'chrome/120.0.0.0'],
    ['edge', { os: 'Windows 10', version: '120.0.0.0', vendor: 'Google', product: 'WebKit' }, 'edg/120.0.2'],
    ['firefox', { os: 'UNIX', version: '121.0', vendor: 'Mozilla', product: 'Gecko' }, 'firefox/121.0'],
    ['safari', { os: 'Mac OS', version: 'Unknown', vendor: 'Apple', product: 'WebKit' }, 'safari/17.2'],
  ] as const)('%s', (browser, report, name) => {
    withUserAgent(AGENTS[browser]);
    expect(browserReport()).toMatchObject(report);
    expect(browserName()).toBe(name);
  });

  it('has no name for one that nobody knows', () => {
    withUserAgent('curl/8');
    expect(browserName()).toBeUndefined();
    expect(browserReport()).toMatchObject({ os: 'Other', vendor: 'Unknown', appCodeName: 'Unknown' });
  });
});
