import { clientOf, rest } from '@sallyport/core/endpoints';
import { ConflictError, InvalidResponseError, PermissionError } from '@sallyport/core/errors';
import type { WireUser } from '@sallyport/core/user';
import { requireTotpCode } from '@sallyport/core/validation';
import type { AuthingHalf, AuthingHalfDeps } from '../../factor.js';
import type { Authenticator, ListedFactor, ListFilter, TotpSource } from '../../mfa-server.js';

/** A new authenticator as the wire has it. */
export interface WireAssociation {
  authenticator_type: string;
  /** Base32. */
  secret: string;
  /** An `otpauth://` URI. */
  qrcode_uri: string;
  /** A PNG as a data URL. */
  qrcode_data_url: string;
  recovery_code: string;
}

/** The authenticator that an association concerns. */
export interface AssociationBody {
  readonly authenticator_type: string;
  readonly source?: TotpSource | undefined;
}

const totpInBody = ({ body }: { readonly body: { readonly totp: unknown } }): unknown =>
  requireTotpCode('totp', body.totp);

/** Endpoints of authenticator apps. `bearer` is an `mfaToken`, where it is not the session's. */
export const totpEndpoints = {
  listAuthenticators: rest('GET /api/v2/mfa/authenticator', { credential: 'argument-or-client' })
    .accepts(({ type, source }: ListFilter, bearer?: string) => ({ query: { type, source }, bearer }))
    .returns<Authenticator[]>(),

  associateTotp: rest('POST /api/v2/mfa/totp/associate', { credential: 'argument-or-client' })
    .accepts((body: AssociationBody, bearer?: string) => ({ body, bearer }))
    .returns<WireAssociation>(),

  confirmTotp: rest('POST /api/v2/mfa/totp/associate/confirm', {
    credential: 'argument-or-client',
    refusals: { 400: 'wrongTotp' },
    check: totpInBody,
  })
    .accepts((body: AssociationBody & { readonly totp: string }, bearer?: string) => ({ body, bearer }))
    .returns<unknown>(),

  dissociateTotp: rest('DELETE /api/v2/mfa/totp/associate').returns<unknown>(),

  verifyTotp: rest('POST /api/v2/mfa/totp/verify', { credential: 'argument', check: totpInBody })
    .accepts((totp: string, bearer: string) => ({ body: { totp }, bearer }))
    .returns<WireUser>(),
};

const Rows = /* @__PURE__ */ clientOf(totpEndpoints);

// A user has at most one authenticator for each source, which needs no other id. Without a source the server chooses.
const ANY_SOURCE = 'totp:';
const SOURCES: readonly TotpSource[] = ['SELF', 'APPLICATION'];

/** Authenticator apps on an Authing server. */
export function half({ wire }: AuthingHalfDeps): AuthingHalf {
  const rows = new Rows(wire);

  async function list(filter: ListFilter, mfaToken: string | undefined): Promise<readonly ListedFactor[]> {
    const authenticators = await rows.listAuthenticators(filter, mfaToken);
    return Array.isArray(authenticators) ? authenticators.map((each) => toListed(each, filter.source)) : [];
  }

  // The wire has one code for every enrollment that it forbids. The list shows whether an authenticator is the reason.
  async function refuseEnrollment(error: unknown, mfaToken: string | undefined): Promise<never> {
    if (!(error instanceof PermissionError)) throw error;
    const bound = await list({ type: 'totp', source: 'SELF' }, mfaToken).catch(() => []);
    if (!bound.some(({ factor }) => factor.status === 'verified')) throw error;
    const { message, code, status, requestId } = error;
    const remedy = 'Remove the authenticator before binding another one.';
    throw new ConflictError({ message, code, status, requestId, remedy, cause: error });
  }

  return {
    owns: (factorId) => factorId === ANY_SOURCE || SOURCES.some((source) => factorId === idOf(source)),

    idOf,

    async list(filter, mfaToken) {
      if (filter) return list(filter, mfaToken);
      const lists = await Promise.all(SOURCES.map((source) => list({ type: 'totp', source }, mfaToken)));
      // Servers that do not distinguish the sources return the same authenticator twice.
      return [...new Map(lists.flat().map((each) => [each.factor.id, each])).values()];
    },

    async find(factorId, mfaToken) {
      const listed = await list({ type: 'totp', source: sourceIn(factorId) }, mfaToken);
      return listed.map(({ factor }) => factor).find(({ id }) => id === factorId);
    },

    async enroll({ source }, mfaToken) {
      const association = rows.associateTotp({ authenticator_type: 'totp', source }, mfaToken);
      const answer = await association.catch((error: unknown) => refuseEnrollment(error, mfaToken));
      const { secret, qrcode_uri, qrcode_data_url, recovery_code } = answered(answer);
      const totp = { qr_code: qrcode_data_url, secret, uri: qrcode_uri, recovery_code };
      return { factor: { id: idOf(source), type: 'totp', totp } };
    },

    confirm: (factorId, code, mfaToken) =>
      rows.confirmTotp({ authenticator_type: 'totp', totp: code, source: sourceIn(factorId) }, mfaToken),

    verify: async ({ code = '' }, mfaToken) => ({ user: await rows.verifyTotp(code, mfaToken) }),

    unenroll: () => rows.dissociateTotp(),

    checkCode: (code) => requireTotpCode('code', code),
  };
}

function idOf(source: TotpSource | undefined): string {
  return `${ANY_SOURCE}${source ?? ''}`;
}

function sourceIn(factorId: string): TotpSource | undefined {
  return SOURCES.find((source) => factorId === idOf(source));
}

/** @param source - The source that was asked for; authenticators need not contain theirs. */
function toListed(authenticator: Authenticator, source: TotpSource | undefined): ListedFactor {
  const { enable, createdAt, updatedAt } = authenticator;
  const factor = {
    id: idOf(authenticator.source ?? source ?? 'SELF'),
    factor_type: 'totp',
    status: enable ? 'verified' : 'unverified',
    created_at: createdAt,
    updated_at: updatedAt,
  };
  return { factor, authenticator };
}

function answered(association: WireAssociation | null): WireAssociation {
  if (association) return association;
  throw new InvalidResponseError({
    message: 'The server agreed and sent no authenticator',
    remedy: 'Check that the address is the identity server’s.',
  });
}
