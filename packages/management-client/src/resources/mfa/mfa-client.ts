import { type ClientOf, clientOf } from '@sallyport/core/endpoints';
import { mfaEndpoints } from './mfa.endpoints.js';

const MfaRows: ClientOf<typeof mfaEndpoints> = clientOf(mfaEndpoints);

/** Other people's second factors: looking at them, resetting them, importing them. */
export class MfaClient extends MfaRows {}
