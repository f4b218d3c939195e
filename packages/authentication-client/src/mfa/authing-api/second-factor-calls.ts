import { InvalidCodeError, NotFoundError } from '@sallyport/core/errors';
import { requireText } from '@sallyport/core/validation';
import { SharedCalls } from '../domain/shared-calls.js';
import type { SecondFactors } from '../factor.js';
import type { MfaServer, Proof, Verification } from '../mfa-server.js';

/** A code fits one factor. Each attempt costs two requests and counts against the server's limit. */
const MOST_TRIED = 3;

/** Verifications of the Authing style, whose callers name a type of factor and no id. */
export class SecondFactorCalls implements SecondFactors {
  readonly server: MfaServer;
  readonly #calls = new SharedCalls();

  constructor(server: MfaServer) {
    this.server = server;
  }

  async verify(type: string, proof: Proof, mfaToken: string | undefined): Promise<Verification> {
    const subject = { of: 'sign-in', mfaToken: requireText('mfaToken', mfaToken) } as const;
    return this.#calls.run(type, [proof, subject], async () => {
      const wrong: InvalidCodeError[] = [];
      let missing: NotFoundError | undefined;
      for await (const candidate of this.server.resolve({ type, status: 'verified', proof }, subject)) {
        try {
          return await this.server.verify({ ...candidate, ...proof }, subject);
        } catch (error) {
          if (error instanceof InvalidCodeError) wrong.push(error);
          else if (error instanceof NotFoundError) missing = error;
          else throw error;
        }
        if (wrong.length === MOST_TRIED) break;
      }
      throw wrong.at(-1) ?? missing ?? new NotFoundError(NO_FACTOR);
    });
  }
}

const NO_FACTOR = { message: 'The user has no such factor', remedy: 'Offer another factor.' };
