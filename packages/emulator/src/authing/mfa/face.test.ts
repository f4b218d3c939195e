import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, wire } from '../../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../../wire-driver.fixture.js';

let token: string;

beforeEach(async () => {
  ({ token } = (await wire.register(EMAIL, PASSWORD)).body);
});

async function post(content: string, query = 'folder=face-photo&private=true', origin?: string): Promise<Response> {
  const form = new FormData();
  form.append('file', new File([content], 'personal.jpeg', { type: 'image/jpeg' }));
  const headers: Record<string, string> = origin === undefined ? {} : { origin };
  return fetch(`${emulator.url}/api/v2/upload?${query}`, { method: 'POST', body: form, headers });
}
const upload = async (content: string) => (await (await post(content)).json()).data.key as string;
const associate = (bearer: string, photoA: string, photoB = photoA, more: object = {}) =>
  wire.send('POST', '/api/v2/mfa/face/associate', { bearer, body: { photoA, photoB, ...more } });
const verify = (bearer: string, photo: string) =>
  wire.send('POST', '/api/v2/mfa/face/verify', { bearer, body: { photo } });

describe('an upload', () => {
  it('is kept, and a public one can be read as the picture it is', async () => {
    const { data } = await (await post('a picture', 'folder=avatar')).json();
    expect(data).toEqual({ key: expect.stringMatching(/^avatar\//), url: `${emulator.url}/uploads/${data.key}` });
    const picture = await fetch(data.url);
    expect([await picture.text(), picture.headers.get('content-type')]).toEqual(['a picture', 'image/jpeg']);
    expect(picture.headers.get('content-security-policy')).toContain('sandbox');
  });

  it('that is private is read by nobody', async () => {
    const { data } = await (await post('a face')).json();
    expect((await fetch(data.url)).status).toBe(404);
  });

  it('has to be a form with a file, for a folder that there is, from a page of this machine', async () => {
    expect((await wire.send('POST', '/api/v2/upload', { body: {} })).status).toBe(415);
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    expect((await wire.send('POST', '/api/v2/upload', { body: '--x', headers })).status).toBe(400);
    expect((await post('')).status).toBe(400);
    expect((await post('x', 'folder=../..')).status).toBe(400);
    expect((await post('x'.repeat(9 * 1024 * 1024))).status).toBe(413);
    expect((await post('x', 'folder=avatar', 'https://example.com')).status).toBe(403);
  });
});

describe('a face', () => {
  it('is bound, and then answers what the application demands', async () => {
    const key = await upload('Ada');
    expect((await associate(token, key)).body.data).toMatchObject({ email: EMAIL, token });
    emulator.settings({ applicationMfa: ['FACE'] });
    const { code, data } = (await wire.login(EMAIL, PASSWORD)).body;
    expect([code, data.faceMfaEnabled]).toEqual([1636, true]);
    expect((await verify(data.mfaToken, await upload('Eve'))).body.code).toBe(1702);
    expect((await verify(data.mfaToken, 'face-photo/none')).body.code).toBe(1700);
    const entered = (await verify(data.mfaToken, await upload('Ada'))).body.data;
    expect((await wire.me(entered.token, 'email')).body.email).toBe(EMAIL);
    expect((await verify(data.mfaToken, key)).body.code).toBe(2207);
  });

  it('is one face on both photos, and nobody else’s', async () => {
    const [ada, eve] = [await upload('Ada'), await upload('Eve')];
    expect((await associate(token, ada, eve)).body.code).toBe(1702);
    expect((await associate(token, '')).body.code).toBe(1700);
    expect((await associate(token, ada)).body.code).toBe(200);
    const other = (await wire.register('eve@example.com', PASSWORD)).body.token;
    expect((await associate(other, ada)).body.code).toBe(1706);
  });

  it('is known by its address where the photo is elsewhere, which nobody fetches', async () => {
    const url = 'https://photos.example.com/ada.jpeg';
    expect((await associate(token, url, url, { isExternal: true })).body.code).toBe(200);
    emulator.settings({ applicationMfa: ['FACE'] });
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    expect((await verify(mfaToken, url)).body.data.token).toEqual(expect.any(String));
  });

  it('is bound during a sign-in by a user who has no second factor, and by nobody else', async () => {
    emulator.settings({ applicationMfa: ['FACE'] });
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    expect((await verify(mfaToken, await upload('Ada'))).body.code).toBe(1701);
    expect((await associate(mfaToken, await upload('Ada'))).body.data).toMatchObject({ email: EMAIL, token: null });
    expect((await associate(mfaToken, await upload('Eve'))).body.code).toBe(1001);
    expect((await verify(mfaToken, await upload('Ada'))).body.data.token).toEqual(expect.any(String));
  });

  it('is not bound by whoever has only the password of a user with an authenticator', async () => {
    await wire.bound('joe@example.com', PASSWORD);
    emulator.settings({ applicationMfa: ['FACE'] });
    const mfaToken = await wire.mfaToken('joe@example.com', PASSWORD);
    expect((await associate(mfaToken, await upload('Eve'))).body.code).toBe(1001);
  });

  it('can be tried a few times only', async () => {
    await associate(token, await upload('Ada'));
    emulator.settings({ applicationMfa: ['FACE'] });
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    const eve = await upload('Eve');
    for (let turn = 0; turn < 5; turn += 1) expect((await verify(mfaToken, eve)).body.code).toBe(1702);
    expect((await verify(mfaToken, eve)).status).toBe(429);
  });
});
