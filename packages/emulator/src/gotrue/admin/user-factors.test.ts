import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, gotrue } from '../../emulator-under-test.fixture.js';
import { type Answer, EMAIL, PASSWORD } from '../../wire-driver.fixture.js';
import { claimsOf, errorOf, type Session } from '../gotrue-driver.fixture.js';

let admin: string;
let userId: string;
let session: Session;
let factorId: string;

beforeEach(async () => {
  admin = emulator.gotrue.serviceRoleKey;
  const { access_token, user } = (await gotrue.signUp(EMAIL, PASSWORD)).body;
  userId = user.id;
  ({ id: factorId, session } = await gotrue.bound(access_token));
});

const path = (id?: string): string => `/admin/users/${userId}/factors${id === undefined ? '' : `/${id}`}`;
const audit = (query = ''): Promise<Answer> => gotrue.get(`/admin/audit${query}`, admin);
const actions = ({ body }: Answer): readonly string[] =>
  body.map(({ payload }: { payload: { action: string } }) => payload.action);

describe('other people’s factors', () => {
  it('are listed, without secrets', async () => {
    const { status, body } = await gotrue.get(path(), admin);
    const { factors } = (await gotrue.get('/user', session.access_token)).body;
    expect([status, body]).toEqual([200, factors]);
    expect(Object.keys(body[0])).not.toContain('secret');
    const { id } = (await gotrue.post('/admin/users', { email: 'eve@example.com' }, admin)).body;
    expect((await gotrue.get(`/admin/users/${id}/factors`, admin)).body).toEqual([]);
  });

  it('are deleted, and their sessions fall to aal1', async () => {
    const { status, body } = await gotrue.send('DELETE', path(factorId), undefined, { bearer: admin });
    expect([status, body]).toEqual([200, expect.objectContaining({ id: factorId, status: 'verified' })]);
    const { access_token, user } = (await gotrue.refresh(session.refresh_token)).body;
    expect([claimsOf(access_token).aal, user.factors]).toEqual(['aal1', undefined]);
    const again = await gotrue.send('DELETE', path(factorId), undefined, { bearer: admin });
    expect(errorOf(again)).toEqual([404, 'mfa_factor_not_found']);
  });

  it('take the recovery codes along that stood in for them', async () => {
    await gotrue.post('/factors/recovery-codes', undefined, session.access_token);
    await gotrue.send('DELETE', path(factorId), undefined, { bearer: admin });
    expect((await gotrue.get(path(), admin)).body).toEqual([]);
  });

  it('are renamed, and phones get another number', async () => {
    const mobile = { factor_type: 'phone', phone: '+15550001111', friendly_name: 'Mobile' };
    const { id } = (await gotrue.post('/factors', mobile, session.access_token)).body;
    const change = (of: string, body: object): Promise<Answer> => gotrue.put(path(of), body, admin);
    expect((await change(factorId, { friendly_name: 'Old phone' })).body).toMatchObject({
      id: factorId,
      friendly_name: 'Old phone',
    });
    expect(errorOf(await change(id, { friendly_name: 'Old phone' }))).toEqual([422, 'mfa_factor_name_conflict']);
    expect(errorOf(await change(id, { phone: 'x' }))).toEqual([400, 'validation_failed']);
    expect((await change(id, { phone: '15550002222' })).status).toBe(200);
    await gotrue.post(`/factors/${id}/challenge`, {}, session.access_token);
    expect(emulator.messages.latest({ to: '+15550002222' })).toMatchObject({ scene: 'mfa_phone' });
  });

  it('are found by an id that is one, of that user', async () => {
    for (const method of ['PUT', 'DELETE']) {
      const send = (id: string) => gotrue.send(method, path(id), {}, { bearer: admin });
      expect(errorOf(await send('7'))).toEqual([404, 'validation_failed']);
      expect(errorOf(await send(userId))).toEqual([404, 'mfa_factor_not_found']);
    }
  });
});

describe('the audit log', () => {
  it('says who did what with factors, the latest first', async () => {
    await gotrue.put(path(factorId), { friendly_name: 'Old phone' }, admin);
    await gotrue.send('DELETE', `/factors/${factorId}`, undefined, { bearer: session.access_token });
    const { status, body } = await audit('?query=type:factor');
    expect(status).toBe(200);
    expect(body[0]).toEqual({
      id: expect.any(String),
      payload: {
        actor_id: userId,
        actor_username: EMAIL,
        actor_via_sso: false,
        action: 'factor_unenrolled',
        log_type: 'factor',
        traits: {
          factor_id: factorId,
          factor_status: 'verified',
          session_id: claimsOf(session.access_token).session_id,
        },
      },
      created_at: new Date(emulator.clock.now()).toISOString(),
      ip_address: '127.0.0.1',
    });
    expect(actions({ body } as Answer)).toEqual([
      'factor_unenrolled',
      'factor_updated',
      'verification_attempted',
      'challenge_created',
      'factor_in_progress',
    ]);
  });

  it('is looked through by author, action and type, in pages', async () => {
    await gotrue.post('/invite', { email: 'eve@example.com' }, admin);
    expect(actions(await audit('?query=author:SERVICE_ROLE'))).toEqual(['user_invited']);
    expect(actions(await audit('?query=action:challenge'))).toEqual(['challenge_created']);
    const page = await audit('?query=type:factor&page=2&per_page=2');
    expect(actions(page)).toEqual(['factor_in_progress']);
    expect(page.headers.get('x-total-count')).toBe('3');
    expect(page.headers.get('link')).toBe('</admin/audit?page=2&per_page=2&query=type%3Afactor>; rel="last"');
    for (const query of ['ada', 'name:ada', 'constructor:x', ':x']) {
      expect(errorOf(await audit(`?query=${query}`))).toEqual([400, 'validation_failed']);
    }
  });
});
