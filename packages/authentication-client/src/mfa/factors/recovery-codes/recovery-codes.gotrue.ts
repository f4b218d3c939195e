import { clientOf, rest } from '@sallyport/core/endpoints';
import { InvalidResponseError } from '@sallyport/core/errors';
import type { GoTrueTokenAnswer } from '@sallyport/core/gotrue';
import type { GoTrueHalf, GoTrueRecoveryCodesDeps } from '../../factor.js';
import { identified } from '../../identified.js';
import type { NewRecoveryCodes, RecoveryCodesServer, RecoveryCodesStatus } from '../../mfa-server.js';

// A server that is older than recovery codes has no such path, or reads it as the id of a factor.
const newer = {
  refusals: { 404: 'unsupported', 405: 'unsupported', '404 validation_failed': 'unsupported' },
} as const;

const recoveryCodesEndpoints = {
  getStatus: rest('GET /factors/recovery-codes', newer).returns<RecoveryCodesStatus>().maps(identified),

  generate: rest('POST /factors/recovery-codes', newer)
    .accepts((friendlyName?: string) => (friendlyName ? { body: { friendly_name: friendlyName } } : {}))
    .returns<NewRecoveryCodes>()
    .maps(identified),

  verify: rest('POST /factors/recovery-codes/verify', {
    credential: 'argument-or-client',
    // The server has one code for every wrong proof.
    refusals: { ...newer.refusals, mfa_verification_failed: 'wrongRecoveryCode' },
  })
    .accepts((code: string, bearer?: string) => ({ body: { code }, bearer }))
    .returns<GoTrueTokenAnswer>(),

  regenerate: rest('POST /factors/recovery-codes/regenerate', newer).returns<NewRecoveryCodes>().maps(identified),

  unenroll: rest('DELETE /factors/recovery-codes', newer).returns<{ readonly id: string }>().maps(identified),
};

const Rows = /* @__PURE__ */ clientOf(recoveryCodesEndpoints);

/** Recovery codes on a GoTrue server. */
export const half: GoTrueHalf = {
  recoveryCodes({ wire, requireSession, raise, enrolled, removed }: GoTrueRecoveryCodesDeps): RecoveryCodesServer {
    const rows = new Rows(wire);
    return {
      async getStatus() {
        await requireSession();
        return rows.getStatus();
      },

      async generate(friendlyName) {
        await requireSession();
        const codes = requireCodes(await rows.generate(friendlyName));
        enrolled();
        return codes;
      },

      verify: (code, subject) => raise((held, bearer) => new Rows(held).verify(code, bearer), subject),

      async regenerate() {
        await requireSession();
        return requireCodes(await rows.regenerate());
      },

      async unenroll() {
        await requireSession();
        const { id } = await rows.unenroll();
        await removed(id);
        return id;
      },
    };
  },
};

function requireCodes(created: NewRecoveryCodes): NewRecoveryCodes {
  if (Array.isArray(created.codes)) return created;
  throw new InvalidResponseError({
    message: 'The server made recovery codes and sent none',
    remedy: 'Check its version.',
  });
}
