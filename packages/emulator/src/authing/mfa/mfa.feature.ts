import { authingMfaEndpoints as rows } from '@sallyport/authentication-client/endpoints';
import type { Account } from '../../domain/accounts/account.types.js';
import type { Domain } from '../../domain/create-domain.js';
import type { EnrollmentSource } from '../../domain/factors/factor.types.js';
import type { Recipient } from '../../domain/messages/recipient.js';
import { Refusal } from '../../domain/refusal.js';
import type { Photo } from '../../domain/second-factor/faces.js';
import type { AuthingCall } from '../authing-call.js';
import type { Feature } from '../feature.js';
import type { Mount } from '../mount.js';
import { optionalText, requiredText } from '../untrusted.js';
import { smsRecipient } from '../user-input.js';
import { userView } from '../user-view.js';
import { associationView, authenticatorView } from './authenticator-view.js';

/** A user's own second factors: binding them, and passing the second door with them. */
export const mfaFeature: Feature = {
  routes: (mount, domain) => {
    mountBinding(mount, domain);
    mountFaces(mount, domain);
    mountVerifying(mount, domain);
  },
};

// A session's token does, and so does an `mfaToken`: a user who has nothing bound has to be able to begin.
function mountBinding(mount: Mount, { secondFactor, totp, userPool }: Domain): void {
  mount(rows.listAuthenticators, async ({ query, call }) => {
    const { account, pending } = await call.either();
    // One page of the vendor's calls it `authenticator_type`.
    const { type, authenticator_type } = query as { readonly type?: string; readonly authenticator_type?: string };
    const factor = totp.of(account.id);
    if (!factor || (type ?? authenticator_type ?? 'totp') !== 'totp') return [];
    // What the password alone could not bind, it does not get to read before it is confirmed.
    return [authenticatorView(factor, !pending || secondFactor.mayBindTotp(pending))];
  });
  mount(rows.associateTotp, async ({ body, call }) => {
    const { account, pending } = await call.either();
    if (pending) secondFactor.assertMayBindTotp(pending);
    assertTotp(body.authenticator_type);
    const enrollment = totp.associate(account.id, sourceFrom(body.source));
    return associationView(account, userPool.name, enrollment);
  });
  mount(rows.confirmTotp, async ({ body, call }) => {
    const { account, pending } = await call.either();
    if (pending) secondFactor.assertMayBindTotp(pending);
    assertTotp(body.authenticator_type);
    await totp.confirm(account.id, confirmationCodeFrom(body.totp));
    return null;
  });
  mount(rows.dissociateTotp, async ({ call }) => {
    const { account } = await call.signedIn();
    totp.remove(account.id);
    return null;
  });
}

function mountFaces(mount: Mount, domain: Domain): void {
  const { accounts, faces, secondFactor } = domain;
  mount(rows.associateFace, async ({ body, call }) => {
    const { account, pending } = await call.either();
    if (pending) secondFactor.assertMayBindFace(pending);
    const isExternal = body.isExternal === true;
    const [photo, other] = [photoFrom(body.photoA, isExternal), photoFrom(body.photoB, isExternal)];
    faces.bind(account.id, photo, other);
    return userView(accounts.require(account.id), domain, pending ? null : (await call.signedIn()).token);
  });
}

function mountVerifying(mount: Mount, domain: Domain): void {
  const { secondFactor, signIn } = domain;
  const enter = async (account: Account, applicationId: string, call: AuthingCall) => {
    const { account: entered, token } = await signIn.enter(account, { ...call.origin, applicationId });
    return userView(entered, domain, token);
  };
  mount(rows.verifyTotp, async ({ body, call }) => {
    const pending = await call.pending();
    const account = await secondFactor.verifyTotp(pending, totpFrom(body.totp));
    return enter(account, pending.pendingSignIn.applicationId, call);
  });
  mount(rows.verifySms, async ({ body, call }) => {
    const pending = await call.pending();
    const given = smsRecipient(body.phone, body.phoneCountryCode);
    const account = await secondFactor.verifyAddress(pending, given, requiredText(body.code, 'code'));
    return enter(account, pending.pendingSignIn.applicationId, call);
  });
  mount(rows.verifyEmail, async ({ body, call }) => {
    const pending = await call.pending();
    const given = emailRecipient(requiredText(body.email, 'email'));
    const account = await secondFactor.verifyAddress(pending, given, requiredText(body.code, 'code'));
    return enter(account, pending.pendingSignIn.applicationId, call);
  });
  mount(rows.verifyFace, async ({ body, call }) => {
    const pending = await call.pending();
    const account = secondFactor.verifyFace(pending, photoFrom(body.photo, false));
    return enter(account, pending.pendingSignIn.applicationId, call);
  });
  mount(rows.checkBindable, async ({ body, call }) => {
    const pending = await call.pending();
    const [phone, email] = [optionalText(body.phone, 'phone'), optionalText(body.email, 'email')];
    const { phoneCountryCode } = body as { readonly phoneCountryCode?: unknown }; // no client sends it yet
    const given = [
      ...(phone ? [smsRecipient(phone, phoneCountryCode)] : []),
      ...(email ? [emailRecipient(email)] : []),
    ];
    if (given.length === 0) throw new Refusal('input-missing', 'phone or email is missing');
    return given.every((address) => secondFactor.isTakeable(pending, address));
  });
  mount(rows.recover, async ({ body, call }) => {
    const pending = await call.pending();
    const code = optionalText(body.recoveryCode, 'recoveryCode');
    if (code === undefined) throw new Refusal('recovery-code-missing', 'The recovery code is missing');
    const { account, recoveryCode } = secondFactor.recover(pending, code);
    return { data: await enter(account, pending.pendingSignIn.applicationId, call), recoveryCode };
  });
}

// The wire tells the two apart on binding alone: on signing in, what is no upload's key is an address.
function photoFrom(value: unknown, isExternal: boolean): Photo {
  const name = optionalText(value, 'photo');
  if (name === undefined) throw new Refusal('photo-missing', 'The photo is missing');
  return { name, isExternal: isExternal || /^https?:/.test(name) };
}

function emailRecipient(address: string): Recipient {
  return { channel: 'email', address };
}

function totpFrom(value: unknown): string {
  const code = optionalText(value, 'totp');
  if (code === undefined) throw new Refusal('totp-missing', 'The TOTP code is missing');
  return code;
}

// Code 400 stands for a wrong code here, so that whatever else is wrong with the input needs another one.
function confirmationCodeFrom(value: unknown): string {
  if (typeof value === 'string' || value === undefined || value === null) return totpFrom(value);
  throw new Refusal('input-missing', 'totp is not a text');
}

function assertTotp(authenticatorType: unknown): void {
  if (authenticatorType === 'totp') return;
  throw new Refusal('input-missing', 'authenticator_type is not totp');
}

function sourceFrom(value: unknown): EnrollmentSource {
  const source = optionalText(value, 'source') ?? 'SELF';
  if (source === 'SELF' || source === 'APPLICATION') return source;
  throw new Refusal('input-malformed', 'source is neither SELF nor APPLICATION');
}
