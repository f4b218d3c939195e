import { lazy } from '../loading/lazy.js';

/** The classes that judge tokens. */
export type TokenJudging = typeof import('./token-judging.js');

/**
 * Loads what judges tokens. There is no other way to the classes: whoever imports them has a bundler put them into what a
 * page loads first, also where only a module that is loaded later needs them.
 */
export const loadTokenJudging: () => Promise<TokenJudging> = lazy(() => import('./token-judging.js'));
