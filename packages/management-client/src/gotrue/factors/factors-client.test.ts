import { describe, expect, it } from '@jest/globals';
import { FACTOR_ID, setUp, USER_ID } from '../client.fixture.js';

const url = `https://id.example/auth/v1/admin/users/${USER_ID}/factors`;
const factor = { id: FACTOR_ID, factor_type: 'totp', status: 'verified', created_at: '', updated_at: '' };

describe('factors of a user', () => {
  it('are listed, also of types that are newer than this client', async () => {
    const { client, transport } = setUp();
    const factors = [factor, { ...factor, id: 'a2', factor_type: 'retina' }];
    transport.answerJson(factors);
    await expect(client.factors.list(USER_ID)).resolves.toEqual(factors);
    expect(transport.last).toMatchObject({ method: 'GET', url });
  });

  it('are none where the server writes null, and refused where it answers no list', async () => {
    const { client, transport } = setUp();
    transport.answerJson(null).answerJson({}).answerRaw(200, {}, '');
    await expect(client.factors.list(USER_ID)).resolves.toEqual([]);
    await expect(client.factors.list(USER_ID)).rejects.toMatchObject({ kind: 'invalid-response' });
    await expect(client.factors.list(USER_ID)).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it('are renamed', async () => {
    const { client, transport } = setUp();
    transport.answerJson(factor);
    await expect(client.factors.update(USER_ID, FACTOR_ID, { friendly_name: 'Old phone' })).resolves.toEqual(factor);
    expect(transport.last).toMatchObject({ method: 'PUT', url: `${url}/${FACTOR_ID}` });
    expect(transport.lastBody).toEqual({ friendly_name: 'Old phone' });
  });

  it('are removed', async () => {
    const { client, transport } = setUp();
    transport.answerJson(factor);
    await expect(client.factors.delete(USER_ID, FACTOR_ID)).resolves.toEqual(factor);
    expect(transport.last).toMatchObject({ method: 'DELETE', url: `${url}/${FACTOR_ID}`, body: undefined });
  });

  it('are not found where the factor is another user’s', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ code: 'mfa_factor_not_found', message: 'Factor not found' }, 404);
    await expect(client.factors.delete(USER_ID, FACTOR_ID)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it.each([
    ['', FACTOR_ID],
    [USER_ID, ''],
    [USER_ID, undefined],
    [USER_ID, '*'],
    ['*', FACTOR_ID],
    [USER_ID, '..'],
  ])('are neither changed nor removed by %j and %j (MGT-08)', async (userId, factorId) => {
    const { client, transport } = setUp();
    const { factors } = client;
    await expect(factors.delete(userId, factorId as string)).rejects.toMatchObject({ kind: 'invalid-input' });
    await expect(factors.update(userId, factorId as string, {})).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });

  it.each([[undefined], [null], [{ friendly_name: '' }], [{ phone: 5 }]])('are not changed to %j', async (changes) => {
    const { client, transport } = setUp();
    await expect(client.factors.update(USER_ID, FACTOR_ID, changes as object)).rejects.toMatchObject({
      kind: 'invalid-input',
    });
    expect(transport.requests).toEqual([]);
  });
});
