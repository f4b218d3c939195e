// Kept by hand beside enums.d.ts: TypeScript can declare an enum over an object, and only an enum is type and value alike.

export const EmailScene = Object.freeze({
  ResetPassword: 'RESET_PASSWORD',
  RESET_PASSWORD_VERIFY_CODE: 'RESET_PASSWORD_VERIFY_CODE',
  VerifyEmail: 'VERIFY_EMAIL',
  FIRST_EMAIL_LOGIN_VERIFY: 'FIRST_EMAIL_LOGIN_VERIFY',
  CONSOLE_CONDUCTED_VERIFY: 'CONSOLE_CONDUCTED_VERIFY',
  ChangeEmail: 'CHANGE_EMAIL',
  EMAIL_BIND_VERIFY_CODE: 'EMAIL_BIND_VERIFY_CODE',
  EMAIL_UNBIND_VERIFY_CODE: 'EMAIL_UNBIND_VERIFY_CODE',
  MfaVerify: 'MFA_VERIFY',
  VerifyCode: 'VERIFY_CODE',
  REGISTER_VERIFY_CODE: 'REGISTER_VERIFY_CODE',
  LOGIN_VERIFY_CODE: 'LOGIN_VERIFY_CODE',
  MFA_VERIFY_CODE: 'MFA_VERIFY_CODE',
  INFORMATION_COMPLETION_VERIFY_CODE: 'INFORMATION_COMPLETION_VERIFY_CODE',
});

export const SceneType = Object.freeze({
  SCENE_TYPE_LOGIN: 'login',
  SCENE_TYPE_REGISTER: 'register',
  SCENE_TYPE_RESET: 'reset',
  SCENE_TYPE_BIND: 'bind',
  SCENE_TYPE_UNBIND: 'unbind',
  SCENE_TYPE_MFA_BIND: 'mfa-bind',
  SCENE_TYPE_MFA_VERIFY: 'mfa-verify',
  SCENE_TYPE_MFA_UNBIND: 'mfa-unbind',
  SCENE_TYPE_COMPLETE_PHONE: 'complete-phone',
});

export const SortByEnum = Object.freeze({
  CreatedatDesc: 'CREATEDAT_DESC',
  CreatedatAsc: 'CREATEDAT_ASC',
  UpdatedatDesc: 'UPDATEDAT_DESC',
  UpdatedatAsc: 'UPDATEDAT_ASC',
});

export const UserStatus = Object.freeze({
  Suspended: 'Suspended',
  Resigned: 'Resigned',
  Activated: 'Activated',
  Archived: 'Archived',
});

export const PasswordEncryptType = Object.freeze({
  SM2: 'sm2',
  RSA: 'rsa',
  NONE: 'none',
});

export const PasswordSecurityLevel = Object.freeze({
  LOW: 1,
  MIDDLE: 2,
  HIGH: 3,
  1: 'LOW',
  2: 'MIDDLE',
  3: 'HIGH',
});

export const ResourceType = Object.freeze({
  Data: 'DATA',
  Api: 'API',
  Menu: 'MENU',
  Ui: 'UI',
  Button: 'BUTTON',
});

export const SigninByCredentialsConnection = Object.freeze({
  PASSWORD: 'PASSWORD',
  PASSCODE: 'PASSCODE',
  LDAP: 'LDAP',
  AD: 'AD',
});

export const SignInResponseType = Object.freeze({
  IdTokenToken: 'id_token token',
  Code: 'code',
});

export const UdfDataType = Object.freeze({
  String: 'STRING',
  Number: 'NUMBER',
  Datetime: 'DATETIME',
  Boolean: 'BOOLEAN',
  Object: 'OBJECT',
  Select: 'SELECT',
});

export const RelayMethodEnum = Object.freeze({
  WEB_MESSAGE: 'web_message',
  FORM_POST: 'form_post',
  QUERY: 'query',
});

export const Protocol = Object.freeze({
  OIDC: 'oidc',
  OAUTH: 'oauth',
  SAML: 'saml',
  CAS: 'cas',
  AZURE_AD: 'azure-ad',
});
