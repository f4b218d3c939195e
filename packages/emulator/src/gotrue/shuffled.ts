/**
 * A list in another order, for answers whose order has no meaning.
 *
 * @param seed - The same number gives lists of one length the same order; 0 leaves them as they are.
 */
export function shuffled<T>(list: readonly T[], seed: number): readonly T[] {
  if (seed === 0) return list;
  const left = [...list];
  const result: T[] = [];
  let state = seed;
  while (left.length > 0) {
    // The minimal standard generator of Park and Miller.
    state = (state * 48_271) % 2_147_483_647;
    result.push(...left.splice(state % left.length, 1));
  }
  return result;
}
