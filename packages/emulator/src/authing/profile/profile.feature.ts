import { profileEndpoints } from '@sallyport/authentication-client/endpoints';
import type { Account } from '../../domain/accounts/account.types.js';
import { identifierOf } from '../../domain/accounts/accounts.js';
import type { Domain } from '../../domain/create-domain.js';
import { Refusal } from '../../domain/refusal.js';
import type { IssuedToken } from '../../domain/tokens.js';
import { accessFields } from '../access/access-fields.js';
import type { AuthingCall } from '../authing-call.js';
import type { Feature } from '../feature.js';
import { optionalText, requiredText } from '../untrusted.js';
import { administeredChange, profileTexts } from '../user-input.js';
import { plainUserView, userView } from '../user-view.js';

const typeDefs = /* GraphQL */ `
extend type Query {
  user(id: String): User
}

extend type Mutation {
  updateUser(id: String, input: UpdateUserInput!, emailToken: String, phoneToken: String): User!
  updatePassword(newPassword: String!, oldPassword: String): User
}
`;

/** A user's own account; with a management token, anybody's. */
export const profileFeature: Feature = {
  typeDefs,
  resolvers: (resolve, domain) => {
    const { administration, passwordKey } = domain;
    resolve(profileEndpoints.user, async (args, call) => {
      // The row has no argument, the published client sends one where an administrator reads a user.
      const { id } = args as { readonly id?: string | null };
      const { account, token } = await readable(domain, call, id);
      return { ...userView(account, domain, token), ...accessFields(domain, account) };
    });
    resolve(profileEndpoints.updateUser, async ({ id, input = {} }, call) => {
      const caller = await call.signedInOrAdministrator();
      if (caller) return plainUserView(changeOwn(domain, caller.account, id, input), domain, caller.token);
      const password = input.password ? passwordKey.decrypt(input.password) : null;
      const [userId, change] = [requiredText(id, 'id'), administeredChange(input)];
      return plainUserView(await administration.change(userId, () => change, password), domain);
    });
    resolve(profileEndpoints.updatePassword, async ({ newPassword, oldPassword }, call) => {
      const caller = await call.signedIn();
      const newText = passwordKey.decrypt(requiredText(newPassword, 'newPassword'));
      const oldText = oldPassword ? passwordKey.decrypt(oldPassword) : null;
      return plainUserView(await administration.changeOwnPassword(caller, newText, oldText), domain);
    });
  },
};

/**
 * The account that the caller may read. Users get their own token with it: the published client replaces what it has
 * stored by the answer, and an answer without a token would sign them out there.
 */
async function readable(
  { accounts }: Domain,
  call: AuthingCall,
  id: string | null | undefined,
): Promise<{ readonly account: Account; readonly token?: IssuedToken }> {
  const caller = await call.signedInOrAdministrator();
  if (!caller) return { account: accounts.require(requiredText(id, 'id')) };
  if (id && id !== caller.account.id) throw new Refusal('forbidden', 'This is somebody else’s account');
  return caller;
}

/**
 * Changes what users may say of themselves. What is proven otherwise is refused, so that nobody believes it was
 * changed; their present value is no change. Verified flags and the like are left alone, since the published client's users send whole profiles back.
 */
function changeOwn(
  { accounts }: Domain,
  account: Account,
  id: string | null | undefined,
  input: Readonly<Record<string, unknown>>,
): Account {
  if (id && id !== account.id) throw new Refusal('forbidden', 'This is somebody else’s account');
  for (const field of ['email', 'phone'] as const) {
    const given = optionalText(input[field], field);
    const countryCode = optionalText(input.phoneCountryCode, 'phoneCountryCode') ?? account.phoneCountryCode;
    const [own, isGiven] = [account[field], given !== undefined];
    const isOwn =
      own !== null &&
      identifierOf(field, given ?? own, countryCode) === identifierOf(field, own, account.phoneCountryCode);
    if (isGiven && !isOwn) {
      throw new Refusal('forbidden', `The ${field} is changed with a verification code`);
    }
  }
  for (const field of ['unionid', 'openid'] as const) {
    const given = optionalText(input[field], field);
    if (given !== undefined && given !== account.texts[field]) {
      throw new Refusal('forbidden', `The ${field} comes from the identity provider`);
    }
  }
  if (input.password) throw new Refusal('forbidden', 'The password is changed with the old one');
  const username = optionalText(input.username, 'username');
  return accounts.change(account.id, { username, texts: profileTexts(input) });
}
