import { describe, expect, it } from '@jest/globals';
import { rest } from './rest.js';

describe('rest', () => {
  it('takes verb and path from the route', () => {
    expect(
      rest('DELETE /users/{id}')
        .accepts((id: string) => ({ path: { id } }))
        .returns<void>().address,
    ).toEqual({
      method: 'DELETE',
      path: '/users/{id}',
    });
  });

  it.each([
    [rest('GET /x').returns<void>(), true],
    [rest('POST /x').returns<void>(), false],
    [rest('DELETE /x').returns<void>(), false],
    [rest('POST /x', { idempotent: true }).returns<void>(), true],
    [rest('GET /x', { idempotent: false }).returns<void>(), false],
  ])('counts GET alone as harmless to repeat, unless the row says otherwise', (row, idempotent) => {
    expect(row.traits.idempotent).toBe(idempotent);
  });

  it('keeps the traits of the row', () => {
    const row = rest('GET /x', { credential: 'none', receives: 'body' }).returns<void>();
    expect(row.traits).toMatchObject({ credential: 'none', receives: 'body' });
  });

  it('answers what came unless `maps` replaces it', () => {
    const row = rest('GET /x').returns<number>();
    expect(row.fromWire(1)).toBe(1);
    expect(row.maps((value) => value + 1).fromWire(1)).toBe(2);
  });

  it('leaves the row that `maps` was called on as it is', () => {
    const row = rest('GET /x').returns<number>();
    row.maps(() => 'other');
    expect(row.fromWire(1)).toBe(1);
  });
});
