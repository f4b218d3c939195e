import { randomToken } from '@sallyport/core/crypto';
import { clientOf } from '@sallyport/core/endpoints';
import { InvalidResponseError, NotFoundError } from '@sallyport/core/errors';
import type { Wire } from '@sallyport/core/http';
import type { Popup } from '../../client/windows/open-window.js';
import type { ResolvedOptions } from '../options/options.js';
import { reportTo, signInByWindow, type WindowSignInDeps } from '../social/window-sign-in.js';
import { enterpriseEndpoints } from './enterprise.endpoints.js';
import type {
  EnterpriseConnection,
  EnterpriseProtocol,
  EnterpriseSettings,
  EnterpriseSignInOptions,
} from './enterprise.types.js';

const Rows = /* @__PURE__ */ clientOf(enterpriseEndpoints);

/** Ports of a sign-in at the identity provider of an enterprise. */
export interface EnterpriseDeps extends WindowSignInDeps {
  readonly publicWire: Wire;
  readonly options: WindowSignInDeps['options'] & Pick<ResolvedOptions, 'appId'>;
}

/** Signs in at the identity provider of an enterprise, in a window that is open already. */
export async function signInAtEnterprise(
  deps: EnterpriseDeps,
  popup: Popup | null,
  provider: { readonly protocol: EnterpriseProtocol; readonly identifier: string },
  options: EnterpriseSignInOptions,
): Promise<void> {
  const { publicWire } = deps; // an expired session does not block the next sign-in
  if (!popup) {
    location.assign((await addressOf(deps, publicWire, provider)).href);
    return;
  }
  const outcome = signInByWindow(deps, popup, 'enterpriseLogin', (signal) =>
    addressOf(deps, publicWire.with({ signal }), provider),
  );
  await reportTo(options, deps, outcome);
}

async function addressOf(
  { options }: EnterpriseDeps,
  wire: Wire,
  { protocol, identifier }: { readonly protocol: EnterpriseProtocol; readonly identifier: string },
): Promise<URL> {
  const rows = new Rows(wire);
  const { identityProviders, userPoolId } = (await rows.publicConfig()) ?? {};
  const found = listed(identityProviders).find((one) => one?.protocol === protocol && one.identifier === identifier);
  if (!found?.config) {
    throw new NotFoundError({
      message: `The application has no identity provider ${identifier} for ${protocol}`,
      remedy: 'Check protocol and identifier, and that the connection is open to the application.',
    });
  }
  if (protocol !== 'oidc') return readAddress(found.config[ADDRESSES[protocol]]);
  const state = randomToken();
  const connection = { providerIentifier: identifier };
  const { appId } = options;
  await rows.startInteraction({ state, protocol, userPoolId, appId, referer: location.href, connection });
  return oidcAddress(found.config, state);
}

type IdentityProviders = NonNullable<EnterpriseSettings['identityProviders']>;

// A proxy may answer in the place of the server, and with any JSON.
function listed(providers: IdentityProviders | null | undefined): IdentityProviders {
  if (Array.isArray(providers ?? [])) return providers ?? [];
  throw new InvalidResponseError({
    message: 'Expected identityProviders to be a list, received another JSON value',
    remedy: 'Check that appHost is the address of the application and that no proxy answers in its place.',
  });
}

const ADDRESSES = {
  saml: 'samlRequest',
  cas: 'casConnectionLoginUrl',
  oauth: 'authUrl',
  'azure-ad': 'authorizationUrl',
} as const satisfies Readonly<Record<Exclude<EnterpriseProtocol, 'oidc'>, keyof EnterpriseConnection>>;

function oidcAddress(config: EnterpriseConnection, state: string): URL {
  const url = readAddress(config.authorizationEdpoint);
  const query = {
    state,
    client_id: config.clientId,
    redirect_uri: config.redirectUri,
    scope: config.scopes,
    response_type: config.responseType,
    nonce: randomToken(),
  };
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

// A window that is still empty belongs to this page: an address such as `javascript:` would run here.
function readAddress(address: string | undefined): URL {
  const url = URL.canParse(address ?? '') ? new URL(address ?? '') : null;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url;
  throw new InvalidResponseError({
    message: 'The server gave no http(s) address for the identity provider',
    remedy: 'Check the connection in the console.',
  });
}
