/** A device that the user has signed in on. */
export interface MyDevicesList {
  // The vendor types it so, and code written for it has to compile.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  device?: any;
  lastIp: string;
  lastLoginTime: string;
  online: boolean;
}
