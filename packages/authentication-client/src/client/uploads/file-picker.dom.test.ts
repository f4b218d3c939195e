import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { setUpSignedIn, uploaded, uploadsOf, wireUser } from '../../client.fixture.js';

afterEach(() => {
  jest.restoreAllMocks();
});

/** Has the user do this with the next file that is asked for. */
function user(act: (input: HTMLInputElement) => void): { readonly asked: HTMLInputElement[] } {
  const asked: HTMLInputElement[] = [];
  jest.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(function (this: HTMLInputElement) {
    asked.push(this);
    queueMicrotask(() => act(this));
  });
  return { asked };
}

const chooses = (...files: File[]) =>
  user((input) => {
    Object.defineProperty(input, 'files', { value: files });
    input.dispatchEvent(new Event('change'));
  });

const picture = new File(['pixels'], 'me.png', { type: 'image/png' });

describe('uploadAvatar', () => {
  it('uploads what the user chooses, and has the profile and the session know of it', async () => {
    const { client, transport, events } = await setUpSignedIn();
    const { asked } = chooses(picture);
    transport.answer(uploaded('upload-1'));
    transport.answerGraphql('updateUser', { ...wireUser('ada', null), photo: 'https://img.example/upload-1' });
    await expect(client.uploadAvatar({ accept: '.png' })).resolves.toMatchObject({ id: 'ada' });
    expect(asked.map(({ type, accept }) => [type, accept])).toEqual([['file', '.png']]);
    expect(uploadsOf(transport).map(({ url }) => url)).toEqual(['https://id.example/api/v2/upload?folder=avatar']);
    expect(transport.lastBody).toMatchObject({
      variables: { id: 'ada', input: { photo: 'https://img.example/upload-1' } },
    });
    expect(client.currentSession?.user).toMatchObject({ photo: 'https://img.example/upload-1' });
    expect(client.state).toBe('signedIn');
    expect(events.map(([name]) => name)).toEqual(['userUpdated']);
  });

  it('changes nothing when the user chooses nothing', async () => {
    const { client, transport } = await setUpSignedIn();
    user((input) => void input.dispatchEvent(new Event('cancel')));
    await expect(client.updateAvatar()).rejects.toMatchObject({ kind: 'invalid-input', message: 'No file was chosen' });
    expect(transport.requests).toEqual([]);
  });

  it('takes images alone, whatever the browser lets through', async () => {
    const { client, transport } = await setUpSignedIn();
    chooses(new File(['#!/bin/sh'], 'me.sh', { type: 'text/x-shellscript' }));
    await expect(client.uploadAvatar()).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });

  it('leaves the profile alone when the upload fails', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ code: 500, message: 'disk full' });
    chooses(picture);
    await expect(client.uploadAvatar()).rejects.toMatchObject({ kind: 'server' });
    expect(transport.requests).toEqual(uploadsOf(transport));
  });

  it('stops waiting for the user when the caller does', async () => {
    const { client } = await setUpSignedIn();
    const controller = new AbortController();
    const reason = new Error('enough');
    user(() => controller.abort(reason));
    await expect(client.with({ signal: controller.signal }).uploadAvatar()).rejects.toBe(reason);
  });
});

describe('associateFaceByLocalFile', () => {
  it('enrolls the face on the photo that the user chooses', async () => {
    const { client, transport } = await setUpSignedIn();
    const { asked } = chooses(picture);
    transport.answer(uploaded('upload-1')).answer(wireUser('ada', null));
    await client.mfa.associateFaceByLocalFile();
    expect(asked[0]?.accept).toBe('.jpeg,.jpg,.png,.bmp');
    expect(transport.lastBody).toEqual({ photoA: 'upload-1', photoB: 'upload-1' });
  });

  it('enrolls nothing when the user chooses nothing', async () => {
    const { client, transport } = await setUpSignedIn();
    user((input) => void input.dispatchEvent(new Event('cancel')));
    await expect(client.mfa.associateFaceByLocalFile()).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });
});
