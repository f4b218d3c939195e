import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { setUp, setUpSignedIn } from '../../client.fixture.js';
import type { SigninByCredentialsDto } from './sign-in.types.js';

const request: SigninByCredentialsDto = {
  connection: 'PASSWORD',
  passwordPayload: { account: 'ada', password: 'pw' },
};
const tokens = { access_token: 'at', token_type: 'Bearer', expire_in: 60 };

afterEach(() => {
  jest.restoreAllMocks();
});

describe('signinByCredentials', () => {
  it('answers the tokens, and keeps none: the session stays as it is', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answerJson({ statusCode: 200, message: 'OK', data: tokens });
    await expect(client.signinByCredentials({ ...request, options: { state: 's' } })).resolves.toEqual({
      ...tokens,
      state: 's',
    });
    expect(transport.last.headers).not.toHaveProperty('authorization');
    expect(client.snapshot.userId).toBe('ada');
    expect(events).toEqual([]);
  });

  it('does without options, and makes a state that nobody can guess (defect 27)', async () => {
    const { client, transport } = setUp();
    transport.answer(tokens).answer(tokens);
    const [one, other] = [await client.signinByCredentials(request), await client.signinByCredentials(request)];
    expect(one.state).toMatch(/^[\da-f]{32}$/);
    expect(one.state).not.toBe(other.state);
    expect(transport.lastBody).toEqual(request);
  });

  it('prints nothing (defect 9)', async () => {
    const printed = jest.spyOn(console, 'log').mockImplementation(() => {});
    const { client, transport } = setUp();
    transport.answer({ code: 'canary' });
    await client.signinByCredentials({ ...request, options: { responseType: 'code' } });
    expect(printed).not.toHaveBeenCalled();
  });

  it('fills redirectUri from the client’s options, and changes no argument (defect 24)', async () => {
    const { client, transport } = setUp({ redirectUri: 'https://app.example/cb' });
    transport.answer({ code: 'c' });
    const options = Object.freeze({ responseType: 'code' as const, state: 's' });
    await client.signinByCredentials(Object.freeze({ ...request, options }));
    expect(transport.lastBody).toMatchObject({ options: { redirectUri: 'https://app.example/cb' } });
    expect(options).not.toHaveProperty('redirectUri');
  });

  it('cannot redirect where there is no page, and says so before it sends anything', async () => {
    const { client, transport } = setUp();
    const call = client.signinByCredentials({ ...request, options: { autoRedirect: true, redirectUri: 'https://a' } });
    await expect(call).rejects.toMatchObject({ kind: 'invalid-input', message: expect.stringContaining('page') });
    expect(transport.requests).toEqual([]);
  });

  it.each([[undefined], [null], [{}], [{ connection: '' }]])('refuses %j', async (params) => {
    const { client, transport } = setUp();
    await expect(client.signinByCredentials(params as never)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });

  it('rejects with a typed error where the server refuses', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ statusCode: 499, apiCode: 2333, message: 'wrong password' });
    await expect(client.signinByCredentials(request)).rejects.toMatchObject({ kind: 'invalid-credentials' });
  });
});
