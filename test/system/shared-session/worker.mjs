// A process that shares a session with others. It is told what to do over its channel to the test, one step at a time.

import { FileStorage, RedisStorage } from '@sallyport/core';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { Participant } from './participant.mjs';

/**
 * @typedef {object} Place
 * @property {'file' | 'ioredis' | 'redis'} kind
 * @property {string} at - A folder, or the address of a Redis.
 * @property {number} [holdMs]
 */

/** @type {Participant | undefined} */
let participant;

process.on('message', async (/** @type {any} */ { open, step }) => {
  try {
    if (open) {
      const { place, ...settings } = open;
      await participant?.dispose();
      participant = new Participant({ ...settings, storage: await openStorage(place) });
      await participant.client.ready();
      process.send?.({ opened: participant.client.state });
    } else process.send?.({ report: await participant?.perform(step) });
  } catch (error) {
    process.send?.({ failure: String(error instanceof Error ? error.stack : error) });
  }
});
process.on('disconnect', () => process.exit());

/** @param {Place} place */
async function openStorage({ kind, at, holdMs }) {
  if (kind === 'file') return new FileStorage(at, { holdMs });
  if (kind === 'ioredis') return new RedisStorage(new Redis(at), { holdMs });
  const client = createClient({ url: at });
  await client.connect();
  return new RedisStorage(client, { holdMs });
}
