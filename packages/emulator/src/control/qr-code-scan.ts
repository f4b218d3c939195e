import { refusalAnswer } from '../authing/refusal-answer.js';
import type { Domain } from '../domain/create-domain.js';
import { Refusal } from '../domain/refusal.js';
import { object, oneOf, readFields, required, text } from './fields.js';
import { userNamed } from './seeds/references.js';

const ACTIONS = ['scan', 'approve', 'cancel', 'fail'] as const;

/** What the device does that scans a QR code. */
export interface QrCodeScan {
  /** `approve` scans first where nobody has. */
  readonly action: (typeof ACTIONS)[number];
  /** Who scans: an id, a user name, an email or a phone number. For `scan` and `approve`. */
  readonly user?: string;
  /** What goes wrong, for `fail`. */
  readonly message?: string;
}

/**
 * Is the device that scans a QR code. Where a second factor is due, the one who waits is asked for it.
 *
 * @throws {ControlRefusal} The scan is malformed, or there is no such user.
 * @throws {Refusal} The code is unknown, or over.
 */
export async function scanQrCode(domain: Domain, random: string, scan: unknown): Promise<void> {
  const { accounts, qrCodes, signIn } = domain;
  const fields = readFields(object(scan, 'body'), { action: oneOf(ACTIONS), user: text, message: text }, '');
  const action = required(fields.action, 'action');
  if (action === 'cancel') return qrCodes.change(random, { state: 'cancelled' });
  if (action === 'fail') {
    return qrCodes.change(random, { state: 'failed', result: { errmsg: fields.message ?? 'The scan failed' } });
  }
  const code = qrCodes.require(random);
  const account = userNamed(accounts, required(fields.user ?? code.userId ?? undefined, 'user'), 'user');
  qrCodes.change(random, { state: 'scanned', userId: account.id });
  if (action === 'scan') return;
  try {
    await signIn.assertMayEnter(account, code.applicationId);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return qrCodes.change(random, { state: 'demanding', result: { ...refusalAnswer(error).body } });
  }
  qrCodes.approve(random);
}
