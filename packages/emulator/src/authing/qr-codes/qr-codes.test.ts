import { describe, expect, it } from '@jest/globals';
import type { QrCodeScan } from '../../control/qr-code-scan.js';
import { emulator, wire } from '../../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../../wire-driver.fixture.js';

const show = async () => (await wire.send('POST', '/api/v2/qrcode/gene', { body: { scene: 'APP_AUTH' } })).body.data;
const check = async (random: string) => (await wire.send('GET', `/api/v2/qrcode/check?random=${random}`)).body;
const trade = async (ticket: string, headers = {}) =>
  (await wire.send('POST', '/api/v2/qrcode/userinfo', { body: { ticket }, headers })).body;
const scan = (random: string, body: QrCodeScan) => wire.send('POST', `/_emulator/qrcodes/${random}`, { body });

describe('a QR code', () => {
  it('is shown, scanned, approved and traded, once (EMU-16)', async () => {
    await wire.register(EMAIL, PASSWORD);
    const { random, url } = await show();
    expect(url).toMatch(/^data:image\/png;base64,/);
    expect((await check(random)).data).toEqual({ random, status: 0 });
    expect((await scan(random, { action: 'scan', user: EMAIL })).status).toBe(204);
    expect((await check(random)).data).toEqual({ random, status: 1, userInfo: { nickname: '', photo: '' } });
    await scan(random, { action: 'approve' });
    const { status, ticket } = (await check(random)).data;
    expect(status).toBe(2);
    await emulator.seed({ objects: [{ kind: 'application', id: 'other' }] });
    expect((await trade(ticket, { 'x-authing-app-id': 'other' })).code).toBe(2241);
    const user = (await trade(ticket)).data;
    expect(user.email).toBe(EMAIL);
    expect((await wire.me(user.token, 'email')).body.email).toBe(EMAIL);
    expect((await trade(ticket)).code).toBe(2241);
  });

  it('asks the one who scans for the second factor', async () => {
    const { secret } = await wire.bound(EMAIL, PASSWORD);
    await emulator.clock.advance('1m');
    const { random } = await show();
    await emulator.scanQrCode(random, { action: 'approve', user: EMAIL });
    const { status, ticket, scannedResult } = (await check(random)).data;
    expect([status, ticket, scannedResult.code]).toEqual([4, undefined, 1635]);
    expect((await wire.verifyTotp(scannedResult.data.mfaToken, await wire.totp(secret))).body.data.email).toBe(EMAIL);
  });

  it('can be cancelled, fail, and end', async () => {
    const [one, two, three] = [await show(), await show(), await show()];
    await scan(one.random, { action: 'cancel' });
    await scan(two.random, { action: 'fail', message: 'no light' });
    expect((await check(one.random)).data.status).toBe(3);
    expect((await check(two.random)).data).toMatchObject({ status: 5, scannedResult: { errmsg: 'no light' } });
    await emulator.clock.advance('2m');
    expect((await check(three.random)).data.status).toBe(-1);
    expect((await check('nothing')).code).toBe(2241);
  });

  it('is scanned by users that there are, as long as somebody waits', async () => {
    const { random } = await show();
    expect((await scan(random, { action: 'approve', user: 'nobody' })).body.error.code).toBe('unknown-reference');
    expect((await scan(random, { action: 'approve' })).body.error.code).toBe('missing-field');
    await scan(random, { action: 'cancel' });
    await wire.register(EMAIL, PASSWORD);
    await expect(emulator.scanQrCode(random, { action: 'approve', user: EMAIL })).rejects.toThrow('cancelled');
    expect((await scan('nothing', { action: 'cancel' })).body.error.code).toBe('qr-code-unknown');
  });
});
