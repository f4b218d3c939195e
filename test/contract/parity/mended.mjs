// @ts-check
/** @typedef {import('./normalize.mjs').NormalizedRequest} Request */
/**
 * @typedef {object} Mend
 * @property {string} defect
 * @property {string} what
 * @property {(requests: Request[]) => Request[]} apply
 * @property {(answer: any) => unknown} [answer]
 */

/**
 * An intended difference: what the published client should have sent, made of what it did send.
 *
 * @param {string} defect - Its number in the list of proven defects.
 * @param {string} what
 * @param {(request: Request) => Request} change
 * @returns {Mend}
 */
export function mended(defect, what, change) {
  return { defect, what, apply: (requests) => requests.map(change) };
}

/**
 * An intended difference of what a call answers.
 *
 * @param {string} defect
 * @param {string} what
 * @param {(answer: any) => unknown} change
 * @returns {Mend}
 */
export function mendedAnswer(defect, what, change) {
  return { ...mended(defect, what, (request) => request), answer: change };
}

/** Where the published client puts a value into an address as it is. */
export const encodedAddress = mendedAnswer('7', 'values in addresses are encoded', (address) =>
  address.replace(
    /=(https:[^&]*)/g,
    (/** @type {string} */ _, /** @type {string} */ url) => `=${encodeURIComponent(url)}`,
  ),
);

/** Where the published client has a token in an address that can be in a header. */
export const tokenInHeader = mended('9', 'the token is in the header, not in the address', (request) => {
  const token = request.query.find(([name]) => name === 'access_token')?.[1];
  return token === undefined ? request : { ...request, query: [], authorization: `Bearer ${token}` };
});

/** Where the published client sends no user pool, and by a slip the tenant in its place. */
export const noTenantForUserPool = mended('18', 'the tenant is not sent as the user pool', (request) => {
  const { 'x-authing-userpool-id': _, ...headers } = request.headers;
  return { ...request, headers };
});

/** Holds for every call: nobody needs the field, and a browser would store what is in it. */
export const passwordNotSelected = mended('5', 'the user’s `password` is not asked for', (request) =>
  'graphql' in request && request.graphql
    ? {
        ...request,
        graphql: {
          ...request.graphql,
          fields: request.graphql.fields.filter((path) => !/(^|\.)password$/.test(path)),
        },
      }
    : request,
);
