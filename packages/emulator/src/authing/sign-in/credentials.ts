import { signInEndpoints } from '@sallyport/authentication-client/endpoints';
import type { Domain } from '../../domain/create-domain.js';
import { Refusal } from '../../domain/refusal.js';
import type { SignInResult } from '../../domain/sign-in/sign-in.js';
import { isJsonObject, type JsonObject } from '../../http/json-body.js';
import type { AuthingCall } from '../authing-call.js';
import type { Mount } from '../mount.js';
import { optionalText, requiredText } from '../untrusted.js';
import { smsRecipient } from '../user-input.js';
import { requestOf } from './sign-in-request.js';

/**
 * The sign-in of the newer wire, which answers tokens. Both are the session's token, and there is none to renew them
 * with: that needs the grants of OpenID Connect.
 */
export function mountCredentials(mount: Mount, domain: Domain): void {
  mount(signInEndpoints.signinByCredentials, async ({ body, call }) => {
    const options = objectOf(body.options, 'options');
    if ((optionalText(options.responseType, 'responseType') ?? 'id_token token') !== 'id_token token') {
      throw new Refusal('input-malformed', 'responseType code is not built yet');
    }
    const applicationId = optionalText(body.client_id, 'client_id') ?? call.applicationId;
    domain.applications.require(applicationId);
    const { token } = await enter(domain, body, call, { ...inputOf(options), applicationId });
    const expiresIn = token.expiresAt - token.issuedAt;
    const scope = optionalText(options.scope, 'scope') ?? 'openid profile';
    return { scope, access_token: token.token, id_token: token.token, token_type: 'Bearer', expire_in: expiresIn };
  });
}

type Body = {
  readonly [Name in `${'password' | 'passCode' | 'ldap' | 'ad'}Payload` | 'connection' | 'options']?: unknown;
};
type Input = ReturnType<typeof inputOf> & { readonly applicationId: string };

async function enter(domain: Domain, body: Body, call: AuthingCall, input: Input): Promise<SignInResult> {
  const { signIn } = domain;
  const { passwordEncryptType, applicationId, ...rest } = input;
  const request = {
    ...requestOf(rest, call, domain),
    applicationId,
    customData: domain.customFields.fitted(rest.customData),
  };
  const passwordOf = (payload: JsonObject): string => {
    const password = requiredText(payload.password, 'password');
    if (passwordEncryptType === 'none') return password;
    if (passwordEncryptType === 'rsa') return domain.passwordKey.decrypt(password);
    throw new Refusal('input-malformed', 'passwordEncryptType is neither none nor rsa');
  };
  switch (body.connection) {
    case 'PASSWORD': {
      const payload = objectOf(body.passwordPayload, 'passwordPayload');
      const password = passwordOf(payload);
      for (const key of ['email', 'phone', 'username'] as const) {
        const name = optionalText(payload[key], key);
        if (name !== undefined) return signIn.withPassword(key, name, password, request);
      }
      return signIn.withAnyName(requiredText(payload.account, 'account'), password, request);
    }
    case 'PASSCODE': {
      const payload = objectOf(body.passCodePayload, 'passCodePayload');
      const email = optionalText(payload.email, 'email');
      const recipient =
        email === undefined
          ? smsRecipient(payload.phone, payload.phoneCountryCode)
          : ({ channel: 'email', address: email } as const);
      return signIn.withCode(recipient, requiredText(payload.passCode, 'passCode'), request);
    }
    case 'LDAP':
    case 'AD': {
      const [directory, name] =
        body.connection === 'AD' ? (['ad', 'adPayload'] as const) : (['ldap', 'ldapPayload'] as const);
      const payload = objectOf(body[name], name);
      const account = requiredText(payload.sAMAccountName, 'sAMAccountName');
      return signIn.withDirectory(directory, account, passwordOf(payload), request);
    }
    default:
      throw new Refusal('input-malformed', 'connection is none of PASSWORD, PASSCODE, LDAP, AD');
  }
}

function inputOf(options: JsonObject) {
  return {
    clientIp: options.clientIp,
    autoRegister: options.autoRegister,
    customData: objectOf(options.customData, 'options.customData'),
    passwordEncryptType: optionalText(options.passwordEncryptType, 'options.passwordEncryptType') ?? 'none',
  };
}

/** @throws {Refusal} There is something, and it is no object. */
function objectOf(value: unknown, name: string): JsonObject {
  if (value === undefined || value === null) return {};
  if (isJsonObject(value)) return value;
  throw new Refusal('input-malformed', `${name} is not an object`);
}
