import type { Domain } from '../../domain/create-domain.js';
import type { JsonObject } from '../../http/json-body.js';

/** One object of a seed that has been read: it waits only for the users before it. */
export type Planting = (domain: Domain) => void;

/** How objects of one kind are read. */
export interface SeedKind {
  /**
   * @param place - Where in the seed it stands, for messages.
   * @throws {ControlRefusal} A field is unknown or malformed. The message names it.
   */
  read(entry: JsonObject, place: string): Planting;
}
