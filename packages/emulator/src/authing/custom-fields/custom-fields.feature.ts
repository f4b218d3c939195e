import { customFieldsEndpoints } from '@sallyport/authentication-client/endpoints';
import type { Account } from '../../domain/accounts/account.types.js';
import type { Domain } from '../../domain/create-domain.js';
import { Refusal } from '../../domain/refusal.js';
import type { AuthingCall } from '../authing-call.js';
import type { Feature } from '../feature.js';
import { requiredText } from '../untrusted.js';
import { customDatum } from '../user-view.js';

const typeDefs = /* GraphQL */ `
extend type Query {
  udv(targetType: UDFTargetType!, targetId: String!): [UserDefinedData!]
}

extend type Mutation {
  setUdv(targetType: UDFTargetType!, targetId: String!, key: String!, value: String!): [UserDefinedData!]
  setUdvBatch(targetType: UDFTargetType!, targetId: String!, udvList: [UserDefinedDataInput!]): [UserDefinedData!]
  removeUdv(targetType: UDFTargetType!, targetId: String!, key: String!): [UserDefinedData!]
}

type UserDefinedData {
  key: String!
  dataType: UdfDataType!
  value: String!
  label: String
}

input UserDefinedDataInput {
  key: String!
  value: String
}

enum UDFTargetType {
  NODE
  ORG
  USER
  USERPOOL
  ROLE
  PERMISSION
  APPLICATION
}
`;

/** The custom fields of a user: of whoever is signed in, and with a management token of anybody. */
export const customFieldsFeature: Feature = {
  typeDefs,
  resolvers: (resolve, domain) => {
    const { customFields } = domain;
    const view = (account: Account) => customFields.of(account).map(udvView);
    resolve(customFieldsEndpoints.udv, async (target, call) => view(await targetOf(domain, call, target)));
    resolve(customFieldsEndpoints.setUdv, async ({ key, value, ...target }, call) => {
      const account = await targetOf(domain, call, target);
      return view(customFields.set(account, { [requiredText(key, 'key')]: parsed(value) }));
    });
    resolve(customFieldsEndpoints.setUdvBatch, async ({ udvList, ...target }, call) => {
      const account = await targetOf(domain, call, target);
      const entries = (udvList ?? []).map((entry) => [requiredText(entry?.key, 'key'), parsed(entry?.value)]);
      return view(customFields.set(account, Object.fromEntries(entries)));
    });
    resolve(customFieldsEndpoints.removeUdv, async ({ key, ...target }, call) => {
      const account = await targetOf(domain, call, target);
      return view(customFields.remove(account, requiredText(key, 'key')));
    });
  },
};

interface Target {
  readonly targetType?: string | null;
  readonly targetId?: string | null;
}

async function targetOf({ accounts }: Domain, call: AuthingCall, { targetType, targetId }: Target): Promise<Account> {
  const caller = await call.signedInOrAdministrator();
  if (targetType !== 'USER') throw new Refusal('input-malformed', 'targetType is not USER');
  const id = requiredText(targetId, 'targetId');
  if (!caller) return accounts.require(id);
  if (caller.account.id !== id) throw new Refusal('forbidden', 'This is somebody else’s account');
  return caller.account;
}

// JSON, and where it is none the text itself: people write requests by hand as well.
function parsed(text: unknown): unknown {
  if (typeof text !== 'string') throw new Refusal('input-missing', 'value is missing');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function udvView(value: Parameters<typeof customDatum>[0]) {
  const { key, value: text, label } = customDatum(value);
  return { key, value: text ?? 'null', dataType: value.type, label };
}
