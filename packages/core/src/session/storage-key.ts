/**
 * Names a record by everything that keeps two apart, so that two applications on one origin never see each other's.
 *
 * @param purpose - What the record is, such as `session`.
 * @param identities - Server, application, user pool, tenant…: in the same order for the same kind of record.
 */
export function storageKey(purpose: string, identities: readonly (string | undefined)[]): string {
  const parts = identities.map((identity) => encodeURIComponent(identity ?? ''));
  return `sallyport:v1:${purpose}:${parts.join(':')}`;
}
