export type { CallerHeaders, CallerKey } from './caller-headers.js';
export {
  type Connection,
  type ConnectionOptions,
  connectionReaders,
  connectionTo,
  type HeaderNames,
} from './connection.js';
