import { createHash } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import { Refusal } from '../refusal.js';
import type { Device } from './device.types.js';

const UNKNOWN_AGENT = 'unknown';
// A caller chooses its `User-Agent`: the devices that were used least recently are dropped.
const KEPT_OF_USER = 100;
const KEPT = 10_000;
const MAX_TEXT = 256;

/** The devices that users have signed in on, as far as their `User-Agent` tells them apart. */
export class Devices {
  readonly #store: MemoryStore;
  readonly #clock: Clock;

  constructor(store: MemoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Notes a sign-in. Returns the id of its device. */
  signedIn(userId: string, userAgent: string | null, ip: string | null): string {
    const agent = userAgent ?? UNKNOWN_AGENT;
    const id = idOf(userId, agent);
    const now = this.#clock.now();
    const known = this.#store.devices.get(id);
    const device = known ?? { id, userId, name: agent, userAgent: agent, createdAt: now };
    this.#store.devices.put({ ...device, lastIp: ip, lastLoginAt: now });
    if (!known) this.#dropOldest(userId, id);
    return id;
  }

  #dropOldest(userId: string, newest: string): void {
    const others = this.of(userId).filter(({ id }) => id !== newest);
    for (const { id } of others.slice(KEPT_OF_USER - 1)) this.forget(id);
    this.#store.devices.keepLatest(KEPT);
  }

  /** Adds a device that the user is said to have signed in on before. */
  add(device: Omit<Device, 'createdAt'>): void {
    this.#store.devices.put({ ...device, createdAt: device.lastLoginAt });
  }

  /** The latest first. */
  of(userId: string): Device[] {
    const own = this.#store.devices.values().filter((device) => device.userId === userId);
    return own.sort((a, b) => b.lastLoginAt - a.lastLoginAt);
  }

  /** @throws {Refusal} The user has no such device. */
  require(userId: string, deviceId: string): Device {
    const device = this.#store.devices.get(deviceId);
    if (device?.userId !== userId) throw new Refusal('input-malformed', 'There is no such device');
    return device;
  }

  /**
   * Notes the report of a device about itself.
   *
   * @throws {Refusal} The user has no such device; a text is too long.
   */
  report(userId: string, deviceId: string, { uniqueId, name }: { uniqueId: string; name: string | undefined }): void {
    if (Math.max(uniqueId.length, name?.length ?? 0) > MAX_TEXT) {
      throw new Refusal('input-malformed', `deviceUniqueId and name have at most ${MAX_TEXT} characters`);
    }
    const device = this.require(userId, deviceId);
    this.#store.devices.put({ ...device, uniqueId, name: name ?? device.name });
  }

  forget(deviceId: string): void {
    this.#store.devices.delete(deviceId);
  }

  forgetAllOf(userId: string): void {
    this.#store.devices.deleteWhere((device) => device.userId === userId);
  }
}

function idOf(userId: string, userAgent: string): string {
  return createHash('sha256')
    .update(JSON.stringify([userId, userAgent]))
    .digest('hex')
    .slice(0, 24);
}
