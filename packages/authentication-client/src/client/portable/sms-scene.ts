/** Purpose of a code sent by SMS. */
export type SmsScene =
  | 'login'
  | 'register'
  | 'reset'
  | 'bind'
  | 'unbind'
  | 'mfa-bind'
  | 'mfa-verify'
  | 'mfa-unbind'
  | 'complete-phone';
