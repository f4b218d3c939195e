// @ts-check
import { Kind, parse, print, visit } from 'graphql';
import { decryptPassword } from './keys.mjs';

/** @typedef {import('./recording-server.mjs').Recorded} Recorded */

/**
 * What a request asks for, without what two clients may rightly write differently: the order of members, the layout of
 * a document, the ciphertext of a password, the version of the client.
 *
 * @param {Recorded} request
 */
export function normalize({ method, url, headers, body }) {
  return {
    method,
    path: url.pathname,
    query: [...url.searchParams].sort(),
    authorization: headers.authorization ?? null,
    headers: authingHeaders(headers),
    ...(url.pathname === '/graphql/v2'
      ? { graphql: readDocument(body) }
      : { body: anonymous(decrypted(body)) ?? null }),
  };
}

/** @typedef {ReturnType<typeof normalize>} NormalizedRequest */

/** @param {import('node:http').IncomingHttpHeaders} headers */
function authingHeaders(headers) {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith('x-authing-') && name !== 'x-authing-sdk-version')
      .sort(),
  );
}

// An event says which client it comes from, and in which version.
/** @param {any} body */
function anonymous(body) {
  if (typeof body?.deviceUniqueId === 'string') return withoutDigests(body);
  if (body?.connection?.providerIentifier) return { ...body, state: typeof body.state };
  return typeof body?.eventType === 'string' ? { ...body, source: typeof body.source } : body;
}

// A fingerprint is another one by every way of taking it.
/** @param {Record<string, unknown>} device */
function withoutDigests(device) {
  const isDigest = (/** @type {string} */ name) => /Fingerprint$|^browserId$|^deviceUniqueId$/.test(name);
  return Object.fromEntries(
    Object.entries(device)
      .sort()
      .map(([name, value]) => [name, isDigest(name) ? typeof value : value]),
  );
}

/**
 * An address that a window or a socket was opened at, in the form of a request. Values that are made anew each time are
 * told by their kind.
 *
 * @param {string} kind
 * @param {string} address
 * @returns {NormalizedRequest}
 */
export function normalizeOpened(kind, address) {
  const { pathname, host, searchParams } = new URL(address);
  /** @type {[string, string][]} */
  const query = [...searchParams].map(([name, value]) => [name, /^(state|nonce)$/.test(name) ? 'random' : value]);
  return { method: kind, path: host + pathname, query: query.sort(), authorization: null, headers: {}, body: null };
}

/** @param {{ query: string, variables?: Record<string, unknown> }} body */
function readDocument({ query, variables }) {
  const [operation] = parse(query).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('the document has no operation');
  const [root] = operation.selectionSet.selections;
  if (root?.kind !== Kind.FIELD) throw new Error('the operation has no root field');
  const pairs = (/** @type {readonly [string, string][]} */ list) => Object.fromEntries([...list].sort());
  return {
    operation: operation.operation,
    root: root.name.value,
    variableTypes: pairs(
      (operation.variableDefinitions ?? []).map(({ variable, type }) => [variable.name.value, print(type)]),
    ),
    arguments: pairs((root.arguments ?? []).map(({ name, value }) => [name.value, print(value)])),
    fields: fieldsOf(root),
    variables: decrypted(variables ?? {}),
  };
}

/** @param {import('graphql').FieldNode} root */
function fieldsOf(root) {
  /** @type {Set<string>} */
  const paths = new Set();
  /** @type {string[]} */
  const open = [];
  visit(root, {
    Field: {
      enter(field) {
        open.push(field.name.value);
        if (!field.selectionSet) paths.add(open.slice(1).join('.'));
      },
      leave: () => void open.pop(),
    },
  });
  return [...paths].sort();
}

const PASSWORDS = new Set(['password', 'newPassword', 'oldPassword']);

// No password of a case is as long as a ciphertext, and some calls send theirs in clear.
/** @param {string} text */
function readPassword(text) {
  return text.length < SHORTEST_CIPHERTEXT ? `in clear ${text}` : `encrypted ${decryptPassword(text)}`;
}

const SHORTEST_CIPHERTEXT = 300;

/** @param {unknown} value @returns {unknown} */
function decrypted(value) {
  if (Array.isArray(value)) return value.map(decrypted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [
        name,
        PASSWORDS.has(name) && typeof member === 'string' ? readPassword(member) : decrypted(member),
      ]),
  );
}
