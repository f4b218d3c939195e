import { InputError } from '@sallyport/core/errors';
import type { GoTrueUser } from '@sallyport/core/gotrue';
import type { Session } from '@sallyport/core/session';
import type { PortableUser } from '@sallyport/core/user';

const CHANGES = {
  email: { wanted: 'new_email', ask: 'updateEmail', here: 'updateProfile({ email })' },
  phone: { wanted: 'new_phone', ask: 'updatePhone', here: 'updateProfile({ phone })' },
} as const;

/**
 * The present address of the signed-in user who wants another one. The server finds users by the present address alone,
 * and answers "sent" for any other.
 *
 * @param address - The new address, or the present one.
 * @throws {InputError} The user has asked for no change to this address, or has none that the server could find.
 */
export async function presentAddress(
  session: Session<PortableUser>,
  kind: keyof typeof CHANGES,
  address: string,
): Promise<string> {
  await session.ready();
  const { wanted, ask, here } = CHANGES[kind];
  const raw: Partial<GoTrueUser> = session.current?.user?.raw ?? {};
  const present = raw[kind];
  const pending = raw[wanted];
  const given = comparable(kind, address);
  const isOfUser = [pending, present].some((each) => each !== undefined && comparable(kind, each) === given);
  if (pending && present && isOfUser) return kind === 'phone' ? `+${comparable(kind, present)}` : present;
  throw new InputError({
    message: `The signed-in user has not asked for a change of ${kind} to this address`,
    remedy: `Ask for the change first, which sends the message: ${here} on this server (${ask} of an Authing server).`,
  });
}

function comparable(kind: keyof typeof CHANGES, address: string): string {
  return kind === 'email' ? address.trim().toLowerCase() : address.replace(/\D/g, '');
}
