import { clientOf } from '@sallyport/core/endpoints';
import { isSallyportError } from '@sallyport/core/errors';
import type { Wire } from '@sallyport/core/http';
import { deviceCalls } from '../devices/devices.endpoints.js';
import { hasOtherIssuer, type ResolvedOptions } from '../options/options.js';
import type { WireAs } from './authing-token-renewer.js';
import { sessionCalls } from './session.endpoints.js';
import type { EndedSession, SignOutCall, SignOutReporting } from './sign-out.js';

const Calls = /* @__PURE__ */ clientOf({ ...sessionCalls, ...deviceCalls });

/** Ports of the report of a sign-out. */
export interface SignOutReportDeps {
  readonly wire: Wire;
  readonly wireAs: WireAs;
  readonly oidc: { load(): Promise<{ revoke(refreshToken: string): Promise<void> }> };
  readonly options: ResolvedOptions;
}

/**
 * Reports the end of a session to the server, by the bearer that the session had. A session that the server has ended
 * already is no error. A refresh token is revoked where the server supports that, and forgotten otherwise.
 */
export class SignOutReport implements SignOutReporting {
  readonly #deps: SignOutReportDeps;

  constructor(deps: SignOutReportDeps) {
    this.#deps = deps;
  }

  async report(ended: EndedSession, call: SignOutCall): Promise<void> {
    const { wire, wireAs, options } = this.#deps;
    const revoked = ended?.refreshToken ? this.#revoke(ended.refreshToken).catch(() => {}) : undefined;
    try {
      if (call !== null) await new Calls(ended ? wireAs(ended.token) : wire)[call](options.appId);
    } catch (error) {
      const isEnded = isSallyportError(error) && (error.kind === 'unauthenticated' || error.kind === 'not-signed-in');
      if (!isEnded) throw error;
    } finally {
      await revoked;
    }
  }

  // A refresh token goes to its issuer only.
  async #revoke(refreshToken: string): Promise<void> {
    const { wire, oidc, options } = this.#deps;
    if (hasOtherIssuer(options)) await (await oidc.load()).revoke(refreshToken);
    else await new Calls(wire).revokeToken(refreshToken, options);
  }
}
