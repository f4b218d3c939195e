/**
 * `Own` here. In what is published, `types/published-or.d.ts` stands in for this file: the types of `@supabase/auth-js`
 * are nominal (some of their classes have private members), so that nothing but themselves is assignable to them.
 */
// `Details` has a use in the file that is published.
export type PublishedOr<Own, _Details> = Own;
