/** A private key that tokens are signed with. */
export interface TokenKey {
  readonly algorithm: 'RS256' | 'ES256';
  /** PKCS #8, as PEM. */
  readonly pem: string;
}
