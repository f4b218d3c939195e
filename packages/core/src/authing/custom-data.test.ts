import { describe, expect, it } from '@jest/globals';
import { extraVariables, withCustomData } from './custom-data.js';
import type { WireUser } from './user-selection.js';

const user = (customData: WireUser['customData']): WireUser => ({ id: 'u', arn: 'a', userPoolId: 'p', customData });

describe('withCustomData', () => {
  it('withCustomData leaves out entries that are no fields', () => {
    const answered = [null, 'text', 5, { key: 'age', value: '36', dataType: 'NUMBER' }];
    expect(withCustomData(user(answered as never))?.customData).toEqual({ age: 36 });
  });

  it('folds fields into an object, each as the type it was defined with', () => {
    const folded = withCustomData(
      user([
        { key: 'age', value: '36', dataType: 'NUMBER' },
        { key: 'vip', value: 'true', dataType: 'BOOLEAN' },
        { key: 'tags', value: '{"a":1}', dataType: 'OBJECT' },
        { key: 'note', value: '36', dataType: 'STRING' },
        { key: 'born', value: '2026-01-01T00:00:00.000Z', dataType: 'DATETIME' },
        { key: 'seen', value: '1767225600000', dataType: 'DATETIME' },
        { key: 'none', value: null, dataType: 'NUMBER' },
      ]),
    );
    expect(folded.customData).toEqual({
      age: 36,
      vip: true,
      tags: { a: 1 },
      note: '36',
      born: new Date(Date.UTC(2026, 0, 1)),
      seen: new Date(Date.UTC(2026, 0, 1)),
      none: null,
    });
  });

  it('hides no user for the sake of one bad field', () => {
    expect(withCustomData(user([{ key: 'age', value: '3x', dataType: 'NUMBER' }])).customData).toEqual({ age: '3x' });
  });

  it('makes a field called __proto__ a field', () => {
    const { customData = {} } = withCustomData(user([{ key: '__proto__', value: '{"evil":1}', dataType: 'OBJECT' }]));
    expect([Object.keys(customData), (customData as { evil?: number }).evil]).toEqual([['__proto__'], undefined]);
  });

  it.each([[null], [undefined]])('leaves a user alone whose fields are %p', (customData) => {
    expect(withCustomData(user(customData)).customData).toBeUndefined();
  });

  it('makes null of null', () => {
    expect(withCustomData(null)).toBeNull();
  });
});

describe('extraVariables', () => {
  it('writes null where there is nothing', () => {
    expect(extraVariables({})).toEqual({ params: null, context: null });
  });

  it('writes custom data and context as JSON', () => {
    expect(extraVariables({ customData: { age: 36 }, context: { a: 1 } })).toEqual({
      params: '[{"key":"age","value":36}]',
      context: '{"a":1}',
    });
  });

  it('takes params in the older form, and prefers custom data', () => {
    const params = [{ key: 'old', value: 1 }];
    expect(extraVariables({ params }).params).toBe('[{"key":"old","value":1}]');
    expect(extraVariables({ params, customData: { a: 1 } }).params).toBe('[{"key":"a","value":1}]');
  });
});
