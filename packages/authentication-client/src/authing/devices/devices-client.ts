import { clientOf } from '@sallyport/core';
import { type SignOutDeps, signOut } from '../session/sign-out.js';
import { deviceCalls } from './devices.endpoints.js';

const Calls = clientOf(deviceCalls);

/** The device that the user sits at. */
export class CurrentDeviceClient {
  readonly #deps: SignOutDeps;

  constructor(deps: SignOutDeps) {
    this.#deps = deps;
  }

  /**
   * Signs out here at once, and then ends the sessions of this device at the server. One that the server has ended
   * already is no error.
   *
   * @throws {NetworkError} The server did not hear of it; on this side the session is over all the same.
   */
  async logoutCurrent(): Promise<void> {
    const { appId } = this.#deps.options;
    await signOut(this.#deps, (wire) => new Calls(wire).logoutCurrent(appId));
  }
}
