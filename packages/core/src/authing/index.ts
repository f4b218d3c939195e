export type { CallerHeaders } from './caller-headers.js';
export {
  type Connection,
  type ConnectionOptions,
  DEFAULT_HOST,
  type HeaderNames,
  reportUnknownOptions,
  resolveConnection,
} from './connection.js';
