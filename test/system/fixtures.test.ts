import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Browser } from 'playwright-core';
import { type PageServer, servePage, startChromium } from './chromium.fixture.js';
import { type RedisServer, startRedisServer } from './redis-server.fixture.js';

describe('the Redis of a test', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedisServer();
  });
  afterAll(() => server.stop());

  it('answers', async () => {
    const client = new Redis(server.url);
    expect(await client.ping()).toBe('PONG');
    client.disconnect();
  });

  it('is another one each time', async () => {
    const other = await startRedisServer();
    expect(other.port).not.toBe(server.port);
    await other.stop();
  });
});

describe('the Chromium of a test', () => {
  let browser: Browser;
  let server: PageServer;
  beforeAll(async () => {
    [browser, server] = await Promise.all([
      startChromium(),
      servePage(`import * as core from '@sallyport/core/platform'; Object.assign(window, { core });`),
    ]);
  });
  afterAll(() => Promise.all([browser.close(), server.stop()]));

  it.each([
    ['secure', true],
    ['insecure', false],
  ])('runs what the build made in a context that is %s', async (_, isSecure) => {
    const page = await browser.newPage();
    await page.goto(isSecure ? server.url : server.insecureUrl);
    const seen = page.evaluate(() => ({
      isBrowser: (window as unknown as { core: typeof import('@sallyport/core/platform') }).core.isBrowser(),
      isSecureContext: window.isSecureContext,
      hasLocks: navigator.locks !== undefined,
    }));
    expect(await seen).toEqual({ isBrowser: true, isSecureContext: isSecure, hasLocks: isSecure });
    await page.close();
  });
});
