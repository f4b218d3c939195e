import {
  AuthenticationClient,
  type Clock,
  type HttpTransport,
  type PortableAuthenticationClient,
} from '@sallyport/authentication-client';
import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import type { Emulator } from '@sallyport/emulator';

/** A wire, and a vocabulary: both have these two. */
export const SPEECHES = ['authing', 'gotrue'] as const;
/** Whose words are spoken. */
export type Speech = (typeof SPEECHES)[number];

/** What clients are made with in a scenario. */
export interface ClientSettings {
  readonly transport?: HttpTransport | undefined;
}

/** A client of the wire that the server is to speak. */
export function clientOf(
  { authing, gotrue, clock }: Emulator,
  speech: Speech,
  settings: ClientSettings = {},
): PortableAuthenticationClient {
  const options = { clock: followed(clock), ...settings };
  return speech === 'authing'
    ? new AuthenticationClient({ appId: authing.appId, appHost: authing.appHost, ...options })
    : new GoTrueAuthenticationClient({ url: gotrue.url, apiKey: gotrue.anonKey, ...options });
}

// Nothing here waits for a timer: whatever is over is found to be so when it is looked at.
function followed(clock: Emulator['clock']): Clock {
  return { now: () => clock.now(), setTimer: () => () => {}, sleep: () => Promise.resolve() };
}

/** Speaks HTTP as it is, but for what the answers say. */
export function rewriting(rewrite: (text: string) => string): HttpTransport {
  return {
    async send({ method, url, headers, body, signal }) {
      const sent = { method, headers, body: body ?? null, signal: signal ?? null };
      const response = await fetch(url, sent);
      const text = await response.text();
      return { status: response.status, headers: Object.fromEntries(response.headers), text: rewrite(text) };
    },
    dispose() {},
  };
}
