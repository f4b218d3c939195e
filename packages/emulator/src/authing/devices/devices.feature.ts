import { deviceCalls, deviceReports, devicesEndpoints } from '@sallyport/authentication-client/endpoints';
import type { Feature } from '../feature.js';
import { logOut } from '../session/log-out.js';
import { optionalText, requiredText } from '../untrusted.js';

/** The devices that whoever is signed in has signed in on. */
export const devicesFeature: Feature = {
  routes: (mount, domain) => {
    const { devices, sessions } = domain;
    mount(devicesEndpoints.myDevicesList, async ({ call }) => {
      const { account } = await call.signedIn();
      return devices.of(account.id).map(({ id, uniqueId = id, name, userAgent, lastIp, lastLoginAt }) => ({
        device: { id, deviceUniqueId: uniqueId, name, userAgent, type: 'Browser' },
        lastIp: lastIp ?? '',
        lastLoginTime: new Date(lastLoginAt).toISOString(),
        online: sessions.isOnDevice(id),
      }));
    });
    mount(devicesEndpoints.myDevicesUnbind, async ({ body, call }) => {
      const { account } = await call.signedIn();
      const { id } = devices.require(account.id, requiredText(body.deviceId, 'deviceId'));
      sessions.endOnDevice(id);
      devices.forget(id);
      return true;
    });
    mount(devicesEndpoints.myDevicesLogout, async ({ body, call }) => {
      const { account } = await call.signedIn();
      sessions.endOnDevice(devices.require(account.id, requiredText(body.deviceId, 'deviceId')).id);
      return true;
    });
    mount(deviceReports.createDevice, async ({ body, call }) => {
      const { account, session } = await call.signedIn();
      const uniqueId = requiredText(body.deviceUniqueId, 'deviceUniqueId');
      devices.report(account.id, session.deviceId, { uniqueId, name: optionalText(body.name, 'name') });
      return true;
    });
    // The text is an envelope like others: the published client reads it as one.
    mount(deviceCalls.logoutCurrent, async ({ call }) => {
      await logOut(domain, call);
      return '';
    });
  },
};
