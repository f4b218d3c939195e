import { qrCodeEndpoints } from '@sallyport/authentication-client/endpoints';
import type { Domain } from '../../domain/create-domain.js';
import { QR_CODE_STATES } from '../../domain/qr-codes/qr-code.types.js';
import type { Feature } from '../feature.js';
import { qrCodeDataUrl } from '../mfa/qr-code.js';
import { optionalText, requiredText } from '../untrusted.js';
import { userView } from '../user-view.js';

const SCENES = ['APP_AUTH', 'WXAPP_AUTH', 'WECHATMP_AUTH'];

/** Signing in by a code that another device scans. */
export const qrCodesFeature: Feature = {
  routes: (mount, domain) => {
    const { qrCodes, signIn } = domain;
    mount(qrCodeEndpoints.geneCode, async ({ body, call }) => {
      const scene = optionalText(body.scene, 'scene') ?? 'APP_AUTH';
      const { id } = qrCodes.show(call.applicationId);
      const text = JSON.stringify({ scene: SCENES.includes(scene) ? scene : 'APP_AUTH', random: id });
      return { random: id, url: await qrCodeDataUrl(text), customLogo: '' };
    });
    mount(qrCodeEndpoints.checkStatus, ({ query }) => statusOf(domain, requiredText(query.random, 'random')));
    mount(qrCodeEndpoints.exchangeUserInfo, async ({ body, call }) => {
      const { account } = qrCodes.redeem(requiredText(body.ticket, 'ticket'), call.applicationId);
      const result = await signIn.enter(account, call.origin);
      return userView(result.account, domain, result.token);
    });
  },
};

function statusOf({ accounts, qrCodes }: Domain, random: string) {
  const code = qrCodes.require(random);
  const ticket = qrCodes.ticketOf(code);
  const account = code.userId === null ? undefined : accounts.get(code.userId);
  return {
    random,
    status: QR_CODE_STATES[code.state],
    ...(ticket === null ? {} : { ticket }),
    // Before the ticket is traded, no more of who has scanned than a screen shows.
    ...(account ? { userInfo: { nickname: account.texts.nickname ?? '', photo: account.texts.photo ?? '' } } : {}),
    ...(code.result === null ? {} : { scannedResult: { ...code.result } }),
  };
}
