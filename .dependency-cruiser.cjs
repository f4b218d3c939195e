'use strict';
// Who may import whom. The table is in docs/architecture.md; each rule here is one of its lines.

const TEST = '(\\.test(-d)?|\\.fixture)\\.ts$';
const CLIENTS = 'authentication-client|management-client';
const ENTRIES = 'index|endpoints|gotrue|modular/index|totp|clock';
const CORE_ENTRIES = '[a-z]+/index|index|endpoints|json|sending|storage|user';

/** A package that may be imported from the named places only. Tests may look at it from outside. */
const only = (name, comment, places) => ({
  name: `${name}-only-where-it-belongs`,
  comment,
  severity: 'error',
  from: { pathNot: [...places, TEST, '^(test|scripts|bench|examples)/', '^[^/]+$'] },
  to: { path: `node_modules/${name}/` },
});

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid('no-cycles', 'Dependencies point one way.', {}, { circular: true }),
    forbid('no-unresolvable', 'An import that leads nowhere.', {}, { couldNotResolve: true }),
    forbid(
      'no-undeclared-package',
      'Third-party packages stand in the manifest of the package that imports them, unless the build puts them inside.',
      { path: '^packages/[^/]+/src/', pathNot: TEST },
      {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'],
        dependencyTypesNot: ['npm-peer'],
        pathNot: '^node_modules/(sm-crypto-v2|@simplewebauthn/browser)/',
      },
    ),

    only('axios', 'One file knows axios, so that another adapter can take its place.', [
      '^packages/core/src/http/axios-(transport|core\\.d)\\.ts$',
    ]),
    only('jose', 'Tokens are verified in jwt/ and, on the other side, signed in keys/.', [
      '^packages/core/src/jwt/',
      '^packages/emulator/src/keys/',
    ]),
    only('eventemitter3', 'Its emitter lets a listener that throws stop others; ours wraps it.', [
      '^packages/core/src/events/',
    ]),
    only('otpauth', 'Loaded behind the /totp entry point only, and by the emulator.', [
      '^packages/authentication-client/src/totp(/|\\.ts$)',
      '^packages/emulator/src/',
    ]),

    only('sm-crypto-v2', 'The build puts it into one file, which loads with the first use of SM2.', [
      '^packages/core/src/crypto/sm2\\.ts$',
    ]),
    only('@simplewebauthn/browser', 'The build puts it into one file, which loads with the first ceremony.', [
      '^packages/authentication-client/src/mfa/factors/webauthn/simplewebauthn\\.ts$',
    ]),

    forbid(
      'core-knows-no-sibling',
      'Core is what the others stand on.',
      { path: '^packages/core/' },
      { path: '^packages/(?!core/)' },
    ),
    forbid(
      'clients-know-core-only',
      'The clients know neither each other nor the server they are tested against.',
      { path: `^packages/(${CLIENTS})/` },
      { path: '^packages/(?!core/)', pathNot: '^packages/$1/' },
    ),
    forbid(
      'emulator-knows-rows-only',
      'Server and client share declarations and no behaviour: one fault must not hide the other.',
      { path: '^packages/emulator/src/', pathNot: TEST },
      { path: `^packages/(${CLIENTS})/`, pathNot: `^packages/(${CLIENTS})/src/endpoints\\.ts$` },
    ),
    forbid(
      'published-entry-points-only',
      'Another package is entered where everybody enters it.',
      { path: '^packages/([^/]+)/' },
      {
        path: '^packages/',
        pathNot: [
          '^packages/$1/',
          `^packages/[^/]+/src/(${ENTRIES})\\.ts$`,
          `^packages/core/src/(${CORE_ENTRIES})\\.ts$`,
        ],
      },
    ),
    forbid(
      'core-by-its-entries',
      "Bundlers put what core's index reaches into the first load of a page.",
      { path: '^packages/(?!core/)' },
      { path: '^packages/core/src/index\\.ts$' },
    ),
    forbid(
      'siblings-by-name',
      'Another package is imported by its name, never by a relative path.',
      { path: '^packages/([^/]+)/' },
      { path: '^packages/', pathNot: '^packages/$1/', dependencyTypes: ['local'], dependencyTypesNot: ['aliased'] },
    ),
    forbid(
      'consumers-use-what-is-published',
      'Examples and whole-system tests load what a consumer gets.',
      { path: '^(examples|test)/' },
      { path: '^packages/[^/]+/(src|build)/', dependencyTypesNot: ['aliased'] }, // `paths` leads names to sources
    ),

    forbid(
      'no-parent',
      'A sub-client is handed ports, never the client it belongs to.',
      { path: '^packages/[^/]+/src/[^/]+/', pathNot: TEST },
      { path: `^packages/[^/]+/src/(${CLIENTS})\\.ts$` },
    ),
    forbid(
      'the-mfa-port-knows-no-server',
      'Factors and API styles use the port, and never the code of a server behind it.',
      { path: '^packages/authentication-client/src/mfa/', pathNot: TEST },
      { path: '^packages/authentication-client/src/(authing|gotrue)/' },
    ),
    forbid(
      'mfa-servers-know-no-api-style',
      'A server returns the shapes of the port, whichever API style the caller uses.',
      { path: '^packages/authentication-client/src/(authing|gotrue)/mfa/', pathNot: TEST },
      { path: '^packages/authentication-client/src/mfa/(authing-api|gotrue-api|client)/' },
    ),
    forbid(
      'one-room-for-each-server',
      'The code of one server never imports the code of the other.',
      { path: '^packages/authentication-client/src/(authing|gotrue)/', pathNot: TEST },
      {
        path: '^packages/authentication-client/src/(authing|gotrue)/',
        pathNot: '^packages/authentication-client/src/$1/',
      },
    ),
    forbid(
      'the-kernel-knows-no-server',
      'What every client has stands under both servers.',
      { path: '^packages/authentication-client/src/client/', pathNot: TEST },
      { path: '^packages/authentication-client/src/(authing|gotrue|oidc)/' },
    ),
    forbid(
      'runs-in-a-browser',
      "Node's own modules stay in the half of the platform that is for Node.",
      {
        path: `^packages/(core|${CLIENTS})/src/`,
        pathNot: [TEST, '^packages/core/src/platform/node(/|\\.ts$)', '^packages/core/src/testing/'],
      },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'clock-runs-in-a-browser',
      'Pages follow the clock of an emulator, and take nothing of its server along.',
      { path: '^packages/emulator/src/clock(/emulator-clock)?\\.ts$' },
      { path: '.', pathNot: `^packages/(emulator/src/clock/emulator-clock|core/src/(${CORE_ENTRIES}))\\.ts$` },
    ),
    forbid(
      'fakes-stay-in-tests',
      'Nothing that ships runs on a fake.',
      { path: '^packages/', pathNot: [TEST, '^packages/core/src/testing/'] },
      { path: '^packages/core/src/testing/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules|/dist/|/build/' },
    exclude: { path: '/build/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['node', 'import', 'require', 'types', 'default'],
      extensions: ['.ts', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
  },
};
