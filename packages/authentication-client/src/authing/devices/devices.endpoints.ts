import { rest } from '@sallyport/core/endpoints';
import { requireText } from '@sallyport/core/validation';
import type { DeviceReport } from '../fingerprint/fingerprint.types.js';
import type { MyDevicesList } from './devices.types.js';

/** The devices of the signed-in user. */
export const devicesEndpoints = {
  /** Reads the devices on which the user has signed in. */
  myDevicesList: rest('GET /api/v3/mydevices/list').returns<MyDevicesList[]>(),

  /**
   * Forgets a device.
   *
   * @returns `true`. What the server refuses, or never heard of, rejects: the vendor's client answers `false` for both.
   */
  myDevicesUnbind: rest('POST /api/v3/mydevices/unbind')
    .accepts((deviceId: string) => ({ body: { deviceId: requireText('deviceId', deviceId) } }))
    .returns<unknown>()
    .maps(() => true),

  /**
   * Ends the sessions on a device.
   *
   * @returns `true`. What the server refuses, or never heard of, rejects: the vendor's client answers `false` for both.
   */
  myDevicesLogout: rest('POST /api/v3/mydevices/revoke-session')
    .accepts((deviceId: string) => ({ body: { deviceId: requireText('deviceId', deviceId) } }))
    .returns<unknown>()
    .maps(() => true),
};

/** What a device says of itself. */
export const deviceReports = {
  createDevice: rest('POST /api/v3/create-device')
    .accepts((body: DeviceReport) => ({ body }))
    .returns<unknown>()
    .maps(() => true),
};

/** Calls that change the session on this side too. They go out with the bearer that they are about. */
export const deviceCalls = {
  // A page may stand behind this address, so whatever comes with a good status will do.
  logoutCurrent: rest('GET /logout', { receives: 'text' })
    .accepts((appId: string | undefined) => ({ query: { appId, deviceId: 'current' } }))
    .returns<string>(),
};
