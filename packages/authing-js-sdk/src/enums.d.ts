/** What an email with a code or a link is for. */
export declare enum EmailScene {
  ResetPassword = 'RESET_PASSWORD',
  RESET_PASSWORD_VERIFY_CODE = 'RESET_PASSWORD_VERIFY_CODE',
  VerifyEmail = 'VERIFY_EMAIL',
  FIRST_EMAIL_LOGIN_VERIFY = 'FIRST_EMAIL_LOGIN_VERIFY',
  CONSOLE_CONDUCTED_VERIFY = 'CONSOLE_CONDUCTED_VERIFY',
  ChangeEmail = 'CHANGE_EMAIL',
  EMAIL_BIND_VERIFY_CODE = 'EMAIL_BIND_VERIFY_CODE',
  EMAIL_UNBIND_VERIFY_CODE = 'EMAIL_UNBIND_VERIFY_CODE',
  MfaVerify = 'MFA_VERIFY',
  VerifyCode = 'VERIFY_CODE',
  REGISTER_VERIFY_CODE = 'REGISTER_VERIFY_CODE',
  LOGIN_VERIFY_CODE = 'LOGIN_VERIFY_CODE',
  MFA_VERIFY_CODE = 'MFA_VERIFY_CODE',
  INFORMATION_COMPLETION_VERIFY_CODE = 'INFORMATION_COMPLETION_VERIFY_CODE',
}

/** What a code sent by SMS is for. */
export declare enum SceneType {
  SCENE_TYPE_LOGIN = 'login',
  SCENE_TYPE_REGISTER = 'register',
  SCENE_TYPE_RESET = 'reset',
  SCENE_TYPE_BIND = 'bind',
  SCENE_TYPE_UNBIND = 'unbind',
  SCENE_TYPE_MFA_BIND = 'mfa-bind',
  SCENE_TYPE_MFA_VERIFY = 'mfa-verify',
  SCENE_TYPE_MFA_UNBIND = 'mfa-unbind',
  SCENE_TYPE_COMPLETE_PHONE = 'complete-phone',
}

/** The order of a list. */
export declare enum SortByEnum {
  CreatedatDesc = 'CREATEDAT_DESC',
  CreatedatAsc = 'CREATEDAT_ASC',
  UpdatedatDesc = 'UPDATEDAT_DESC',
  UpdatedatAsc = 'UPDATEDAT_ASC',
}

/** Whether an account may be used. */
export declare enum UserStatus {
  Suspended = 'Suspended',
  Resigned = 'Resigned',
  Activated = 'Activated',
  Archived = 'Archived',
}
