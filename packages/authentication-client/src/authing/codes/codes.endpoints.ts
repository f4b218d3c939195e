import { rest, type Selection } from '@sallyport/core/endpoints';
import type { CommonMessage, EmailScene } from '@sallyport/core/user';
import { requireText } from '@sallyport/core/validation';
import type { SmsScene } from '../../client/portable/sms-scene.js';
import { graphql } from '../schema/authing-inputs.js';

const sent: Selection<CommonMessage> = 'message code';

/** One-time codes on their way to the user. */
export const codesEndpoints = {
  /**
   * Sends a one-time code by SMS.
   *
   * @param phone - The number, as the user pool writes it; with a country code in the next argument.
   * @param phoneCountryCode - Such as `+86`. Default: the user pool's.
   * @param scene - What the code is for; a code works for nothing else. Default: `login`.
   */
  sendSmsCode: rest('POST /api/v2/sms/send')
    .accepts((phone: string, phoneCountryCode?: string, scene?: SmsScene) => ({
      body: {
        phone: requireText('phone', phone),
        ...(phoneCountryCode ? { phoneCountryCode } : {}),
        ...(scene ? { scene } : {}),
      },
    }))
    .returns<CommonMessage>(),

  /**
   * Sends an email with a one-time code or a link.
   *
   * @param scene - What it is for; a code works for nothing else.
   */
  sendEmail: graphql('mutation sendEmail', { email: 'String!', scene: 'EmailScene!' })
    .accepts((email: string, scene: EmailScene) => ({
      email: requireText('email', email),
      scene: requireScene(scene),
    }))
    .returns(sent),
};

function requireScene(scene: EmailScene): EmailScene {
  requireText('scene', scene); // which scenes there are is the server's business
  return scene;
}
