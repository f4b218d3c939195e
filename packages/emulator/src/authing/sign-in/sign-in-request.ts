import type { WireUser } from '@sallyport/core/user';
import type { Domain } from '../../domain/create-domain.js';
import type { SignInRequest, SignInResult } from '../../domain/sign-in/sign-in.js';
import type { AuthingCall } from '../authing-call.js';
import { customDataFrom, optionalText } from '../untrusted.js';
import { userView } from '../user-view.js';

/** What all sign-ins take beside the credentials. */
export interface SignInInput {
  readonly autoRegister?: unknown;
  readonly clientIp?: unknown;
  readonly params?: unknown;
}

/** What all sign-ins have in common. */
export function requestOf(input: SignInInput, call: AuthingCall, { customFields }: Domain): SignInRequest {
  return {
    ...call.origin,
    ip: optionalText(input.clientIp, 'clientIp') ?? call.ip,
    autoRegister: input.autoRegister === true,
    customData: customFields.fitted(customDataFrom(optionalText(input.params, 'params'))),
  };
}

/** A user who has just signed in, as the wire tells it. */
export function signedInView({ account, token, newlyCreated }: SignInResult, domain: Domain): WireUser {
  return { ...userView(account, domain, token), newlyCreated };
}
