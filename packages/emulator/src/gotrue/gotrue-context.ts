import type { Domain } from '../domain/create-domain.js';
import type { Handler } from '../http/context.js';
import type { AssuredTokenSigner } from '../keys/assured-token-signer.js';
import type { Gate } from './gate.js';
import type { TokenAnswers } from './token-answer.js';
import type { UserMessages } from './user-messages.js';

/** What the features of this wire are mounted with. */
export interface GotrueContext {
  readonly domain: Domain;
  readonly signer: AssuredTokenSigner;
  readonly gate: Gate;
  readonly tokens: TokenAnswers;
  readonly messages: UserMessages;
  /** Where this wire is, as clients have it. */
  readonly url: () => string;
  /** Mounts a route; what its handler refuses is answered in the form of this wire. */
  readonly on: (method: string, path: string, handle: Handler) => void;
}
