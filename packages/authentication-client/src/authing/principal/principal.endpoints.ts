import { rest } from '@sallyport/core/endpoints';
import { InputError } from '@sallyport/core/errors';
import { requireText } from '@sallyport/core/validation';
import type { PrincipalDetail, PrincipalInput, PrincipalType } from './principal.types.js';

/** Whom the signed-in user's account belongs to. */
export const principalEndpoints = {
  /** Reads whom the account was proved to belong to; `null` when nothing was proved yet. */
  detail: rest('GET /api/v2/users/principal_authentication').returns<PrincipalDetail | null>(),

  /**
   * Proves whom the account belongs to.
   *
   * @returns `true`. What the server refuses rejects.
   */
  authenticate: rest('POST /api/v2/users/principal_authentication')
    .accepts((info: PrincipalInput) => ({ body: toWire(info) }))
    .returns<unknown>()
    .maps(() => true),
};

interface WirePrincipal {
  readonly type: PrincipalType;
  readonly name: string;
  readonly idCard: string;
  readonly ext: string;
}

function toWire(info: PrincipalInput): WirePrincipal {
  if (info?.type === 'P') {
    return {
      type: 'P',
      name: requireText('name', info.name),
      idCard: requireText('idCard', info.idCard),
      ext: requireText('bankCard', info.bankCard),
    };
  }
  if (info?.type === 'E') {
    return {
      type: 'E',
      name: requireText('enterpriseName', info.enterpriseName),
      idCard: requireText('enterpriseCode', info.enterpriseCode),
      ext: requireText('legalPersonName', info.legalPersonName),
    };
  }
  throw new InputError({ message: "type must be 'P' or 'E'", remedy: 'Pass P for a person, E for an enterprise.' });
}
