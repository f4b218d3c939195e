import { accountEndpoints } from '@sallyport/authentication-client/endpoints';
import type { Account } from '../../domain/accounts/account.types.js';
import type { AccountKey } from '../../domain/accounts/accounts.js';
import type { Application } from '../../domain/applications/application.types.js';
import { Refusal } from '../../domain/refusal.js';
import type { Feature } from '../feature.js';
import { optionalText, requiredText } from '../untrusted.js';

const typeDefs = /* GraphQL */ `
extend type Query {
  isUserExists(email: String, phone: String, username: String, externalId: String): Boolean
}
`;

const KEYS: readonly AccountKey[] = ['username', 'email', 'phone', 'externalId'];

const SCORE_OF_EACH = 25;

/** What is known of an account, and which accounts belong together. */
export const accountFeature: Feature = {
  typeDefs,
  resolvers: (resolve, { accounts }) => {
    // Whoever registers wants to know beforehand, so that nobody has to be signed in.
    resolve(accountEndpoints.isUserExists, (args) => {
      const given = KEYS.map((key) => [key, optionalText(args[key], key)] as const);
      if (given.every(([, value]) => value === undefined)) {
        throw new Refusal('input-missing', `${KEYS.join(', ')}: all are missing`);
      }
      return given.some(([key, value]) => value !== undefined && accounts.find(key, value) !== undefined);
    });
  },
  routes: (mount, { applications, faces, identities, sessions, totp }) => {
    mount(accountEndpoints.getSecurityLevel, async ({ call }) => {
      const { account } = await call.signedIn();
      return securityLevel(account, totp.isEnabled(account.id) || faces.isBound(account.id));
    });
    mount(accountEndpoints.listApplications, async ({ query, call }) => {
      await call.signedIn();
      const [page, limit] = [pageFrom(query.page, 1, 'page'), pageFrom(query.limit, 10, 'limit')];
      const all = applications.all();
      return { totalCount: all.length, list: all.slice((page - 1) * limit, page * limit).map(applicationView) };
    });
    mount(accountEndpoints.linkAccount, async ({ body }) => {
      const primary = await sessions.authenticate(requiredText(body.primaryUserToken, 'primaryUserToken'));
      const secondary = await sessions.authenticate(requiredText(body.secondaryUserToken, 'secondaryUserToken'));
      identities.merge(primary.account, secondary.account);
      return null;
    });
    mount(accountEndpoints.unLinkAccount, async ({ body }) => {
      const { account } = await sessions.authenticate(requiredText(body.primaryUserToken, 'primaryUserToken'));
      const provider = requiredText(body.provider, 'provider');
      identities.part(account, (identity) => identity.provider === provider);
      return null;
    });
  },
};

function securityLevel({ email, phone, passwordHash, passwordLevel }: Account, mfa: boolean) {
  const has = { email: email !== null, phone: phone !== null, password: passwordHash !== null, mfa };
  const score = Object.values(has).filter(Boolean).length * SCORE_OF_EACH;
  return { ...has, passwordSecurityLevel: passwordLevel, score };
}

function applicationView({ id, name, description, createdAt }: Application) {
  const instant = new Date(createdAt).toISOString();
  const dates = { createdAt: instant, updatedAt: instant };
  return { id, name, description, ...dates, logo: '', domain: '', protocol: 'oidc' };
}

/** @throws {Refusal} It is no whole number from 1. */
function pageFrom(text: string | undefined, otherwise: number, name: string): number {
  if (text === undefined) return otherwise;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new Refusal('input-malformed', `${name} is not a whole number from 1`);
}
