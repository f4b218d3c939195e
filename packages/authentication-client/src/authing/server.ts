import type { ClientServer } from '../client/compose.js';
import type { AuthingPorts } from './authing-ports.js';
import { CurrentUserFeature, RefreshTokenFeature, SignOutFeature } from './features.js';
import { authingAs, authingWith } from './open-authing.js';

const essentials = [CurrentUserFeature, RefreshTokenFeature, SignOutFeature] as const;

/** Servers with Authing's wire, as their clients are composed. */
export const authingServer: ClientServer<AuthingPorts, typeof essentials> = {
  essentials,
  with: authingWith,
  as: authingAs,
};
