/** The classes that judge tokens. */
export type TokenJudging = typeof import('./token-judging.js');

/**
 * Loads what judges tokens, for pages: whoever imports the classes has a bundler put them into what loads first, also
 * where only a module that is loaded later needs them.
 */
export function loadTokenJudging(): Promise<TokenJudging> {
  return import('./token-judging.js');
}
