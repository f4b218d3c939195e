import { rest } from '@sallyport/core/endpoints';
import { InputError } from '@sallyport/core/errors';
import { requireText } from '@sallyport/core/validation';
import { graphql } from '../schema/authing-inputs.js';
import type { ApplicationPublicDetail, ProviderType, SecurityLevel } from './account.types.js';

/** What is known of an account, and which accounts belong together. */
export const accountEndpoints = {
  /**
   * Tells whether there is a user with one of these identifiers. The server decides who may ask.
   *
   * @param options - One identifier at least.
   */
  isUserExists: graphql('query isUserExists', {
    email: 'String',
    phone: 'String',
    username: 'String',
    externalId: 'String',
  })
    .accepts((options: { username?: string; email?: string; phone?: string; externalId?: string }) =>
      identifiers(options),
    )
    .returns<boolean>(),

  /** Reads how well the signed-in user's account is protected. */
  getSecurityLevel: rest('GET /api/v2/users/me/security-level').returns<SecurityLevel>(),

  /**
   * Reads the applications that the signed-in user may use, in pages.
   *
   * @param params - `page` from 1, default 1; `limit`, default 10.
   */
  listApplications: rest('GET /api/v2/users/me/applications/allowed')
    .accepts((params?: { page: number; limit: number }) => {
      const { page = 1, limit = 10 } = params ?? {};
      return { query: { page: requireCount('page', page), limit: requireCount('limit', limit) } };
    })
    .returns<{ totalCount: number; list: ApplicationPublicDetail[] }>(),

  /**
   * Links the account of an external identity to a user's account.
   *
   * @param options - Session tokens: of the account that stays, and of the one that is linked to it.
   */
  linkAccount: rest('POST /api/v2/users/link')
    .accepts((options: { primaryUserToken: string; secondaryUserToken: string }) => ({
      body: {
        primaryUserToken: requireText('primaryUserToken', options?.primaryUserToken),
        secondaryUserToken: requireText('secondaryUserToken', options?.secondaryUserToken),
      },
    }))
    .returns<unknown>()
    .maps(() => ({ code: 200, message: 'Account linked' })),

  /**
   * Parts an external identity from a user's account.
   *
   * @param options - The session token of the account, and the provider of the identity.
   */
  unLinkAccount: rest('POST /api/v2/users/unlink')
    .accepts((options: { primaryUserToken: string; provider: ProviderType }) => {
      requireText('provider', options?.provider); // which providers there are is the server's business
      return {
        body: {
          primaryUserToken: requireText('primaryUserToken', options.primaryUserToken),
          provider: options.provider,
        },
      };
    })
    .returns<unknown>()
    .maps(() => ({ code: 200, message: 'Account unlinked' })),
};

function requireCount(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InputError({ message: `${name} must be a positive whole number`, remedy: `Pass ${name} such as 10.` });
}

interface Identifiers {
  readonly username?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly externalId?: string | undefined;
}

function identifiers(options: Identifiers | null | undefined): Identifiers {
  const { username, email, phone, externalId } = options ?? {};
  const given = { username, email, phone, externalId };
  for (const [name, value] of Object.entries(given)) if (!isAbsent(value)) requireText(name, value);
  if (Object.values(given).every(isAbsent)) {
    throw new InputError({
      message: 'username, email, phone or externalId must be there',
      remedy: "Pass an identifier, such as { email: 'ada@example.com' }.",
    });
  }
  return given;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
