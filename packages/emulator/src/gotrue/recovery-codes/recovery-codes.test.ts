import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, gotrue } from '../../emulator-under-test.fixture.js';
import { type Answer, EMAIL, PASSWORD } from '../../wire-driver.fixture.js';
import { claimsOf, errorOf } from '../gotrue-driver.fixture.js';

const PATH = '/factors/recovery-codes';

let weak: string;
let strong: string;
let totpId: string;

beforeEach(async () => {
  const { access_token } = (await gotrue.signUp(EMAIL, PASSWORD)).body;
  const { id, session } = await gotrue.bound(access_token);
  [totpId, strong] = [id, session.access_token];
  weak = (await gotrue.signIn(EMAIL, PASSWORD)).body.access_token;
});

const generate = (bearer = strong, body?: object): Promise<Answer> => gotrue.send('POST', PATH, body, { bearer });
const verify = (code: unknown, bearer = weak): Promise<Answer> => gotrue.post(`${PATH}/verify`, { code }, bearer);
const remaining = async (): Promise<number> => (await gotrue.get(PATH, weak)).body.remaining;

describe('generating recovery codes', () => {
  it('shows ten of them once, and keeps none as text', async () => {
    const { status, body } = await generate();
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.any(String),
      type: 'recovery_code',
      friendly_name: 'Recovery codes',
      total: 10,
      codes: Array.from({ length: 10 }, () => expect.stringMatching(/^[a-z2-7]{16}$/)),
    });
    expect(new Set(body.codes).size).toBe(10);
    const { body: state } = await gotrue.get(PATH, weak);
    expect(state).toEqual({ id: body.id, type: 'recovery_code', total: 10, remaining: 10 });
    const { factors } = (await gotrue.get('/user', weak)).body;
    const shown = { id: body.id, factor_type: 'recovery_code', status: 'verified' };
    expect(factors).toContainEqual(expect.objectContaining(shown));
    const kept = JSON.stringify([state, factors, emulator.snapshot()]);
    expect(body.codes.filter((code: string) => kept.includes(code))).toEqual([]);
  });

  it('needs a session that was raised, another factor, and no codes yet', async () => {
    expect(errorOf(await generate(weak))).toEqual([403, 'insufficient_aal']);
    expect(errorOf(await generate(strong, { friendly_name: 'Phone' }))).toEqual([422, 'mfa_factor_name_conflict']);
    expect((await generate(strong, { friendly_name: 'Backup' })).body.friendly_name).toBe('Backup');
    expect(errorOf(await generate())).toEqual([422, 'mfa_verified_factor_exists']);
    emulator.settings({ factorTypes: ['totp'] });
    expect(errorOf(await generate())).toEqual([422, 'mfa_recovery_codes_enroll_not_enabled']);
    expect(errorOf(await verify('a'))).toEqual([422, 'mfa_recovery_codes_verify_not_enabled']);
  });
});

describe('a recovery code', () => {
  it('raises the session, once, however it is spelt (EMU-17)', async () => {
    const [code] = (await generate()).body.codes;
    const other = (await gotrue.signIn(EMAIL, PASSWORD)).body.access_token;
    const spelt = ` ${code.slice(0, 4).toUpperCase()}-${code.slice(4, 8)} ${code.slice(8)}`;
    const { status, body } = await verify(spelt);
    expect(status).toBe(200);
    expect(claimsOf(body.access_token)).toMatchObject({
      aal: 'aal2',
      amr: [{ method: 'mfa/recovery_code' }, { method: 'password' }],
    });
    expect(body.user.factors).toHaveLength(2);
    expect(await remaining()).toBe(9);
    expect(errorOf(await verify(code))).toEqual([422, 'mfa_verification_failed']);
    expect(errorOf(await gotrue.get('/user', other))).toEqual([403, 'session_not_found']);
  });

  it('is used up by one of many at once', async () => {
    const [code] = (await generate()).body.codes;
    const answers = await Promise.all([1, 2, 3].map(() => verify(code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422]);
    expect(await remaining()).toBe(9);
  });

  it('is needed, and nobody’s is wrong', async () => {
    expect(errorOf(await verify('aaaabbbbccccdddd'))).toEqual([422, 'mfa_verification_failed']);
    for (const code of [undefined, '', ' - ']) expect(errorOf(await verify(code))).toEqual([400, 'validation_failed']);
  });

  it('is locked for a while after too many wrong ones, and by a new set no more (EMU-17)', async () => {
    const [code] = (await generate()).body.codes;
    for (let turn = 0; turn < 5; turn += 1) {
      expect(errorOf(await verify('wrong'))).toEqual([422, 'mfa_verification_failed']);
    }
    const locked = await verify(code);
    expect(errorOf(locked)).toEqual([429, 'mfa_recovery_codes_locked']);
    expect(locked.headers.get('retry-after')).toBe('60');
    const fresh = (await gotrue.post(`${PATH}/regenerate`, undefined, strong)).body.codes;
    expect((await verify(fresh[0])).status).toBe(200);
  });
});

describe('a set of recovery codes', () => {
  it('that is right makes those before it that were wrong count no more (EMU-17)', async () => {
    const { codes } = (await generate()).body;
    for (const code of codes.slice(0, 2)) {
      for (let turn = 0; turn < 4; turn += 1) {
        expect(errorOf(await verify('wrong'))).toEqual([422, 'mfa_verification_failed']);
      }
      expect((await verify(code)).status).toBe(200);
    }
  });

  it('is replaced as a whole: its id and its name stay', async () => {
    expect(errorOf(await gotrue.post(`${PATH}/regenerate`, undefined, strong))).toEqual([404, 'mfa_factor_not_found']);
    const old = (await generate(strong, { friendly_name: 'Backup' })).body;
    expect(errorOf(await gotrue.post(`${PATH}/regenerate`, undefined, weak))).toEqual([403, 'insufficient_aal']);
    await verify(old.codes[0]);
    const { body } = await gotrue.post(`${PATH}/regenerate`, undefined, strong);
    expect(body).toEqual({ ...old, codes: expect.not.arrayContaining(old.codes) });
    expect(await remaining()).toBe(10);
    expect(errorOf(await verify(old.codes[1]))).toEqual([422, 'mfa_verification_failed']);
  });

  it('is removed at its own place, and takes the level along that it gave', async () => {
    const { codes, id } = (await generate()).body;
    const raised = (await verify(codes[0])).body;
    const remove = (path: string, bearer: string): Promise<Answer> =>
      gotrue.send('DELETE', path, undefined, { bearer });
    expect(errorOf(await remove(`/factors/${id}`, strong))).toEqual([422, 'validation_failed']);
    const late = (await gotrue.signIn(EMAIL, PASSWORD)).body.access_token;
    expect(errorOf(await remove(PATH, late))).toEqual([403, 'insufficient_aal']);
    expect(await remove(PATH, strong)).toMatchObject({ status: 200, body: { id } });
    expect(errorOf(await remove(PATH, strong))).toEqual([404, 'mfa_factor_not_found']);
    expect(errorOf(await gotrue.get(PATH, strong))).toEqual([404, 'mfa_factor_not_found']);
    expect(claimsOf((await gotrue.refresh(raised.refresh_token)).body.access_token).aal).toBe('aal1');
  });

  it('keeps the last other factor from going', async () => {
    await generate();
    const removed = await gotrue.send('DELETE', `/factors/${totpId}`, undefined, { bearer: strong });
    expect(errorOf(removed)).toEqual([422, 'mfa_recovery_codes_sole_factor']);
    await gotrue.send('DELETE', PATH, undefined, { bearer: strong });
    expect((await gotrue.send('DELETE', `/factors/${totpId}`, undefined, { bearer: strong })).status).toBe(200);
  });

  it('is not what a challenge is for', async () => {
    const { id } = (await generate()).body;
    expect(errorOf(await gotrue.post(`/factors/${id}/challenge`, {}, weak))).toEqual([400, 'validation_failed']);
  });
});
