import { ConfigurationError, InvalidResponseError } from '@sallyport/core/errors';
import { lazy } from '@sallyport/core/loading';
import { CeremonyError } from '../../gotrue-api/ceremony-error.js';
import { withoutBuffers } from '../../gotrue-api/webauthn-json.js';
import type { WebAuthnOptions } from '../../mfa-server.js';

type Json = Readonly<Record<string, unknown>>;

/** The browser's part of a proof by WebAuthn. */
export interface Ceremony {
  /**
   * Has the browser do what the server demands.
   *
   * @returns The credential in its JSON form.
   * @throws {CeremonyError} The user, the browser or the authenticator refused.
   */
  run(demand: WebAuthnOptions, settings: CeremonySettings): Promise<Json>;
}

/** What the caller has to say about a ceremony. */
export interface CeremonySettings {
  /** What the authenticator shows, where the server names nobody. */
  readonly friendlyName?: string | undefined;
  /** Options that go before the server's, by the type of the demand. */
  readonly overrides?: unknown;
  readonly signal?: AbortSignal | undefined;
}

type Library = typeof import('./simplewebauthn.js');

/**
 * Gets ready for a ceremony. Before anything is sent, so that no half-bound factor stays behind.
 *
 * @throws {ConfigurationError} This is no browser.
 */
export async function prepareCeremony(): Promise<Ceremony> {
  if (typeof globalThis.PublicKeyCredential !== 'function') {
    throw new ConfigurationError({
      message: 'WebAuthn needs a browser or an authenticator, and here is neither',
      remedy:
        'Call this in a browser, on https or localhost; elsewhere have an authenticator answer mfa.challenge, and pass what it made to mfa.verify.',
    });
  }
  const library = await load();
  return { run: (demand, settings) => run(library, demand, settings) };
}

const load = /* @__PURE__ */ lazy(() => import('./simplewebauthn.js'));

async function run(library: Library, demand: WebAuthnOptions, settings: CeremonySettings): Promise<Json> {
  const { signal } = settings;
  const cancel = (): void => library.WebAuthnAbortService.cancelCeremony();
  if (signal?.aborted) throw new CeremonyError('AbortError', 'The ceremony was given up', 'ERROR_CEREMONY_ABORTED');
  signal?.addEventListener('abort', cancel);
  try {
    return await start(library, demand.type, optionsOf(demand, settings));
  } catch (error) {
    throw CeremonyError.from(error);
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

async function start(library: Library, type: WebAuthnOptions['type'], optionsJSON: Json): Promise<Json> {
  // The library reads the options as the server's, and judges them by itself.
  const options = { optionsJSON: optionsJSON as never };
  const made =
    type === 'create' ? await library.startRegistration(options) : await library.startAuthentication(options);
  return { ...made };
}

function optionsOf({ type, credential_options }: WebAuthnOptions, { friendlyName, overrides }: CeremonySettings): Json {
  const { publicKey } = credential_options;
  if (typeof publicKey?.challenge !== 'string') {
    throw new InvalidResponseError({
      message: 'The server demanded a credential and sent no options for it',
      remedy: 'Check the WebAuthn configuration of the server.',
    });
  }
  const options = merged(publicKey, withoutBuffers(overrides ?? {}));
  return type === 'create' ? { ...options, user: named(options.user, friendlyName) } : options;
}

// Browsers refuse a user without a name.
function named(user: unknown, friendlyName: string | undefined): Json {
  const told = { ...(user as { readonly name?: unknown; readonly displayName?: unknown } | undefined) }; // spread takes anything
  const name = told.name || friendlyName || 'User';
  return { ...told, name, displayName: told.displayName || name };
}

function merged(base: Json, over: unknown): Json {
  if (!isRecord(over)) return base;
  const names = Object.keys(over).filter((name) => over[name] !== undefined);
  return {
    ...base,
    ...Object.fromEntries(
      names.map((name) => {
        const [below, above] = [base[name], over[name]];
        return [name, isRecord(below) && isRecord(above) ? merged(below, above) : above];
      }),
    ),
  };
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
