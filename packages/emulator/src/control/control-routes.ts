import { positionOf } from '../clock/clock-position.js';
import type { Channel } from '../domain/messages/message.types.js';
import { Refusal } from '../domain/refusal.js';
import type { Context, Handler } from '../http/context.js';
import { type BodyLimits, readJson } from '../http/json-body.js';
import type { RouteTable } from '../http/route-table.js';
import type { Control } from './control.js';
import { ControlRefusal } from './control-refusal.js';
import { bad, flag, integer, object, readFields } from './fields.js';
import { MAILBOX_POLICY, mailboxPage } from './mailbox-page.js';
import { messageView } from './message-view.js';
import { scanQrCode } from './qr-code-scan.js';
import { plantSeed } from './seed.js';
import { patchSettings, settingsView } from './settings-patch.js';

/** The control API. It needs no token: only pages and programs of this machine reach it. */
export function mountControl(routes: RouteTable, control: Control): void {
  const on = (method: string, path: string, handler: Handler): void =>
    routes.on(method, `/_emulator${path}`, async (c) => {
      try {
        return await handler(c);
      } catch (error) {
        if (!(error instanceof ControlRefusal || error instanceof Refusal)) throw error;
        const code = error instanceof Refusal ? error.reason : error.code;
        return c.json({ error: { code, message: error.message } }, 400);
      }
    });
  mountMessages(on, control);
  mountClock(on, control);
  mountState(on, control);
}

/** @throws {Refusal} The server was reset while the body was on its way. */
async function bodyOf(c: Context, { domain }: Control, limits?: BodyLimits): Promise<unknown> {
  const body = await readJson(c.env.incoming, limits);
  domain.store.generation.assertCurrent();
  return body;
}

type On = (method: string, path: string, handler: Handler) => void;

function mountMessages(on: On, { domain: { mailbox } }: Control): void {
  on('GET', '/messages', (c) => {
    const { to, channel, scene } = c.req.query();
    return c.json(mailbox.list({ to, channel: channelFrom(channel), scene }).map(messageView));
  });
  on('DELETE', '/messages', (c) => {
    mailbox.clear();
    return c.body(null, 204);
  });
  on('GET', '/mailbox', (c) => {
    c.header('content-security-policy', MAILBOX_POLICY);
    c.header('referrer-policy', 'no-referrer');
    return c.html(mailboxPage(mailbox.list()));
  });
}

function channelFrom(text: string | undefined): Channel | undefined {
  if (text === undefined || text === 'email' || text === 'sms') return text;
  throw bad('channel', 'email or sms');
}

function mountClock(on: On, control: Control): void {
  const view = () => {
    const { nowMs, offsetMs } = positionOf(control.clock);
    return { now: new Date(nowMs).toISOString(), nowMs, offsetMs };
  };
  on('GET', '/clock', (c) => c.json(view()));
  on('POST', '/clock', async (c) => {
    const same = (value: unknown): unknown => value;
    const readers = { advanceMs: integer(-8.64e15, 8.64e15), setTo: same };
    const { advanceMs, setTo } = readFields(object(await bodyOf(c, control), 'body'), readers, '');
    if ((advanceMs === undefined) === (setTo === undefined)) {
      throw new ControlRefusal('bad-value', 'The body needs advanceMs or setTo, and not both');
    }
    if (advanceMs !== undefined) await control.advance(advanceMs);
    else if (typeof setTo === 'string' || typeof setTo === 'number') await control.setTo(setTo);
    else throw bad('setTo', 'an instant');
    return c.json(view());
  });
}

// A snapshot holds everything that ever came in, a few levels deeper.
const SNAPSHOT_LIMITS: BodyLimits = { bytes: 256 * 1024 * 1024, depth: 100 };

function mountState(on: On, control: Control): void {
  const { domain, faults } = control;
  on('POST', '/reset', async (c) => {
    await control.reset();
    return c.body(null, 204);
  });
  on('POST', '/seed', async (c) => {
    await plantSeed(domain, await bodyOf(c, control));
    return c.body(null, 204);
  });
  on('POST', '/keys/rotate', async (c) => {
    await control.rotateKeys(readFields(object((await bodyOf(c, control)) ?? {}, 'body'), { keepOld: flag }, ''));
    return c.body(null, 204);
  });
  on('POST', '/qrcodes/{random}', async (c) => {
    await scanQrCode(domain, c.req.param('random') ?? '', await bodyOf(c, control));
    return c.body(null, 204);
  });
  on('GET', '/settings', (c) => c.json(settingsView(domain)));
  on('PUT', '/settings', async (c) => {
    patchSettings(domain, await bodyOf(c, control));
    return c.json(settingsView(domain));
  });
  on('POST', '/faults', async (c) => {
    faults.add(await bodyOf(c, control));
    return c.body(null, 204);
  });
  on('DELETE', '/faults', (c) => {
    faults.clear();
    return c.body(null, 204);
  });
  on('GET', '/snapshot', (c) => c.json(control.snapshot()));
  on('PUT', '/snapshot', async (c) => {
    await control.restore(await bodyOf(c, control, SNAPSHOT_LIMITS));
    return c.body(null, 204);
  });
}
