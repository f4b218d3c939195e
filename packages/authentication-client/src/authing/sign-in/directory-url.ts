import { isLoopback } from '@sallyport/core/validation';

// Under these, as under the top level itself, everybody can have a host: `ws.co.uk` is a stranger's.
const PUBLIC_SUFFIX = /^(?:ac|co|com|edu|gov|go|mil|ne|net|or|org)\.[a-z]{2}$/;

/**
 * Where passwords for the Active Directory go when nobody says it: to the host `ws` of the domain that the application's
 * host is in, by https. To the application itself where there is no such domain.
 *
 * @param baseUrl - The application's address.
 */
export function directoryUrl(baseUrl: string): string {
  const { hostname } = new URL(baseUrl);
  const domain = hostname.split('.').slice(1).join('.');
  const isAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
  const isOwned = domain.includes('.') && !PUBLIC_SUFFIX.test(domain);
  return isAddress || isLoopback(hostname) || !isOwned ? baseUrl : `https://ws.${domain}`;
}
