import { describe, expect, it } from '@jest/globals';
import { isNestedTooDeeply } from './nesting.js';

const nested = (levels: number, opening: string, closing: string): string =>
  `${opening.repeat(levels)}1${closing.repeat(levels)}`;

describe('isNestedTooDeeply (F11)', () => {
  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
    ['both', '[{"a":', '}]'],
  ])('counts the levels of %s', (_, opening, closing) => {
    const each = opening === '[{"a":' ? 2 : 1;
    expect(isNestedTooDeeply(nested(500 / each, opening, closing))).toBe(false);
    expect(isNestedTooDeeply(nested(500 / each + 1, opening, closing))).toBe(true);
  });

  it('takes as many values beside each other as there are', () => {
    expect(isNestedTooDeeply(JSON.stringify(Array.from({ length: 5_000 }, () => ({ a: [{}] }))))).toBe(false);
  });

  it.each([
    ['brackets', '['.repeat(2_000)],
    ['quotes', '"['.repeat(2_000)],
    ['backslashes', '\\'.repeat(2_000)],
    ['backslashes before quotes', '\\"['.repeat(2_000)],
  ])('does not take %s in a text for more', (_, text) => {
    expect(isNestedTooDeeply(JSON.stringify({ text, next: text }))).toBe(false);
    expect(isNestedTooDeeply(JSON.stringify([text, 1]).replace('1]', nested(501, '[', ']')))).toBe(true);
  });

  it('comes to an end where a text does not', () => {
    expect(isNestedTooDeeply(`{"a":"${'x'.repeat(1_000)}`)).toBe(false);
  });
});
