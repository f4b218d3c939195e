import { rest } from '@sallyport/core/endpoints';
import type { GoTrueTokenAnswer, GoTrueUser } from '@sallyport/core/gotrue';
import { identified } from '../../mfa/identified.js';
import type { ChallengeRequest, FactorChallenge, NewFactor, WebAuthnProof } from '../../mfa/mfa-server.js';
import { identifiedUser } from '../session/identified.js';

interface EnrollBody {
  readonly friendly_name: string | undefined;
  readonly factor_type: string;
  readonly issuer?: string | undefined;
  readonly phone?: string | undefined;
}

type ChallengeBody = ChallengeRequest & { readonly factorId: string };

interface ProofBody {
  readonly challenge_id: string;
  readonly code?: string | undefined;
  readonly webauthn?: WebAuthnProof | undefined;
}

/** Endpoints that all factors share. `bearer` is an access token, where it is not the session's. */
export const goTrueMfaEndpoints = {
  user: rest('GET /user', { credential: 'argument-or-client' })
    .accepts((bearer?: string) => ({ bearer }))
    .returns<GoTrueUser>()
    .maps(identifiedUser),

  enroll: rest('POST /factors', { credential: 'argument-or-client' })
    .accepts((body: EnrollBody, bearer?: string) => ({ body, bearer }))
    .returns<NewFactor>()
    .maps(identified),

  challenge: rest('POST /factors/{factorId}/challenge', { credential: 'argument-or-client' })
    .accepts((body: ChallengeBody, bearer?: string) => ({ path: { factorId: body.factorId }, body, bearer }))
    .returns<FactorChallenge>()
    .maps(identified),

  verify: rest('POST /factors/{factorId}/verify', { credential: 'argument-or-client' })
    .accepts((factorId: string, body: ProofBody, bearer?: string) => ({ path: { factorId }, body, bearer }))
    .returns<GoTrueTokenAnswer>(),

  // The server has no code of its own for an authenticator that proves something else.
  verifyAuthenticator: rest('POST /factors/{factorId}/verify', {
    credential: 'argument-or-client',
    refusals: { '500 unexpected_failure': 'passkeyRefused' },
  })
    .accepts((factorId: string, body: ProofBody, bearer?: string) => ({ path: { factorId }, body, bearer }))
    .returns<GoTrueTokenAnswer>(),

  unenroll: rest('DELETE /factors/{factorId}', { credential: 'argument-or-client' })
    .accepts((factorId: string, bearer?: string) => ({ path: { factorId }, bearer }))
    .returns<{ readonly id: string }>(),
};
