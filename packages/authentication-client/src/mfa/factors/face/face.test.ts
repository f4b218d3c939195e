import { describe, expect, it, jest } from '@jest/globals';
import {
  mfaToken,
  sessionToken,
  setUp,
  setUpPending,
  setUpSignedIn,
  uploaded,
  uploadedFile,
  uploadsOf,
  wireUser,
} from '../../../client.fixture.js';

const photo = (text = 'face', type = 'image/png'): Blob => new Blob([text], { type });

describe('enrolling a face', () => {
  it('by addresses sends them as they are', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answer(wireUser('ada', null));
    await client.mfa.associateFaceByUrl({ baseFace: 'https://a', compareFace: 'https://b' });
    expect(transport.lastBody).toEqual({ photoA: 'https://a', photoB: 'https://b', isExternal: true });
    expect(transport.last.headers.authorization).toBe(`Bearer ${sessionToken()}`);
    expect(events).toEqual([['factorEnrolled', { factor: 'face' }]]);
  });

  it('on the way through a sign-in goes out with the mfaToken, and does not pass it', async () => {
    const { client, transport } = await setUpPending();
    transport.answer(wireUser('ada', null));
    await client.mfa.associateFaceByUrl({ baseFace: 'https://a', compareFace: 'https://b', mfaToken });
    expect(transport.last.headers.authorization).toBe(`Bearer ${mfaToken}`);
    expect(client.state).toBe('mfaRequired');
  });

  it('by files uploads each, with no credential, and sends their keys', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answer(uploaded('upload-1')).answer(uploaded('upload-2')).answer(wireUser('ada', null));
    await client.mfa.associateFaceByBlob({ baseFace: photo('a'), compareFace: photo('b') });
    const url = 'https://id.example/api/v2/upload?folder=face-photo&private=true';
    const sent = { method: 'POST', url, headers: { accept: 'application/json' }, withCredentials: false };
    const uploads = uploadsOf(transport);
    expect(uploads).toEqual([expect.objectContaining(sent), expect.objectContaining(sent)]);
    const files = uploads.map(uploadedFile);
    for (const file of files) expect(file).toMatchObject({ name: 'personal.jpeg', type: 'image/png' });
    expect(await Promise.all(files.map((file) => file.text()))).toEqual(['a', 'b']);
    expect(transport.lastBody).toEqual({ photoA: 'upload-1', photoB: 'upload-2' });
  });

  it('by one file uploads it once, and tells how far it is', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answer(uploaded('upload-1')).answer(wireUser('ada', null));
    const onProgress = jest.fn();
    await client.mfa.associateFaceByFile(photo(), { onProgress });
    expect(transport.lastBody).toEqual({ photoA: 'upload-1', photoB: 'upload-1' });
    const [upload, ...others] = uploadsOf(transport);
    expect(others).toEqual([]);
    upload?.onUploadProgress?.({ sentBytes: 4, totalBytes: 4 });
    expect(onProgress.mock.calls).toEqual([[{ sentBytes: 4, totalBytes: 4 }]]);
  });

  it('goes on when a listener to the progress throws', async () => {
    const { client, transport, logger } = await setUpSignedIn();
    transport.answer(uploaded('upload-1')).answer(wireUser('ada', null));
    const onProgress = (): never => {
      throw new Error('not mine');
    };
    await client.mfa.associateFaceByFile(photo(), { onProgress });
    uploadsOf(transport)[0]?.onUploadProgress?.({ sentBytes: 4, totalBytes: 4 });
    expect(JSON.stringify(logger.lines)).toContain('upload progress');
  });

  it.each([
    [{ code: 500, message: 'disk full' }, 'server'],
    [{ code: 200, data: null }, 'invalid-response'],
    [{ code: 200, data: { url: 'https://x' } }, 'invalid-response'],
    [{ code: 200, data: { key: '' } }, 'invalid-response'],
  ])('associates nothing when the upload is answered with %j (defect 16)', async (body, kind) => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answerJson(body);
    await expect(client.mfa.associateFaceByBlob({ baseFace: photo() })).rejects.toMatchObject({ kind });
    expect(transport.requests).toEqual(uploadsOf(transport));
    expect(events).toEqual([]);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'https://a'],
    ['an empty file', photo('')],
    ['a text file', photo('x', 'text/plain')],
    ['a vector graphic', photo('<svg/>', 'image/svg+xml')],
    ['a large file', new Blob([new Uint8Array(10 * 1024 * 1024 + 1)], { type: 'image/png' })],
  ])('refuses %s before it uploads anything', async (_, file) => {
    const { client, transport } = await setUpSignedIn();
    const refusal = { kind: 'invalid-input' };
    await expect(client.mfa.associateFaceByBlob({ baseFace: file as Blob })).rejects.toMatchObject(refusal);
    await expect(client.mfa.associateFaceByFile(file as Blob)).rejects.toMatchObject(refusal);
    const second = client.mfa.associateFaceByBlob({ baseFace: photo(), compareFace: (file ?? 5) as Blob });
    await expect(second).rejects.toMatchObject(refusal);
    expect(transport.requests).toEqual([]);
  });

  it.each([[null], [{}], [{ baseFace: 'https://a' }], [{ baseFace: '', compareFace: 'https://b' }]])(
    'refuses the addresses %j',
    async (options) => {
      const { client, transport } = await setUpSignedIn();
      const call = client.mfa.associateFaceByUrl(options as never);
      await expect(call).rejects.toMatchObject({ kind: 'invalid-input' });
      expect(transport.requests).toEqual([]);
    },
  );

  it('is bounded by the time of one call, and by a signal', async () => {
    const { client, transport } = await setUpSignedIn();
    jest.spyOn(transport, 'send').mockImplementation(({ signal }) => rejectionOf(signal));
    await expect(client.mfa.associateFaceByFile(photo(), { timeout: 5 })).rejects.toMatchObject({ kind: 'timeout' });
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    await expect(client.mfa.associateFaceByFile(photo(), { signal })).rejects.toBe(reason);
  });

  it('by a file that the user chooses needs a browser, and says what does not', async () => {
    const { client, transport } = await setUpSignedIn();
    await expect(client.mfa.associateFaceByLocalFile()).rejects.toMatchObject({
      kind: 'configuration',
      remedy: expect.stringContaining('associateFaceByFile'),
    });
    expect(transport.requests).toEqual([]);
  });
});

function rejectionOf(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
}

describe('verifyFaceMfa', () => {
  it('completes the sign-in and replaces the session that was there, in one go (defect 15)', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.refuseGraphql(1635, 'second factor', { mfaToken }).answer(wireUser('grace'));
    await client.loginByUsername('grace', 'pw').catch(() => {});
    expect(client.currentSession?.user?.id).toBe('ada');
    await expect(client.mfa.verifyFaceMfa('key', mfaToken)).resolves.toMatchObject({ id: 'grace' });
    expect(transport.lastBody).toEqual({ photo: 'key' });
    expect(transport.last.headers.authorization).toBe(`Bearer ${mfaToken}`);
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'grace', assuranceLevel: 'aal2' });
  });

  it('costs nobody the earlier session when the face is another', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.refuseGraphql(1635, 'second factor', { mfaToken }).answerJson({ code: 1702, message: 'another face' });
    await client.loginByUsername('grace', 'pw').catch(() => {});
    await expect(client.mfa.verifyFaceMfa('key', mfaToken)).rejects.toMatchObject({ code: 1702 });
    expect(client.state).toBe('mfaRequired');
    expect(client.currentSession?.user?.id).toBe('ada');
  });

  it.each([
    ['', mfaToken, 'photo'],
    [undefined, mfaToken, 'photo'],
    ['key', '', 'mfaToken'],
  ])('refuses %j and %j', async (key, token, name) => {
    const { client, transport } = setUp();
    const call = client.mfa.verifyFaceMfa(key as string, token);
    await expect(call).rejects.toMatchObject({ kind: 'invalid-input', message: expect.stringContaining(name) });
    expect(transport.requests).toEqual([]);
  });
});
