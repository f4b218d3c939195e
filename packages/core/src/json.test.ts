import { describe, expect, it } from '@jest/globals';
import { copyJson, isSameJson } from './json.js';

describe('copyJson', () => {
  it('copies every level, so that a change of the original does not reach the copy', () => {
    const original = { tags: ['a'], address: { city: 'Berlin' }, seenAt: new Date(5), none: null };
    const copy = copyJson(original);
    original.tags.push('b');
    original.address.city = 'Rome';
    original.seenAt.setTime(6);
    expect(copy).toEqual({ tags: ['a'], address: { city: 'Berlin' }, seenAt: new Date(5), none: null });
  });

  it('passes each object and array to seal, and no date', () => {
    const copy = copyJson({ tags: [{ name: 'a' }], seenAt: new Date(5) }, Object.freeze);
    expect([copy, copy.tags, copy.tags[0], copy.seenAt].map((value) => Object.isFrozen(value))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  it('keeps a member named __proto__ a member', () => {
    const copy = copyJson(JSON.parse('{"__proto__":{"admin":true}}') as { admin?: boolean });
    expect([copy.admin, JSON.stringify(copy)]).toEqual([undefined, '{"__proto__":{"admin":true}}']);
  });
});

describe('isSameJson', () => {
  it.each<[unknown, unknown]>([
    [1, 1],
    [null, null],
    [
      { a: 1, b: [{ c: 2, d: 3 }] },
      { b: [{ d: 3, c: 2 }], a: 1 },
    ],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ at: new Date(5) }, { at: new Date(5).toJSON() }],
  ])('accepts %j and %j as equal', (one, other) => {
    expect([isSameJson(one, other), isSameJson(other, one)]).toEqual([true, true]);
  });

  it.each<[unknown, unknown]>([
    [1, '1'],
    [null, undefined],
    [null, {}],
    [[], {}],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: 1 }, { b: 1 }],
    [{ a: undefined, b: 1 }, { a: 1 }],
    [{ toString: undefined, a: 1 }, {}],
    [{ a: { b: [1] } }, { a: { b: [2] } }],
    [{ at: new Date(5) }, { at: new Date(6) }],
  ])('tells %j from %j', (one, other) => {
    expect([isSameJson(one, other), isSameJson(other, one)]).toEqual([false, false]);
  });
});
