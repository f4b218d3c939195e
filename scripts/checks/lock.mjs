// Judges package-lock.json and the manifests: the lock is complete and names no host, nothing that we ship runs a script
// when it is installed, versions are exact, and none is known to be vulnerable or hijacked.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { inRoot } from '../set-up/root.mjs';

// The emulator is what brings most; its own budget is the budget of the tree.
const MOST_PACKAGES = 75;

// Never in what we ship: a version below the first good one, or the package at all.
const DENIED = [
  { name: 'axios', below: '1.18.0', because: 'prototype pollution, absolute URLs, data: URLs' },
  { name: 'follow-redirects', below: '1.16.0', because: 'CVE-2026-40895: headers go to other origins' },
  { name: 'form-data', below: '4.0.6', because: 'CVE-2025-7783, GHSA-hmw2-7cc7-3qxx: guessable boundary, CRLF' },
  { name: 'sm-crypto', below: '0.5.0', because: 'CVE-2026-23966, CVE-2026-73567: key recovery, Math.random keys' },
  { name: 'jose', below: '6.0.0', because: 'the maintained line; CVE-2024-28176' },
  { name: 'ws', below: '8.17.1', because: 'CVE-2024-37890' },
  ...['crypto-js', 'jsencrypt', 'jwt-decode', 'base64url', 'buffer', '@fingerprintjs/fingerprintjs'].map((name) => ({
    name,
    because: 'unmaintained or needless: use the platform',
  })),
];

// Not even among the tools.
const HIJACKED = [
  { name: 'axios', version: '1.14.1' },
  { name: 'axios', version: '0.30.4' },
  { name: 'plain-crypto-js' },
];

const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'));
const nameOf = (path) => packages[path].name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
const isThirdParty = (path) => path.includes('node_modules/') && !packages[path].link;
const isShipped = (path) => isThirdParty(path) && !packages[path].dev;

const problems = [...Object.keys(packages).flatMap(judgeEntry), ...manifests().flatMap(judgeManifest)];

const shipped = Object.keys(packages).filter(isShipped);
// Builds for single platforms are parts of the package that asks for them.
const counted = shipped.filter((path) => !packages[path].optional);
if (counted.length > MOST_PACKAGES) problems.push(`${counted.length} packages are shipped, ${MOST_PACKAGES} at most`);

function judgeEntry(path) {
  const entry = packages[path];
  return [
    ...missingOf(path).map(
      (name) => `${path}: its optional ${name} is missing from the lock, so npm ci fails elsewhere`,
    ),
    ...(isThirdParty(path) && !entry.integrity && !entry.inBundle ? [`${path}: no integrity`] : []),
    ...(isThirdParty(path) && entry.resolved ? [`${path}: names where it came from (${entry.resolved})`] : []),
    ...(isShipped(path) && entry.hasInstallScript ? [`${path}: runs a script on installation`] : []),
    ...(isThirdParty(path) ? denials(path, entry) : []),
  ];
}

// Where Node would look: beside the dependent, then in each folder above it.
function missingOf(path) {
  return Object.keys(packages[path].optionalDependencies ?? {}).filter((name) => {
    for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
      if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return false;
      if (at === '') return true;
    }
  });
}

function denials(path, { version }) {
  const name = nameOf(path);
  const denied = isShipped(path) ? DENIED.filter((rule) => rule.name === name) : [];
  return [
    ...denied
      .filter(({ below }) => !below || isBelow(version, below))
      .map(({ below, because }) => `${path}: ${version} is denied${below ? ` below ${below}` : ''} (${because})`),
    ...HIJACKED.filter((rule) => rule.name === name && (!rule.version || rule.version === version)).map(
      () => `${path}: ${version} was published by a thief`,
    ),
  ];
}

function isBelow(version, limit) {
  const [left, right] = [version, limit].map((text) => text.split('-')[0].split('.').map(Number));
  const at = left.findIndex((part, index) => part !== right[index]);
  return at >= 0 && left[at] < right[at];
}

function manifests() {
  const folders = ['packages', 'examples'].filter((folder) => existsSync(inRoot(folder)));
  return ['package.json']
    .concat(folders.flatMap((folder) => readdirSync(inRoot(folder)).map((name) => `${folder}/${name}/package.json`)))
    .filter((file) => existsSync(inRoot(file)));
}

function judgeManifest(file) {
  const manifest = JSON.parse(readFileSync(inRoot(file), 'utf8'));
  const scripts = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
  const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
  return [
    ...scripts.filter((name) => manifest.scripts?.[name]).map((name) => `${file}: has a ${name} script`),
    ...wanted
      .filter(([, range]) => !/^(npm:.*@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(range))
      .map(([name, range]) => `${file}: ${name} is ${range}, not one exact version`),
  ];
}

for (const problem of problems) console.error(problem);
console.log(
  `${Object.keys(packages).length} entries; ${counted.length} packages are shipped, ${MOST_PACKAGES} at most`,
);
process.exit(problems.length > 0 ? 1 : 0);
