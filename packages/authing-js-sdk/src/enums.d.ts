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

/** How a password was encrypted by the caller. */
export declare enum PasswordEncryptType {
  SM2 = 'sm2',
  RSA = 'rsa',
  NONE = 'none',
}

/** How hard a password is to guess. */
export declare enum PasswordSecurityLevel {
  LOW = 1,
  MIDDLE = 2,
  HIGH = 3,
}

/** The kinds of resources that rights are given on. */
export declare enum ResourceType {
  Data = 'DATA',
  Api = 'API',
  Menu = 'MENU',
  Ui = 'UI',
  Button = 'BUTTON',
}

/** How `signinByCredentials` proves who signs in. */
export declare enum SigninByCredentialsConnection {
  PASSWORD = 'PASSWORD',
  PASSCODE = 'PASSCODE',
  LDAP = 'LDAP',
  AD = 'AD',
}

/** What `signinByCredentials` asks the server for. */
export declare enum SignInResponseType {
  IdTokenToken = 'id_token token',
  Code = 'code',
}

/** What a custom field holds. */
export declare enum UdfDataType {
  String = 'STRING',
  Number = 'NUMBER',
  Datetime = 'DATETIME',
  Boolean = 'BOOLEAN',
  Object = 'OBJECT',
  Select = 'SELECT',
}

/** How the answer of another provider is handed on. */
export declare enum RelayMethodEnum {
  WEB_MESSAGE = 'web_message',
  FORM_POST = 'form_post',
  QUERY = 'query',
}

/** What identity providers speak. */
export declare enum Protocol {
  OIDC = 'oidc',
  OAUTH = 'oauth',
  SAML = 'saml',
  CAS = 'cas',
  AZURE_AD = 'azure-ad',
}
