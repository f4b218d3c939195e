// No answer of an identity server comes near it. Code that reads, compares or writes a value calls itself for each level.
const MOST_LEVELS = 500;

/** Whether a JSON text is nested so deeply that writing its value as JSON again could overflow the stack. */
export function isNestedTooDeeply(json: string): boolean {
  // Most answers have too few brackets for it; counting them is much faster than following their levels.
  if (countUpTo(MOST_LEVELS, json, '{') + countUpTo(MOST_LEVELS, json, '[') <= MOST_LEVELS) return false;
  let level = 0;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === '"') at = endOfString(json, at);
    else if (character === '{' || character === '[') level += 1;
    else if (character === '}' || character === ']') level -= 1;
    if (level > MOST_LEVELS) return true;
  }
  return false;
}

/** Counts a character in a text, and stops above `limit`. */
function countUpTo(limit: number, text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1 && count <= limit; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}

/** The index of the quotation mark that ends the string of a JSON text that begins at `start`. */
export function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let escapes = 0;
    while (json[end - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return json.length;
}
