import { describe, expect, it } from '@jest/globals';
import { clientOver, items, ListServer, setUp } from '../client.fixture.js';

const entry = {
  id: 'e1',
  payload: {
    actor_id: 'ada',
    actor_username: 'ada@example.com',
    actor_via_sso: false,
    action: 'login',
    log_type: 'account',
  },
  created_at: '2026-01-01T00:00:00Z',
  ip_address: '',
};

describe('the audit log', () => {
  it('is read in pages', async () => {
    const { client, transport } = setUp();
    const headers = { 'x-total-count': '700', link: '</admin/audit?page=12&per_page=50>; rel="next"' };
    transport.answerJson([entry], 200, headers);
    await expect(client.audit.list(11, 50, { query: 'author:ada' })).resolves.toEqual({
      entries: [entry],
      total: 700,
      nextPage: 12,
      lastPage: 14,
    });
    expect(transport.last).toMatchObject({
      method: 'GET',
      url: 'https://id.example/auth/v1/admin/audit?page=11&per_page=50&query=author%3Aada',
    });
  });

  it('is read to its end', async () => {
    const server = new ListServer(items(245), (entries) => entries);
    const ids: string[] = [];
    for await (const { id } of clientOver(server).audit.iterate({ perPage: 10 })) ids.push(id);
    expect(ids).toEqual(items(245).map(({ id }) => id));
    expect(server.pages).toHaveLength(25);
  });

  it.each([
    [0, 50, {}],
    [1, 0, {}],
    [1, 50, null],
    [1, 50, { query: '' }],
  ])('refuses %j, %j, %j before anything is sent', async (page, perPage, selection) => {
    const { client, transport } = setUp();
    await expect(client.audit.list(page, perPage, selection as object)).rejects.toMatchObject({
      kind: 'invalid-input',
    });
    expect(transport.requests).toEqual([]);
  });
});
