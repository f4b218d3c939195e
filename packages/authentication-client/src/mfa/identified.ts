import { InvalidResponseError } from '@sallyport/core/errors';

/**
 * An answer with an id.
 *
 * @throws {InvalidResponseError} It has none: the answer is empty, or another one.
 */
export function identified<Answer extends { readonly id: string }>(answer: Answer): Answer {
  const { id } = (answer ?? {}) as Partial<Answer>; // anything may have been answered
  if (typeof id === 'string' && id !== '') return answer;
  throw new InvalidResponseError({
    message: 'The server answered something else than what was asked for',
    remedy: 'Check its version, and that the address is the identity server’s.',
  });
}
