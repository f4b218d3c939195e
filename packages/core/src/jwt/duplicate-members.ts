const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]/g;

/**
 * Whether an object in a JSON text has two members of one name. Parsers disagree on which of them counts (RFC 7515
 * section 4, RFC 7519 section 4).
 *
 * @param json - Valid JSON.
 */
export function hasDuplicateMembers(json: string): boolean {
  const open: (Set<unknown> | null)[] = [];
  for (const [token, colon] of json.matchAll(TOKENS)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (colon !== undefined) {
      const name: unknown = JSON.parse(token.slice(0, -colon.length)); // one name has several spellings
      const names = open.at(-1);
      if (names?.has(name)) return true;
      names?.add(name);
    }
  }
  return false;
}
