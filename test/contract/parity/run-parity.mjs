// @ts-check
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { AuthenticationClient, ManagementClient } from '@sallyport/authing-js-sdk';
import * as authentication from './cases/authentication.mjs';
import * as management from './cases/management.mjs';
import { passwordNotSelected } from './mended.mjs';
import { normalize } from './normalize.mjs';
import { openBrowser, openPage } from './page.mjs';
import { startRecordingServer, userToken } from './recording-server.mjs';

// The published package can be loaded by Node in this form only.
const require = createRequire(import.meta.url);
const published = require('authing-js-sdk');

// What the published client takes fingerprints with needs a real browser.
createRequire(require.resolve('authing-js-sdk'))('@fingerprintjs/fingerprintjs').default.load = async () => ({
  get: async () => ({
    visitorId: 'visitor',
    components: Object.fromEntries(
      ['canvas', 'plugins', 'audio', 'fonts', 'screenResolution'].map((name) => [name, { value: [] }]),
    ),
  }),
});

/**
 * @typedef {object} Case
 * @property {string} method - As the client has it, such as `mfa.verifyTotpMfa`.
 * @property {readonly (readonly unknown[])[]} calls - Arguments of each call.
 * @property {readonly import('./mended.mjs').Mend[]} [mends] - What we do otherwise on purpose.
 * @property {(url: string) => Record<string, unknown>} [options] - Of the client, beside the usual ones.
 * @property {readonly [method: string, ...args: unknown[]]} [followedBy] - The call that shows what this one has changed.
 * @property {boolean} [answers] - Whether what the call answers is compared too.
 * @property {boolean} [page] - Whether it needs a page, on which a file is chosen.
 * @property {boolean} [browser] - Whether it needs a browser, whose windows and sockets are watched.
 * @property {string} [until] - The callback among its options that says when it is done.
 * @property {boolean} [shape] - Whether the kinds of what the call answers are compared too, not the values.
 */

/**
 * @typedef {object} Result
 * @property {string} method
 * @property {'equal' | 'mended' | 'differing'} verdict
 * @property {readonly string[]} mends - What was done otherwise on purpose.
 * @property {unknown} [ours]
 * @property {unknown} [expected]
 */

const catalogue = JSON.parse(readFileSync(new URL('../fixtures/authing-methods.json', import.meta.url), 'utf8'));

/** Makes each call through both clients against one recording server, and compares what arrives there. */
export async function runParity() {
  const server = await startRecordingServer();
  try {
    const clients = { authentication: authenticationClients(server.url), management: managementClients(server.url) };
    return {
      authentication: await runCases('authentication', authentication, clients.authentication, server),
      management: await runCases('management', management, clients.management, server),
    };
  } finally {
    await server.stop();
  }
}

/** @typedef {Awaited<ReturnType<typeof startRecordingServer>>} Server */
/** @typedef {(options?: Record<string, unknown>) => any} Make */
/** @typedef {{ ours: Make, theirs: Make }} Pair */

/**
 * @param {'authentication' | 'management'} client
 * @param {Record<string, readonly Case[]>} groups
 * @param {Pair} pair
 * @param {Server} server
 */
async function runCases(client, groups, pair, server) {
  /** @type {Result[]} */
  const results = [];
  for (const item of Object.values(groups).flat()) {
    for (const args of item.calls) results.push(await compare(`${client}.${item.method}`, item, args, pair, server));
  }
  return summarize(results, catalogue[client]);
}

/**
 * @param {string} method
 * @param {Case} item
 * @param {readonly unknown[]} args
 * @param {Pair} pair
 * @param {Server} server
 * @returns {Promise<Result>}
 */
async function compare(method, item, args, pair, server) {
  const options = item.options?.(server.url);
  const ours = await record(pair.ours(options), item, args, server);
  const theirs = await record(pair.theirs(options), item, args, server);
  /** @type {string[]} */
  const mends = [];
  let expected = theirs.requests;
  for (const mend of [passwordNotSelected, ...(item.mends ?? [])]) {
    const after = mend.apply(expected);
    if (!isDeepStrictEqual(after, expected)) mends.push(`${mend.defect}: ${mend.what}`);
    expected = after;
  }
  if (!isDeepStrictEqual(ours.requests, expected)) {
    return { method, verdict: 'differing', mends, ours: ours.requests, expected };
  }
  let answer = theirs.answer;
  for (const mend of item.mends ?? []) {
    const after = mend.answer ? mend.answer(answer) : answer;
    if (!isDeepStrictEqual(after, answer)) mends.push(`${mend.defect}: ${mend.what}`);
    answer = after;
  }
  const read = item.shape ? shapeOf : (/** @type {unknown} */ value) => value;
  if ((item.answers || item.shape) && !isDeepStrictEqual(read(ours.answer), read(answer))) {
    return { method, verdict: 'differing', mends, ours: ours.answer, expected: answer };
  }
  return { method, verdict: mends.length > 0 ? 'mended' : 'equal', mends };
}

/**
 * @param {any} client
 * @param {Case} item
 * @param {readonly unknown[]} args
 * @param {Server} server
 */
async function record(client, item, args, server) {
  server.take();
  const leavePage = item.page ? openPage() : () => {};
  const browser = item.browser ? openBrowser(server.url) : undefined;
  try {
    const answer = await callUntil(client, item, args, server);
    if (item.followedBy) await call(client, item.followedBy[0], item.followedBy.slice(1), server);
    if (item.method.endsWith('.sub')) await browser?.socket;
    if (typeof answer === 'function') answer();
    return { answer, requests: withoutRepeats([...server.take().map(normalize), ...(browser?.opened ?? [])]) };
  } finally {
    leavePage();
    browser?.leave();
  }
}

/**
 * @param {any} client
 * @param {Case} item
 * @param {readonly unknown[]} args
 * @param {Server} server
 */
async function callUntil(client, item, args, server) {
  if (!item.until) return call(client, item.method, args, server);
  let finish = () => {};
  const done = new Promise((resolve) => {
    finish = () => resolve(undefined);
  });
  const answer = await call(client, item.method, args, server, { [item.until]: finish });
  await done;
  return answer;
}

// The published client asks again while it waits for an answer (defect 30), so how often is a matter of chance.
/** @param {import('./normalize.mjs').NormalizedRequest[]} requests */
function withoutRepeats(requests) {
  return requests.filter(
    (request, index) => request.path !== '/api/v2/qrcode/check' || !isDeepStrictEqual(request, requests[index - 1]),
  );
}

/** @param {unknown} value @returns {unknown} */
function shapeOf(value) {
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}

/**
 * @param {any} client
 * @param {string} method
 * @param {readonly unknown[]} args
 * @param {Server} server
 * @param {object} [callbacks] - Added to the last argument, which then is an object.
 */
async function call(client, method, args, server, callbacks) {
  const path = method.split('.');
  const name = path.pop() ?? '';
  const owner = path.reduce((object, key) => object[key], client);
  // A copy for each: the published client writes into what it is given.
  const copies = args.map((argument) => materialize(structuredClone(argument), server.url));
  if (callbacks) copies.push(Object.assign(copies.pop() ?? {}, callbacks));
  if (method.endsWith('.sub'))
    copies.push(
      () => {},
      () => {},
    );
  return owner[name](...copies);
}

/** @param {any} argument @param {string} url @returns {unknown} */
function materialize(argument, url) {
  if (argument?.userToken === true) return userToken(url);
  if (typeof argument?.blob === 'string') return new Blob([argument.blob], { type: 'image/png' });
  if (typeof argument !== 'object' || argument === null || Array.isArray(argument)) return argument;
  return Object.fromEntries(Object.entries(argument).map(([name, value]) => [name, materialize(value, url)]));
}

/** @param {readonly Result[]} results @param {readonly string[]} names */
function summarize(results, names) {
  const verdicts = new Map(names.map((name) => [name, worst(results.filter(({ method }) => method === name))]));
  const named = (/** @type {string} */ verdict) => names.filter((name) => verdicts.get(name) === verdict);
  return {
    total: names.length,
    equal: named('equal').length,
    mended: named('mended').length,
    differing: named('differing'),
    missing: named('missing'),
    results,
  };
}

/** @param {readonly Result[]} results */
function worst(results) {
  for (const verdict of ['differing', 'mended', 'equal']) {
    if (results.some((result) => result.verdict === verdict)) return verdict;
  }
  return 'missing';
}

/** @param {string} url @returns {Pair} */
function authenticationClients(url) {
  const options = { appId: 'app1', appHost: url, tenantId: 't1' };
  const signedIn = (/** @type {any} */ client) => {
    client.setToken(userToken(url));
    return client;
  };
  return {
    ours: (more) => signedIn(new AuthenticationClient({ ...options, ...more })),
    theirs: (more) => signedIn(new published.AuthenticationClient({ ...options, ...more })),
  };
}

/** @param {string} url @returns {Pair} */
function managementClients(url) {
  const options = { userPoolId: 'pool1', secret: 's', host: url };
  return {
    ours: () => new ManagementClient(options),
    theirs: () => new published.ManagementClient({ ...options }),
  };
}
