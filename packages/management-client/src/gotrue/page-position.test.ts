import { describe, expect, it } from '@jest/globals';
import { believableTotal, positionOf } from './page-position.js';

const fullPage = { page: 1, perPage: 50, count: 50 };
const link = (next: number | null, last: number): string =>
  [...(next === null ? [] : [`</admin/users?page=${next}&per_page=50>; rel="next"`]), lastLink(last)].join(', ');
const lastLink = (last: number): string => `</admin/users?page=${last}&per_page=50>; rel="last"`;

describe('where a page stands', () => {
  it('is read from the headers, numbers of any length whole', () => {
    const headers = { 'x-total-count': '6120', link: link(12, 123) };
    expect(positionOf(headers, { ...fullPage, page: 11 })).toEqual({ total: 6120, nextPage: 12, lastPage: 123 });
  });

  it('is the last page where no next one is named', () => {
    const headers = { 'x-total-count': '120', link: link(null, 3) };
    expect(positionOf(headers, { page: 3, perPage: 50, count: 20 })).toMatchObject({ nextPage: null, lastPage: 3 });
  });

  it('is the only page of an empty list', () => {
    const headers = { 'x-total-count': '0', link: link(null, 0) };
    expect(positionOf(headers, { ...fullPage, count: 0 })).toEqual({ total: 0, nextPage: null, lastPage: 1 });
  });

  it.each([
    ['the order of the parameters is another', '</admin/users?per_page=7&page=12>; rel="next"'],
    ['the address is whole', '<https://id.example/auth/v1/admin/users?page=12&per_page=7>; rel="next"'],
    ['the name stands bare', '</admin/users?page=12>; rel=next'],
    ['there are other parameters', '</admin/users?page=12>; title="a, b"; rel="next"'],
    ['it has several names', '</admin/users?page=12>; rel="further next"'],
    ['a filter holds commas and equals signs', '</admin/users?filter=a,b=c&page=12>; rel="next"'],
    ['it is named twice', '</admin/users?page=12>; rel="next", </admin/users?page=13>; rel="next"'],
    ['spaces are missing', '</admin/users?page=3>;rel="last",</admin/users?page=12>;rel="next"'],
  ])('is read where %s', (_, header) => {
    expect(positionOf({ link: header }, { ...fullPage, page: 2 }).nextPage).toBe(12);
  });

  it.each([
    [{}],
    [{ link: '' }],
    [{ link: 'nonsense' }],
    [{ link: '</admin/users>; rel="next"' }],
    [{ link: '</admin/users?page=two>; rel="next"' }],
    [{ link: '</admin/users?page=2>' }],
    [{ link: '<'.repeat(10_000) }],
    [{ 'x-total-count': 'many' }],
    [{ 'x-total-count': '-1' }],
    [{ 'x-total-count': '9'.repeat(30) }],
  ])('is told by the page itself where the headers are %j', (headers) => {
    expect(positionOf(headers, fullPage)).toEqual({ total: null, nextPage: 2, lastPage: null });
    expect(positionOf(headers, { ...fullPage, count: 49 }).nextPage).toBeNull();
  });

  it('follows from the total where a gateway dropped the links', () => {
    const headers = { 'x-total-count': '120' };
    expect(positionOf(headers, fullPage)).toEqual({ total: 120, nextPage: 2, lastPage: 3 });
    expect(positionOf(headers, { page: 3, perPage: 50, count: 20 }).nextPage).toBeNull();
  });

  it('never leads back, nor to itself (MGT-05)', () => {
    for (const next of [0, 1, 2]) {
      expect(positionOf({ link: link(next, 2) }, { page: 2, perPage: 50, count: 50 }).nextPage).toBeNull();
      expect(positionOf({ link: link(next, 9) }, { page: 2, perPage: 50, count: 50 }).nextPage).toBe(3);
    }
  });
});

describe('a total', () => {
  it.each([
    [120, 2, 50, 120],
    [120, null, 150, 120],
    [50, 2, 50, null],
    [0, 2, 50, null],
    [null, 2, 50, null],
  ])('of %j with the next page %j after %i is taken for %j', (total, nextPage, end, expected) => {
    expect(believableTotal({ total, nextPage, lastPage: null }, end)).toBe(expected);
  });
});
