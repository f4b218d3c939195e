// biome-ignore-all lint/suspicious/noExplicitAny: the vendor's types, which code written for it has to compile against

/** The application that scans. */
export type QrCodeScene = 'APP_AUTH' | 'WXAPP_AUTH' | 'WECHATMP_AUTH';

/** A code to show. */
export interface QRCodeGenarateResult {
  /** What `checkStatus` asks after. */
  random: string;
  /** The address of the picture. */
  url: string;
  customLogo: string;
}

/** Who has scanned. The server says more of them once the ticket is exchanged. */
export interface QRCodeUserInfo {
  nickname: string;
  photo: string;
  id?: string;
  email?: string;
  emailVerified?: boolean;
  unionid?: string;
  openid?: string;
  oauth?: string;
  registerMethod?: string;
  username?: string;
  company?: string;
  token?: string;
  phone?: string;
  tokenExpiredAt?: string;
  loginsCount?: number;
  lastIP?: string;
  signedUp?: string;
  blocked?: boolean;
  isDeleted?: boolean;
}

/** What has become of a code. */
export interface QRCodeStatus {
  random: string;
  /** -1 expired, 0 not scanned, 1 scanned, 2 approved, 3 cancelled, 4 asks for more, such as a second factor, 5 failed. */
  status: number;
  /** Trades for the user, once. With status 2. */
  ticket?: string;
  userInfo?: QRCodeUserInfo;
  /** With status 4 and 5. */
  scannedResult?: Record<string, any>;
}

/** What `geneCode` takes. */
export interface QrCodeOptions {
  context?: { [name: string]: any };
  customData?: { [name: string]: any };
  withCustomData?: boolean;
  extIdpConnId?: string;
}

/** A polling that goes on. `stopPolling` takes it. */
export interface QrCodeTimer {
  /** Stops, also in the middle of a question. Nobody hears of it. */
  stop(): void;
}

/** What `startPolling` takes. What a function of these throws is logged, and stops nothing. */
export interface QrCodePollingOptions {
  /** Milliseconds from an answer to the next question. Default 800. */
  interval?: number;
  /** Stops the polling. */
  signal?: AbortSignal;
  onStart?: (timer: QrCodeTimer) => any;
  onResult?: (data: QRCodeStatus) => any;
  onScanned?: (userInfo: QRCodeUserInfo) => any;
  onSuccess?: (userInfo: QRCodeUserInfo, ticket: string) => any;
  onCancel?: () => any;
  /** Hears why the polling ended too early; `error` has what an error of this client has. */
  onError?: (message: string, error?: unknown) => any;
  onExpired?: () => any;
  /** `client.pendingSignIn` has what the next screen needs. */
  onMfa?: (code: number, message: string, data: Record<string, any>) => any;
  onAuthFlow?: (flow: Record<string, any>) => any;
}

/** Texts of `startScanning`. By default Chinese where the client's `lang` is `zh-CN`, else English. */
export interface QrCodeTips {
  title?: string;
  scanned?: string;
  succeed?: string;
  canceled?: string;
  expired?: string;
  retry?: string;
  failed?: string;
  middleTitle?: string;
  referText?: string;
}

/** What `startScanning` takes. */
export interface QrCodeScanningOptions extends QrCodeOptions, QrCodePollingOptions {
  /** Begins the session of who has scanned. Default `false`. */
  autoExchangeUserInfo?: boolean;
  /** Of the picture, in pixels. Default 240 by 240. */
  size?: { height: number; width: number };
  /** Of the element, where it has to be made. Default 300 by 300. */
  containerSize?: { height: number; width: number };
  onCodeShow?: (random: string, url: string) => any;
  onCodeLoaded?: (random: string, url: string) => any;
  onCodeLoadFailed?: (message: string) => any;
  onCodeDestroyed?: (random: string) => any;
  onRetry?: () => any;
  tips?: QrCodeTips;
}
