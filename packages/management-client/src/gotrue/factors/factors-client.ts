import { type ClientOf, clientOf } from '@sallyport/core/endpoints';
import { gotrueFactorsEndpoints } from './factors.endpoints.js';

const FactorsRows: ClientOf<typeof gotrueFactorsEndpoints> = clientOf(gotrueFactorsEndpoints);

/** Other people's second factors: looking at them, mending them, taking them away. */
export class GoTrueFactorsClient extends FactorsRows {}
