import type { Context } from '../../http/context.js';
import { invalid } from '../gotrue-refusal.js';

const DEFAULT_PER_PAGE = 50;

/**
 * Takes the page that was asked for out of a list, and tells in the answer's headers how many there are and where the
 * others are.
 *
 * @param path - Of the route, as the links have it.
 * @throws {GotrueRefusal} The numbers are none.
 */
export function pageOf<T>(c: Context, path: string, all: readonly T[]): readonly T[] {
  const { page: pageText, per_page: perPageText, ...others } = c.req.query();
  const page = positive(pageText, 1);
  const perPage = positive(perPageText, DEFAULT_PER_PAGE);
  const lastPage = Math.max(1, Math.ceil(all.length / perPage));
  // The published client looks for the number behind the first `=`.
  const link = (to: number, rel: string): string => {
    const query = new URLSearchParams({ page: String(to), per_page: String(perPage), ...others });
    return `<${path}?${query}>; rel="${rel}"`;
  };
  c.header('x-total-count', String(all.length));
  c.header('link', [...(page < lastPage ? [link(page + 1, 'next')] : []), link(lastPage, 'last')].join(', '));
  return all.slice((page - 1) * perPage, page * perPage);
}

/**
 * Reads a number from 1; an empty text stands for the default, as the published client sends it.
 *
 * @throws {GotrueRefusal} It is none.
 */
export function positive(text: string | undefined, byDefault: number): number {
  if (text === undefined || text === '') return byDefault;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value >= 1) return value;
  throw invalid(`Bad Pagination Parameters: ${JSON.stringify(text)} is not a number from 1`);
}
