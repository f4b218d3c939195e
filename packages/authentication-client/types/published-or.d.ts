// Kept by hand and copied beside the built declarations, in place of what was compiled from published-or.ts: a bundler of
// declarations would part the comment below from the line that it is about.

// @ts-ignore: the package is an optional peer
import type { GoTrueMFAApi } from '@supabase/auth-js';

/**
 * The published type of second factors where `@supabase/auth-js` is installed, else `Own`: what is imported from a package
 * that is missing has every key there could be.
 */
export type PublishedOr<Own> = string extends keyof GoTrueMFAApi ? Own : GoTrueMFAApi;
