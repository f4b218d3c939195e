/** What a browser can be told apart by: digests of its parts, each of 32 hexadecimal digits or empty. */
export interface FingerObjType {
  userAgentFingerprint: string;
  audioFingerprint: string;
  canvasFingerprint: string;
  screenResolutionFingerprint: string;
  webglFingerprint: string;
  fontsFingerprint: string;
  pluginsFingerprint: string;
}

/** A browser by its id and its parts. */
export interface BrowserFingers {
  browserId: string;
  deviceFingers: FingerObjType;
}

/** What a browser says of itself, and of the screen it is on. */
export interface BrowserReport {
  readonly os: string;
  readonly version: string;
  readonly appCodeName: string;
  readonly vendor: string;
  readonly screenHeight: number;
  readonly screenWidth: number;
  readonly colorDepth: number;
  readonly product: string;
  readonly language: string;
  readonly onLine: boolean;
  /** A list, as JSON. */
  readonly mimeTypes: string;
  readonly mimeTypesLength: number;
  readonly productSub: string;
  readonly cookie: boolean;
  readonly pluginsLength: number;
  /** A list, as JSON. */
  readonly plugins: string;
  readonly userAgent: string;
  readonly type: 'Browser';
}

/** What `createDevice` tells the server. */
export interface DeviceReport extends BrowserReport, FingerObjType {
  readonly deviceUniqueId: string;
  readonly browserId: string;
  readonly name: string | undefined;
}
