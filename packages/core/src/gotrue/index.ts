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
  goTrueConnection,
  goTrueConnectionReaders,
  keyOption,
} from './gotrue-connection.js';
