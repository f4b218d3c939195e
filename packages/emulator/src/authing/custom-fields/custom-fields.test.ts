import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, wire } from '../../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../../wire-driver.fixture.js';

let token: string;
let id: string;

beforeEach(async () => {
  await emulator.seed({
    objects: [
      { kind: 'userField', key: 'school', label: 'School' },
      { kind: 'userField', key: 'age', dataType: 'NUMBER' },
      { kind: 'userField', key: 'vip', dataType: 'BOOLEAN' },
      { kind: 'userField', key: 'born', dataType: 'DATETIME' },
      { kind: 'userField', key: 'tags', dataType: 'OBJECT' },
      { kind: 'userField', key: 'size', dataType: 'SELECT', options: ['S', 'L'] },
    ],
  });
  ({ token, id } = (await wire.register(EMAIL, PASSWORD)).body);
});

const FIELDS = '{ key dataType value label }';
const set = (key: string, value: string, { bearer = token, targetId = id } = {}) =>
  wire.graphql(
    `mutation ($targetId: String!, $key: String!, $value: String!) { setUdv(targetType: USER, targetId: $targetId, key: $key, value: $value) ${FIELDS} }`,
    { targetId, key, value },
    { bearer },
  );
const list = async () =>
  (
    await wire.graphql(
      `query ($id: String!) { udv(targetType: USER, targetId: $id) ${FIELDS} }`,
      { id },
      { bearer: token },
    )
  ).body;

describe('custom fields', () => {
  it('hold what they are defined for, and are told as text', async () => {
    const values: [string, unknown][] = [
      ['school', 'x'],
      ['age', 36],
      ['vip', true],
      ['born', '1815-12-10'],
      ['tags', { a: [1] }],
      ['size', 'L'],
    ];
    for (const [key, value] of values) await set(key, JSON.stringify(value));
    expect(await list()).toEqual([
      { key: 'school', dataType: 'STRING', value: 'x', label: 'School' },
      { key: 'age', dataType: 'NUMBER', value: '36', label: null },
      { key: 'vip', dataType: 'BOOLEAN', value: 'true', label: null },
      { key: 'born', dataType: 'DATETIME', value: '1815-12-10T00:00:00.000Z', label: null },
      { key: 'tags', dataType: 'OBJECT', value: '{"a":[1]}', label: null },
      { key: 'size', dataType: 'SELECT', value: 'L', label: null },
    ]);
    expect((await wire.me(token, `customData { key value dataType label }`)).body.customData).toEqual(await list());
  });

  it.each([
    ['school', '5'],
    ['age', '"36"'],
    ['age', 'null'],
    ['vip', '1'],
    ['born', '"long ago"'],
    ['tags', '1'],
    ['size', '"M"'],
    ['shoe', '1'],
    ['__proto__', '{}'],
  ])('take nothing else: %s = %s', async (key, value) => {
    expect((await set(key, value)).body.code).toBe(400);
    expect(await list()).toEqual([]);
  });

  it('are set together or not at all, and removed', async () => {
    const batch = (udvList: object) =>
      wire.graphql(
        `mutation ($id: String!, $udvList: [UserDefinedDataInput!]) { setUdvBatch(targetType: USER, targetId: $id, udvList: $udvList) ${FIELDS} }`,
        { id, udvList },
        { bearer: token },
      );
    expect(
      (
        await batch([
          { key: 'school', value: '"x"' },
          { key: 'shoe', value: '1' },
        ])
      ).body.code,
    ).toBe(400);
    expect(await list()).toEqual([]);
    expect(
      (
        await batch([
          { key: 'school', value: 'plain text' },
          { key: 'age', value: '1' },
        ])
      ).body,
    ).toHaveLength(2);
    const remove = `mutation ($id: String!) { removeUdv(targetType: USER, targetId: $id, key: "age") ${FIELDS} }`;
    expect((await wire.graphql(remove, { id }, { bearer: token })).body).toEqual([
      { key: 'school', dataType: 'STRING', value: 'plain text', label: 'School' },
    ]);
  });

  it('are the user’s own, and an administrator’s to write (EMU-22)', async () => {
    const other = (await wire.register('joe@example.com', PASSWORD)).body;
    expect((await set('school', '"x"', { targetId: other.id })).body.code).toBe(1001);
    const bearer = await wire.managementToken();
    expect((await set('school', '"x"', { targetId: other.id, bearer })).body).toHaveLength(1);
  });

  it('are judged at a registration too, where the pool defines them', async () => {
    const params = (value: unknown) =>
      JSON.stringify([
        { key: 'age', value },
        { key: 'free', value: [1] },
      ]);
    expect((await wire.register('a@example.com', PASSWORD, { params: params('old') })).body.code).toBe(400);
    expect((await wire.register('a@example.com', PASSWORD, { params: params(7) })).body.email).toBe('a@example.com');
  });
});
