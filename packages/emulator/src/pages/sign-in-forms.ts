import type { SignInPage } from '../domain/browser/browser.types.js';
import { escaped } from '../http/html.js';

/** What the user may prove the second factor with. */
export type Proof = 'totp' | 'recovery' | 'sms' | 'email';

/** The form for the first factor. */
export function passwordForm(page: SignInPage, { application, error }: Shown): string {
  const name = escaped(page.loginHint ?? '');
  return form(
    page,
    `<p>to go on to ${escaped(application)}</p>${alert(error)}` +
      `<label>Email, phone or user name<input name="name" value="${name}" autocomplete="username" required autofocus></label>` +
      '<label>Password<input name="password" type="password" autocomplete="current-password" required></label>' +
      '<button name="step" value="password">Sign in</button>',
  );
}

/** The forms for the second factor, one for each that this user could pass. */
export function secondFactorForms(page: SignInPage, proofs: readonly Proof[], error: string | null): string {
  if (proofs.length === 0) {
    return '<p role="alert">This account has none of the second factors that the application offers. Bind one in the application.</p>';
  }
  return alert(error) + proofs.map((proof) => form(page, FIELDS[proof])).join('');
}

interface Shown {
  /** Its name. */
  readonly application: string;
  readonly error: string | null;
}

const code = (label: string): string =>
  `<label>${label}<input name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="64"></label>`;

const FIELDS: Readonly<Record<Proof, string>> = {
  totp: `${code('Code of your authenticator')}<button name="step" value="totp">Verify</button>`,
  recovery:
    '<label>Recovery code<input name="code" autocomplete="off" maxlength="64"></label>' +
    '<button name="step" value="recovery">Use recovery code</button>',
  sms:
    `${code('Code by SMS')}<button name="step" value="sms">Verify</button>` +
    '<button name="step" value="send-sms">Send a code by SMS</button>',
  email:
    `${code('Code by email')}<button name="step" value="email">Verify</button>` +
    '<button name="step" value="send-email">Send a code by email</button>',
};

function form({ csrfToken }: SignInPage, fields: string): string {
  return `<form method="post"><input type="hidden" name="csrf" value="${escaped(csrfToken)}">${fields}</form>`;
}

function alert(error: string | null): string {
  return error === null ? '' : `<p role="alert">${escaped(error)}</p>`;
}
