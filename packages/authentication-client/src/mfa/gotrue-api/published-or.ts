/**
 * `Own` here. In what is published, `types/published-or.d.ts` stands in for this file: the types of `@supabase/auth-js`
 * are nominal (some of their classes have private members), so that nothing but themselves is assignable to them.
 */
export type PublishedOr<Own> = Own;
