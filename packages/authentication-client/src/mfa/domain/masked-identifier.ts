/**
 * The email address or else the phone number of a user, so that only the user recognizes it: `a•••@example.com`, `•••00`.
 * A text that the server has masked itself stays as it is.
 */
export function maskedIdentifier(email: string | null, phone: string | null): string | null {
  const address = email ?? phone;
  if (address === null || /[*•]/.test(address)) return address;
  if (email === null) return `•••${address.slice(-2)}`;
  const [first = ''] = address;
  const at = address.lastIndexOf('@');
  return `${first}•••${at < 0 ? '' : address.slice(at)}`;
}
