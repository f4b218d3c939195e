export type {
  GoTrueFactor,
  GoTrueIdentity,
  GoTrueMetadata,
  GoTrueTokenAnswer,
  GoTrueUser,
} from './gotrue.types.js';
export type { AnswerWithHeaders } from './gotrue-answer.js';
export {
  type GoTrueConnection,
  type GoTrueConnectionOptions,
  keyOption,
  resolveGoTrueConnection,
} from './gotrue-connection.js';
export { GoTrueWire, type GoTrueWireSettings } from './gotrue-wire.js';
export { openGoTrueWire } from './open-gotrue-wire.js';
export { isGoTrueUser, type PortableUser, toMetadata, toUser } from './to-user.js';
