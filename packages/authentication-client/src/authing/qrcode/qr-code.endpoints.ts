import { rest } from '@sallyport/core/endpoints';
import { type WireUser, withCustomData } from '@sallyport/core/user';
import { requireText } from '@sallyport/core/validation';
import type { QRCodeGenarateResult, QRCodeStatus, QrCodeOptions, QrCodeScene } from './qr-code.types.js';

/** Signing in by a code that another device scans. */
export const qrCodeEndpoints = {
  geneCode: rest('POST /api/v2/qrcode/gene')
    .accepts((scene: QrCodeScene, options: QrCodeOptions) => ({
      body: {
        autoMergeQrCode: false,
        scene,
        context: options.context,
        params: options.customData,
        extIdpConnId: options.extIdpConnId,
        withCustomData: options.withCustomData,
      },
    }))
    .returns<QRCodeGenarateResult>(),

  /**
   * Asks what has become of a code.
   *
   * @param random - What `geneCode` answered.
   */
  checkStatus: rest('GET /api/v2/qrcode/check')
    .accepts((random: string) => ({ query: { random: requireText('random', random) } }))
    .returns<QRCodeStatus>(),

  /**
   * Trades the ticket of a code that was approved for its user, whose token comes with it. The session stays as it is:
   * `setCurrentUser` begins one, and so does `startScanning` with `autoExchangeUserInfo`.
   */
  exchangeUserInfo: rest('POST /api/v2/qrcode/userinfo')
    .accepts((ticket: string) => ({ body: { ticket: requireText('ticket', ticket) } }))
    .returns<WireUser>()
    .maps((user) => withCustomData(user)),
};
