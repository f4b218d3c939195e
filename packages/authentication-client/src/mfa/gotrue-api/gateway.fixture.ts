import type {
  ChallengeFactorRequest,
  EnrollFactorRequest,
  FactorChallenge,
  FactorGateway,
  FactorProof,
  FactorRecord,
  NewFactor,
  ProvedFactor,
  WebAuthnDemand,
} from '../domain/factor-gateway.js';
import type { GoTrueMfa } from './gotrue-mfa.types.js';
import { gotrueWords } from './gotrue-words.js';

/** The text `abc` in base64url. */
export const ABC = 'YWJj';

const creation: WebAuthnDemand = {
  type: 'create',
  credentialOptions: {
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

export const request: WebAuthnDemand = {
  type: 'request',
  credentialOptions: {
    publicKey: { challenge: ABC, rpId: 'localhost', allowCredentials: [{ type: 'public-key', id: ABC }] },
  },
};

/** What a credential that was made looks like in JSON. */
export const registration = {
  id: ABC,
  rawId: ABC,
  type: 'public-key',
  response: { clientDataJSON: ABC, attestationObject: ABC, transports: ['usb'] },
  clientExtensionResults: {},
  authenticatorAttachment: 'cross-platform',
};

/** A server's half of WebAuthn, which takes every credential, and remembers what it was asked. */
export class FakeFactorGateway implements Partial<FactorGateway> {
  readonly calls: (readonly [name: string, ...args: unknown[]])[] = [];
  demand: WebAuthnDemand | undefined = creation;
  factors: readonly FactorRecord[] = [];
  refusals: Error[] = [];

  async enrollFactor(asked: EnrollFactorRequest): Promise<NewFactor> {
    this.calls.push(['enroll', asked]);
    const refusal = this.refusals.shift();
    if (refusal) throw refusal;
    return { id: 'f1', type: 'webauthn', friendlyName: asked.friendlyName ?? null, further: {} } as const;
  }

  async challengeFactor(factorId: string, asked?: ChallengeFactorRequest): Promise<FactorChallenge> {
    this.calls.push(['challenge', factorId, asked]);
    return { id: 'c1', type: 'webauthn', expiresAt: 1, webauthn: this.demand, further: {} };
  }

  async proveFactor(proof: FactorProof): Promise<ProvedFactor> {
    this.calls.push(['prove', proof]);
    const session = { accessToken: 'at', refreshToken: 'rt', expiresIn: 3_600, recoveryCode: null, further: {} };
    return { ...session, user: { id: 'ada' } };
  }

  async unenrollFactor(factorId: string): Promise<void> {
    this.calls.push(['unenroll', factorId]);
  }

  async listFactors(): Promise<readonly FactorRecord[]> {
    return this.factors;
  }
}

/** GoTrue's words over a server that knows WebAuthn. */
export function setUpWebAuthn(): { readonly mfa: GoTrueMfa; readonly gateway: FakeFactorGateway } {
  const gateway = new FakeFactorGateway();
  const capabilities = { enroll: ['webauthn'], verify: ['webauthn'], stepUp: true, recoveryCodes: [] };
  // Nobody calls what is left out.
  return { gateway, mfa: gotrueWords({ capabilities, gateway: async () => gateway as unknown as FactorGateway }) };
}
