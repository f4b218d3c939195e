import { rest } from '@sallyport/core/endpoints';
import type { BindableAddress } from '../../mfa/mfa-server.js';

/** Endpoints of second factors that belong to no single factor. `bearer` is an `mfaToken`. */
export const mfaAddressesEndpoints = {
  checkBindable: rest('POST /api/v2/applications/mfa/check', { credential: 'argument', idempotent: true })
    .accepts((address: Partial<BindableAddress>, bearer: string) => ({ body: address, bearer }))
    .returns<boolean>(),
};
