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

export const PolicyAssignmentTargetType = Object.freeze({
  User: 'USER',
  Role: 'ROLE',
  Group: 'GROUP',
  Org: 'ORG',
  AkSk: 'AK_SK',
});

export const PolicyEffect = Object.freeze({
  Allow: 'ALLOW',
  Deny: 'DENY',
});

export const UdfTargetType = Object.freeze({
  Node: 'NODE',
  Org: 'ORG',
  User: 'USER',
  Userpool: 'USERPOOL',
  Role: 'ROLE',
  Permission: 'PERMISSION',
  Application: 'APPLICATION',
});

export const WhitelistType = Object.freeze({
  Username: 'USERNAME',
  Email: 'EMAIL',
  Phone: 'PHONE',
});

export const Operator = Object.freeze({
  And: 'AND',
  Or: 'OR',
});

export const ApplicationType = Object.freeze({
  INDIVIDUAL: 'INDIVIDUAL',
  TENANT: 'Tenant',
  BOTH: 'BOTH',
});

export const EmailTemplateType = Object.freeze({
  ResetPassword: 'RESET_PASSWORD',
  PasswordResetedNotification: 'PASSWORD_RESETED_NOTIFICATION',
  ChangePassword: 'CHANGE_PASSWORD',
  Welcome: 'WELCOME',
  VerifyEmail: 'VERIFY_EMAIL',
  ChangeEmail: 'CHANGE_EMAIL',
});

export const SocialConnectionProvider = Object.freeze({
  ALIPAY: 'alipay',
  GOOGLE: 'google',
  WECHATPC: 'wechat:pc',
  WECHATMP: 'wechat:webpage-authorization',
  WECHAT_MINIPROGRAM: 'wechat:miniprogram:default',
  WECHAT_MINIPROGRAM_QRCODE: 'wechat:miniprogram:qrconnect',
  WECHAT_MINIPROGRAM_APPLAUNCH: 'wechat:miniprogram:app-launch',
  WECHATMOBILE: 'wechat:mobile',
  GITHUB: 'github',
  QQ: 'qq',
  WECHATWORK_ADDRESS_BOOK: 'wechatwork:addressbook',
  WECHATWORK_CORP_QRCONNECT: 'wechatwork:corp:qrconnect',
  WECHATWORK_SERVICEPROVIDER_QRCONNECT: 'wechatwork:service-provider:qrconnect',
  DINGTALK: 'dingtalk',
  WEIBO: 'weibo',
  APPLE: 'apple',
  APPLE_WEB: 'apple:web',
  LARK_PUBLIC: 'lark-public',
  LARK_INTERNAL: 'lark-internal',
  BAIDU: 'baidu',
  LINKEDIN: 'linkedin',
  SLACK: 'slack',
  YIDUN: 'yidun',
  QINGCLOUD: 'qingcloud',
  FACEBOOK: 'facebook',
});

export const RegisterMethods = Object.freeze({
  Email: 'email',
  Phone: 'phone',
});

export const LoginMethods = Object.freeze({
  LDAP: 'ldap',
  AppQr: 'app-qrcode',
  Password: 'password',
  PhoneCode: 'phone-code',
  WxMinQr: 'wechat-miniprogram-qrcode',
  AD: 'ad',
});

export const OIDCConnectionMode = Object.freeze({
  FRONT_CHANNEL: 'FRONT_CHANNEL',
  BACK_CHANNEL: 'BACK_CHANNEL',
});

export const AppPasswordStrengthLimit = Object.freeze({
  0: 'NoCheck',
  1: 'Low',
  2: 'Middle',
  3: 'High',
  NoCheck: 0,
  Low: 1,
  Middle: 2,
  High: 3,
});

export const SupportedUserActionEnum = Object.freeze({
  LOGIN: 'login',
  REGISTER: 'register',
  DELETE_ACCOUNT: 'deleteAccount',
  UPDATE_USER_INFO: 'updateUserinfo',
  REFRESH_TOKEN: 'refreshToken',
  UPDATE_EMAIL: 'updateEmail',
  UPDATE_PHONE: 'updatePhone',
  UPDATE_PASSWORD: 'updatePassword',
  VERIFY_MFA: 'verifyMfa',
});

export const SupportedAdminActionEnum = Object.freeze({
  DELETE_USER: 'deleteUser',
  DELETE_USERS: 'deleteUsers',
  CREATE_USER: 'createUser',
  REFRESH_TOKEN: 'refreshToken',
  IMPORT_USER: 'importUser',
  EXPORT_USER: 'exportUser',
  REFRESH_SECRET: 'refreshSecret',
  DELETE_USERPOOL: 'deleteUserpool',
  CREATE_USERPOOL: 'createUserpool',
  USERPOOL_UPDATE_CONFIG: 'userpool:UpdateConfig',
  REFRESH_USERPOOL_SECRET: 'refreshUserpoolSecret',
});
