import type { ClientServer } from '../client/compose.js';
import { GoTrueCurrentUserFeature, GoTrueRefreshTokenFeature, GoTrueSignOutFeature } from './features.js';
import type { GoTruePorts } from './gotrue-ports.js';
import { goTrueAs, goTrueWith } from './open-gotrue.js';

const essentials = [GoTrueCurrentUserFeature, GoTrueRefreshTokenFeature, GoTrueSignOutFeature] as const;

/** Servers with GoTrue's wire, as their clients are composed. */
export const goTrueServer: ClientServer<GoTruePorts, typeof essentials> = {
  essentials,
  with: goTrueWith,
  as: goTrueAs,
};
