// @ts-check
/** @typedef {import('./normalize.mjs').NormalizedRequest} Request */
/** @typedef {{ defect: string, what: string, apply: (requests: Request[]) => Request[] }} Mend */

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
