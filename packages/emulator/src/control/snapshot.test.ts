import { describe, expect, it } from '@jest/globals';
import { emulator, wire } from '../emulator-under-test.fixture.js';
import { startEmulator } from '../start-emulator.js';
import { EMAIL, PASSWORD, WireDriver } from '../wire-driver.fixture.js';

const take = async () => (await wire.send('GET', '/_emulator/snapshot')).body;
const restore = (body: unknown) => wire.send('PUT', '/_emulator/snapshot', { body });

describe('a snapshot', () => {
  it('brings back everything, to the last character and the instant', async () => {
    const { token, secret } = await wire.bound(EMAIL, PASSWORD);
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    const params = '[{"key":"__proto__","value":"x"},{"key":"deep","value":{"list":[1.5,null,"\\ud800"]}}]';
    await wire.register('joe@example.com', PASSWORD, { params });
    emulator.settings({ codeLength: 8, applicationMfa: ['OTP'] });
    const before = await take();
    expect(before).toEqual(emulator.snapshot());

    await emulator.clock.advance('1h');
    await emulator.reset();
    await wire.register('eve@example.com', PASSWORD);
    expect((await restore(before)).status).toBe(204);
    expect(await take()).toEqual(before);
    expect((await wire.graphql('{ user { email } }', {}, { bearer: token })).body.email).toBe(EMAIL);
    expect((await wire.verifyTotp(mfaToken, await wire.totp(secret))).body.code).toBe(200);
    expect((await wire.login('eve@example.com', PASSWORD)).body.code).toBe(2333);
  });

  it('goes to another server as well, tokens and all', async () => {
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    const other = await startEmulator();
    try {
      await other.restore(JSON.parse(JSON.stringify(emulator.snapshot())));
      const elsewhere = new WireDriver(other);
      expect((await elsewhere.graphql('{ user { email } }', {}, { bearer: token })).body.email).toBe(EMAIL);
      expect(Math.abs(other.clock.now() - emulator.clock.now())).toBeLessThan(60_000);
      expect((await elsewhere.login(EMAIL, PASSWORD)).body.token).toEqual(expect.any(String));
    } finally {
      await other.stop();
    }
  });

  it('is refused when it is foreign, newer or damaged, and changes nothing', async () => {
    await wire.register(EMAIL, PASSWORD);
    const good = await take();
    const [account] = good.collections.accounts;
    const bad: [unknown, string][] = [
      [undefined, 'no state'],
      [[], 'no state'],
      ['{"objects":', 'JSON'],
      [{ objects: [] }, 'no state'],
      [{ ...good, version: 2 }, 'newer'],
      [{ ...good, version: '1' }, 'version'],
      [{ ...good, checksum: undefined }, 'checksum'],
      [{ ...good, clock: { nowMs: 0, offsetMs: null } }, 'checksum'],
      [
        { ...good, collections: { ...good.collections, accounts: [{ ...account, email: 'eve@example.com' }] } },
        'checksum',
      ],
      [{ ...good, surplus: 1 }, 'checksum'],
    ];
    for (const [snapshot, message] of bad) {
      const { status, body } = await restore(snapshot);
      expect([status, body.error.message]).toEqual([400, expect.stringContaining(message)]);
    }
    expect(await take()).toEqual(good);
    await expect(emulator.restore({ ...good, version: 2 })).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});
