/** What a request can carry along that sends a message, or that a robot could make. */
export interface GoTrueMessageOptions {
  /** Where the link in the message leads to. The server has to allow the address; else it takes its own. */
  readonly redirectTo?: string | undefined;
  /** The answer to the captcha, where the server wants one. */
  readonly captchaCode?: string | undefined;
}

/** Where a code for a phone goes through. */
export interface GoTruePhoneOptions {
  /** Such as `+86`, for a number without it. */
  readonly phoneCountryCode?: string | undefined;
  /** The answer to the captcha, where the server wants one. */
  readonly captchaCode?: string | undefined;
}

/** The member that carries a captcha's answer, which the wire has in every such request. */
export function security(captchaCode: string | undefined): { readonly captcha_token: string | undefined } {
  return { captcha_token: captchaCode };
}

/** A phone number as the wire takes it: with the country code, where that was given apart. */
export function wholeNumber(phone: string, phoneCountryCode: string | undefined): string {
  return phoneCountryCode && !phone.startsWith('+') ? `${phoneCountryCode}${phone}` : phone;
}
