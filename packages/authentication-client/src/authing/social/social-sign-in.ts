import { randomToken } from '@sallyport/core/crypto';
import { InputError } from '@sallyport/core/errors';
import type { Popup } from '../../client/windows/open-window.js';
import type { ResolvedOptions } from '../options/options.js';
import type { SocialSignInOptions } from './social.types.js';
import { reportTo, signInByWindow, type WindowSignInDeps } from './window-sign-in.js';

/** Ports of a sign-in at another provider. */
export interface SocialSignInDeps extends WindowSignInDeps {
  readonly options: WindowSignInDeps['options'] & Pick<ResolvedOptions, 'appId' | 'tenantId'>;
}

/** Signs in at another provider, in a window that is open already. */
export async function signInSocially(
  deps: SocialSignInDeps,
  popup: Popup | null,
  provider: string,
  options: SocialSignInOptions,
): Promise<void> {
  const uuid = options.uuid || randomToken();
  const url = addressOf(deps, provider, uuid, options);
  if (popup) {
    await reportTo(
      options,
      deps,
      signInByWindow(deps, popup, 'socialLogin', async () => url),
    );
    return;
  }
  // The page is left, and the server's page brings the user back.
  const back = `${deps.options.baseUrl}/interaction/oidc/${encodeURIComponent(uuid)}/login`;
  const query = { redirected: '1', from_hosted_guard: '1', redirect_url: back };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  location.assign(url.href);
}

function addressOf({ options }: SocialSignInDeps, provider: string, uuid: string, params: SocialSignInOptions): URL {
  const url = new URL(`${options.baseUrl}/connections/social/${encodeURIComponent(provider)}`);
  const query = {
    from_guard: '1',
    app_id: options.appId,
    authorization_params: json('authorizationParams', params.authorization_params ?? params.authorizationParams),
    with_identities: params.withIdentities ? '1' : '0',
    with_custom_data: params.withCustomData ? '1' : '0',
    protocol: params.protocol ?? 'oidc',
    uuid,
    target_url: params.targetUrl,
    relay_method: params.relayMethod,
    guard_version: params.guardVersion,
    context: json('context', params.context),
    tenant_id: options.tenantId,
    custom_data: json('customData', params.customData),
  };
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

function json(name: string, value: unknown): string | undefined {
  try {
    return value === undefined || value === null ? undefined : JSON.stringify(value);
  } catch {
    throw new InputError({ message: `${name} cannot be written as JSON`, remedy: 'Pass plain values.' });
  }
}
