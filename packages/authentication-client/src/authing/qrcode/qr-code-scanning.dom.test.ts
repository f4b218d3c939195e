import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Fixture, mfaToken, setUp, wireUser } from '../../client.fixture.js';

const code = (random: string) => ({ random, url: `https://img.example/${random}.png`, customLogo: null });
const host = () => document.getElementById('here');
const button = () => host()?.querySelector('button') ?? null;
const picture = () => host()?.querySelector('img') ?? null;

async function settled(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
}

async function poll({ clock }: Fixture): Promise<void> {
  await clock.advance(800);
  await settled();
}

beforeEach(() => {
  document.body.innerHTML = '<div id="here"></div>';
});

describe('startScanning', () => {
  it('shows the code, who scanned it, and what comes of it', async () => {
    const fixture = setUp({ lang: 'en-US' });
    const { client, transport } = fixture;
    const onCodeShow = jest.fn();
    const onSuccess = jest.fn();
    transport.answer(code('r1'));
    await client.qrcode.startScanning('here', { onCodeShow, onSuccess });
    expect(picture()?.src).toBe('https://img.example/r1.png');
    expect(onCodeShow).toHaveBeenCalledWith('r1', 'https://img.example/r1.png');
    transport.answer({ status: 1, userInfo: { nickname: '<b>Ada</b>', photo: '' } });
    await poll(fixture);
    expect(host()?.textContent).toContain('<b>Ada</b>');
    transport.answer({ status: 2, userInfo: { nickname: 'Ada', photo: '' }, ticket: 't' });
    await poll(fixture);
    expect(onSuccess).toHaveBeenCalledWith({ nickname: 'Ada', photo: '' }, 't');
    expect(host()?.textContent).toBe('Signed in');
    expect(client.state).toBe('signedOut');
  });

  it('begins the session of who has scanned where it was asked to', async () => {
    const fixture = setUp();
    const { client, transport } = fixture;
    const onSuccess = jest.fn();
    transport.answer(code('r1'));
    await client.qrcode.startScanning('here', { autoExchangeUserInfo: true, onSuccess });
    transport.answer({ status: 2, userInfo: { nickname: 'Ada', photo: '' }, ticket: 't' }).answer(wireUser('ada'));
    await poll(fixture);
    expect(transport.lastBody).toEqual({ ticket: 't' });
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada', assuranceLevel: 'aal1' });
    expect(onSuccess).toHaveBeenCalledWith(expect.objectContaining({ id: 'ada' }), 't');
  });

  it('needs no exchange where the whole user came along', async () => {
    const fixture = setUp();
    fixture.transport.answer(code('r1')).answer({ status: 2, userInfo: wireUser('ada'), ticket: 't' });
    await fixture.client.qrcode.startScanning('here', { autoExchangeUserInfo: true });
    await poll(fixture);
    expect(fixture.client.snapshot.userId).toBe('ada');
    expect(fixture.transport.requests).toHaveLength(2);
  });

  it('tells of a second factor that the exchange asks for', async () => {
    const fixture = setUp();
    const { client, transport } = fixture;
    const onMfa = jest.fn();
    transport.answer(code('r1')).answer({ status: 2, userInfo: { nickname: 'Ada', photo: '' }, ticket: 't' });
    transport.answerJson({ code: 1635, message: 'second factor', data: { mfaToken } });
    await client.qrcode.startScanning('here', { autoExchangeUserInfo: true, onMfa });
    await poll(fixture);
    expect(onMfa).toHaveBeenCalledWith(1635, 'second factor', { mfaToken });
    expect(client.pendingSignIn?.mfaToken).toBe(mfaToken);
  });

  it('offers another code when one has expired, and shows one when it was cancelled', async () => {
    const fixture = setUp({ lang: 'en-US' });
    const { client, transport } = fixture;
    const onCodeDestroyed = jest.fn();
    const onRetry = jest.fn();
    transport.answer(code('r1')).answer({ status: -1 });
    await client.qrcode.startScanning('here', { onCodeDestroyed, onRetry, tips: { retry: 'Again' } });
    await poll(fixture);
    expect(host()?.textContent).toContain('The code has expired');
    expect(button()?.textContent).toBe('Again');
    transport.answer(code('r2'));
    button()?.click();
    await settled();
    expect(picture()?.src).toBe('https://img.example/r2.png');
    expect(onCodeDestroyed).toHaveBeenCalledWith('r1');
    expect(onRetry).toHaveBeenCalledTimes(1);
    transport.answer({ status: 3 }).answer(code('r3'));
    await poll(fixture);
    expect(picture()?.src).toBe('https://img.example/r3.png');
  });

  it('offers to try again where no code came, and says why', async () => {
    const { client, transport } = setUp();
    const onCodeLoadFailed = jest.fn();
    transport.answerJson({ code: 400, message: 'not in this application' });
    await client.qrcode.startScanning('here', { onCodeLoadFailed });
    expect(onCodeLoadFailed).toHaveBeenCalledWith('not in this application');
    transport.answer(code('r2'));
    button()?.click();
    await settled();
    expect(picture()?.src).toBe('https://img.example/r2.png');
  });

  it('tells of the picture', async () => {
    const { client, transport } = setUp();
    const onCodeLoaded = jest.fn();
    const onCodeLoadFailed = jest.fn();
    transport.answer(code('r1'));
    await client.qrcode.startScanning('here', { onCodeLoaded, onCodeLoadFailed });
    picture()?.dispatchEvent(new Event('load'));
    expect(onCodeLoaded).toHaveBeenCalledWith('r1', 'https://img.example/r1.png');
    picture()?.dispatchEvent(new Event('error'));
    expect(onCodeLoadFailed).toHaveBeenCalledTimes(1);
  });

  it('makes the element where there is none, without markup or inline code (CLI-25)', async () => {
    document.body.innerHTML = '';
    const { client, transport } = setUp();
    transport.answer({ ...code('r1'), customLogo: 'https://img.example/logo.png' });
    await client.qrcode.startScanning('here', { containerSize: { width: 100, height: 200 } });
    expect(host()?.style.minWidth).toBe('100px');
    expect(document.querySelectorAll('style, script')).toHaveLength(0);
    expect(host()?.querySelectorAll('img')).toHaveLength(2);
  });

  it('stops when its element leaves the page', async () => {
    const fixture = setUp();
    const onSuccess = jest.fn();
    fixture.transport.answer(code('r1')).answer({ status: 2, ticket: 't' });
    await fixture.client.qrcode.startScanning('here', { onSuccess });
    host()?.remove();
    for (let round = 0; round < 4; round += 1) await poll(fixture);
    expect(fixture.transport.requests).toHaveLength(2);
    expect(onSuccess).not.toHaveBeenCalled();
  });

  it('refuses an element without a name', async () => {
    await expect(setUp().client.qrcode.startScanning('')).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});
