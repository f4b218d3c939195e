import { InvalidResponseError } from '@sallyport/core/errors';

/**
 * Takes the list out of an answer. Servers write an empty one as `null` too.
 *
 * @throws {InvalidResponseError} It is none. Taken for an empty one, it would end a list of a million silently.
 */
export function listIn<Item extends { readonly id: string }>(value: readonly Item[] | null): readonly Item[] {
  const list: unknown = value === null ? [] : value;
  if (Array.isArray(list) && list.every((item: Partial<Item> | null) => typeof item?.id === 'string')) return list;
  throw new InvalidResponseError({
    message: 'The server answered no list',
    remedy: 'Check that the address is the identity server’s, with its prefix such as /auth/v1.',
  });
}
