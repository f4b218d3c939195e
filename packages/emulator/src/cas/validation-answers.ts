import { escaped } from '../http/html.js';

type Attributes = Readonly<Record<string, unknown>>;

const CODE = 'INVALID_TICKET';
const DESCRIPTION = 'The ticket is wrong, was used, or has expired';

/** The vendor's JSON for a good ticket. */
export function successJson(user: string, attributes: Attributes): object {
  return { serviceResponse: { authenticationSuccess: { user, attributes } } };
}

/** The vendor's JSON for any other. */
export function failureJson(): object {
  return { authenticationFailure: { code: CODE, description: DESCRIPTION } };
}

/**
 * The XML of CAS 2 for a good ticket.
 *
 * @see CAS Protocol Specification, appendix A
 */
export function successXml(user: string, attributes: Attributes): string {
  const texts = Object.entries(attributes).filter(([, value]) => typeof value !== 'object');
  const lines = texts.map(([name, value]) => `<cas:${name}>${escaped(String(value))}</cas:${name}>`).join('');
  return response(
    `<cas:authenticationSuccess><cas:user>${escaped(user)}</cas:user>` +
      `<cas:attributes>${lines}</cas:attributes></cas:authenticationSuccess>`,
  );
}

/** The same for a ticket that is not good. */
export function failureXml(): string {
  return response(`<cas:authenticationFailure code="${CODE}">${DESCRIPTION}</cas:authenticationFailure>`);
}

function response(content: string): string {
  return `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">${content}</cas:serviceResponse>`;
}
