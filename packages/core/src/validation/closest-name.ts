/** The known name that differs least from a misspelt one; `undefined` if each differs by half of its letters or more. */
export function closestName(name: string, known: readonly string[]): string | undefined {
  let closest: string | undefined;
  let least = 0.5;
  for (const candidate of known) {
    const difference =
      editDistance(name.toLowerCase(), candidate.toLowerCase()) / Math.max(name.length, candidate.length);
    if (difference < least) [closest, least] = [candidate, difference];
  }
  return closest;
}

/** Levenshtein distance, row by row. */
function editDistance(from: string, to: string): number {
  let row = [...to, ''].map((_, index) => index);
  for (const letter of from) {
    let diagonal = row[0] ?? 0;
    let left = diagonal + 1;
    row = row.map((above, index) => {
      if (index > 0) left = Math.min(left + 1, above + 1, diagonal + (to[index - 1] === letter ? 0 : 1));
      diagonal = above;
      return left;
    });
  }
  return row.at(-1) ?? 0;
}
