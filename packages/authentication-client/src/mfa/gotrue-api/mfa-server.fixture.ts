import { type MfaClientOf, mfaClient } from '../client/mfa-client.js';
import { webauthn } from '../factors/webauthn/webauthn.js';
import type {
  ChallengeRequest,
  EnrollRequest,
  FactorChallenge,
  FactorProof,
  ListedFactor,
  MfaServer,
  MfaSubject,
  NewFactor,
  Verification,
  WebAuthnOptions,
} from '../mfa-server.js';

/** The text `abc` in base64url. */
export const ABC = 'YWJj';

const creation: WebAuthnOptions = {
  type: 'create',
  credential_options: {
    publicKey: {
      challenge: ABC,
      rp: { id: 'localhost', name: 'App' },
      user: { id: ABC, name: 'ada@example.com', displayName: 'Ada' },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { userVerification: 'preferred', residentKey: 'discouraged' },
      excludeCredentials: [{ type: 'public-key', id: ABC }],
    },
  },
};

export const request: WebAuthnOptions = {
  type: 'request',
  credential_options: {
    publicKey: { challenge: ABC, rpId: 'localhost', allowCredentials: [{ type: 'public-key', id: ABC }] },
  },
};

/** A created credential in its JSON form. */
export const registration = {
  id: ABC,
  rawId: ABC,
  type: 'public-key',
  response: { clientDataJSON: ABC, attestationObject: ABC, transports: ['usb'] },
  clientExtensionResults: {},
  authenticatorAttachment: 'cross-platform',
};

/** A server with WebAuthn, which accepts every credential and records its calls. */
export class FakeMfaServer implements Partial<MfaServer> {
  readonly calls: (readonly [name: string, ...args: unknown[]])[] = [];
  options: WebAuthnOptions | undefined = creation;
  factors: readonly ListedFactor[] = [];
  refusals: Error[] = [];

  async enroll(request: EnrollRequest): Promise<NewFactor> {
    this.calls.push(['enroll', request]);
    const refusal = this.refusals.shift();
    if (refusal) throw refusal;
    return { id: 'f1', type: 'webauthn', ...(request.friendlyName ? { friendly_name: request.friendlyName } : {}) };
  }

  async challenge(factorId: string, asked: ChallengeRequest): Promise<FactorChallenge> {
    this.calls.push(['challenge', factorId, asked]);
    return { id: 'c1', type: 'webauthn', expires_at: 1, webauthn: this.options };
  }

  async verify(proof: FactorProof, _subject: MfaSubject): Promise<Verification> {
    this.calls.push(['verify', proof]);
    const session = { access_token: 'at', refresh_token: 'rt', expires_in: 3_600, user: { id: 'ada' } };
    return { session, user: { id: 'ada' } } as unknown as Verification; // no test reads the user
  }

  async unenroll(factorId: string): Promise<void> {
    this.calls.push(['unenroll', factorId]);
  }

  async list(): Promise<readonly ListedFactor[]> {
    return this.factors;
  }
}

/** The sub-client of a page that has the factor WebAuthn alone. */
export function setUpWebAuthn(): { readonly mfa: MfaClientOf<typeof webauthn>; readonly server: FakeMfaServer } {
  const server = new FakeMfaServer();
  const byFactor = { enroll: ['webauthn'], verify: ['webauthn'], stepUp: true, recoveryCodes: [] };
  const mfa = mfaClient({
    factors: [webauthn],
    capabilities: () => ({ verify: [], enroll: [], recoveryCodes: false, byFactor }),
    server: async () => server as unknown as MfaServer, // no test calls the rest
    signal: undefined,
  });
  return { mfa, server };
}
