// No answer of an identity server comes near it, and what reads, compares or writes one calls itself for each level.
const MOST_LEVELS = 500;

/** Whether a JSON text is nested so deeply that writing its value as JSON again could overflow the stack. */
export function isNestedTooDeeply(json: string): boolean {
  if (json.length <= MOST_LEVELS) return false;
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

function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let escapes = 0;
    while (json[end - 1 - escapes] === '\\') escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return json.length;
}
