// Up to three base64url segments, the first an encoded JSON object: a JWT or the beginning of one, whoever made it.
const JWT = /eyJ[\w-]{5,}(?:\.[\w-]*){0,2}/g;
const SECRET_NAME = /password|token|secret|code|totp|bearer|authorization|assertion/i;
const SHORTEST_SECRET = 4;

/** Takes JWTs, and the secrets given, out of a text that somebody will see. */
export function redact(text: string, secrets: Iterable<string> = []): string {
  let clean = text.replace(JWT, '[redacted]');
  for (const secret of secrets) {
    if (secret.length >= SHORTEST_SECRET) clean = clean.replaceAll(secret, '[redacted]');
  }
  return clean;
}

/** The texts under names that sound secret, at any depth of a request's body or query. */
export function secretsIn(value: unknown, underSecretName = false): string[] {
  if (typeof value === 'string') return underSecretName ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    secretsIn(member, underSecretName || SECRET_NAME.test(name)),
  );
}
