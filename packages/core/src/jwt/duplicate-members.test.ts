import { describe, expect, it } from '@jest/globals';
import { hasDuplicateMembers } from './duplicate-members.js';

describe('hasDuplicateMembers', () => {
  it.each([
    ['{"a":1,"a":2}'],
    ['{"a":1,"b":{},"a":2}'],
    ['{"a":1,"\\u0061":2}'],
    ['{"x":[{"a":1,"a":1}]}'],
    ['{"__proto__":1,"__proto__":2}'],
    ['{"":1, "" :2}'],
    ['[{"a":"}","a":1}]'],
    ['{"a":{"b":1},"a":{"b":1,"c":1}}'],
    ['{"1":1,"1":2}'],
  ])('finds two members of one name in %s', (json) => {
    expect(hasDuplicateMembers(json, JSON.parse(json))).toBe(true);
  });

  it.each([
    ['{}'],
    ['"a"'],
    ['{"a":"a","b":"a"}'],
    ['{"a":{"a":{"a":1}}}'],
    ['{"a":[{"b":1},{"b":2}]}'],
    ['{"a":"\\"b\\":","b":1}'],
    ['{"a":"{\\"a\\":1}"}'],
    ['["a","a"]'],
    ['{"__proto__":1,"a":":","b\\\\":":"}'],
  ])('finds none in %s', (json) => {
    expect(hasDuplicateMembers(json, JSON.parse(json))).toBe(false);
  });
});
