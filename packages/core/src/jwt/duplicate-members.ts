import { endOfString } from '../http/nesting.js';

/**
 * Whether an object in a JSON text has two members of one name. Parsers disagree on which of them counts (RFC 7515
 * section 4, RFC 7519 section 4). `JSON.parse` keeps the last one: the value then has fewer members than the text.
 *
 * @param value - The result of `JSON.parse` for the text.
 */
export function hasDuplicateMembers(json: string, value: unknown): boolean {
  return membersIn(json) !== membersOf(value);
}

function membersIn(json: string): number {
  let count = 0;
  for (let at = 0; at < json.length; at += 1) {
    if (json[at] === '"') at = endOfString(json, at);
    else if (json[at] === ':') count += 1;
  }
  return count;
}

function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members = Object.values(value);
  let count = Array.isArray(value) ? 0 : members.length;
  for (const member of members) count += membersOf(member);
  return count;
}
