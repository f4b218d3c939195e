import { describe, expect, it } from '@jest/globals';
import { Devices } from './devices/devices.js';
import { ORIGIN, setUpDomain } from './domain.fixture.js';
import { EventHub } from './events/event-hub.js';
import { Mailbox } from './messages/mailbox.js';
import { Uploads } from './uploads/uploads.js';

describe('the state of a domain', () => {
  it('the mailbox keeps the latest 10,000 messages', () => {
    const { clock, store } = setUpDomain();
    const mailbox = new Mailbox(store, clock);
    for (let count = 1; count <= 10_010; count += 1)
      mailbox.deliver({ channel: 'sms', to: `${count}`, scene: 'login' });
    const kept = mailbox.list();
    expect([kept.length, kept[0]?.to, kept.at(-1)?.to]).toEqual([10_000, '10010', '11']);
  });

  it('the hub keeps the latest 1,000 events, and 8 MB of them', () => {
    const { clock, store } = setUpDomain();
    const hub = new EventHub(store, clock);
    const event = { userId: 'ada', type: 't', source: 's' };
    for (let count = 0; count < 1_010; count += 1) hub.publish({ ...event, data: '' });
    expect(store.events.size).toBe(1_000);
    for (let count = 0; count < 10; count += 1) hub.publish({ ...event, data: 'x'.repeat(1_000_000) });
    expect(store.events.size).toBe(8);
  });

  it('uploads are dropped beyond 64 MB, the oldest first', () => {
    const { clock, store } = setUpDomain();
    const uploads = new Uploads(store, clock);
    const file = {
      folder: 'avatar',
      isPrivate: false,
      contentType: 'image/png',
      bytes: new Uint8Array(8_000_000),
    } as const;
    const ids = Array.from({ length: 9 }, () => uploads.add(file).id);
    expect(ids.map((id) => uploads.get(id) !== undefined)).toEqual([false, ...Array(8).fill(true)]);
  });

  it('a user keeps the 100 devices that were used last, and loses none of other users', () => {
    const { clock, store } = setUpDomain();
    const devices = new Devices(store, clock);
    devices.signedIn('joe', 'agent', null);
    for (let count = 0; count < 150; count += 1) devices.signedIn('ada', `agent ${count}`, null);
    expect([devices.of('ada').length, devices.of('joe').length]).toEqual([100, 1]);
  });

  it('ended GoTrue sessions are forgotten beyond 1,000 while the clock stands', () => {
    const { assuredSessions, caller, sessions, store } = setUpDomain();
    for (let count = 0; count < 1_500; count += 1) {
      sessions.end(assuredSessions.open(caller.account, ORIGIN, 'password').session.id);
    }
    expect(store.assuredSessions.size).toBeLessThanOrEqual(1_002);
  });
});
