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

/** What a policy is assigned to. */
export declare enum PolicyAssignmentTargetType {
  User = 'USER',
  Role = 'ROLE',
  Group = 'GROUP',
  Org = 'ORG',
  AkSk = 'AK_SK',
}

/** Whether a policy statement grants or denies. */
export declare enum PolicyEffect {
  Allow = 'ALLOW',
  Deny = 'DENY',
}

/** What a custom field belongs to. */
export declare enum UdfTargetType {
  Node = 'NODE',
  Org = 'ORG',
  User = 'USER',
  Userpool = 'USERPOOL',
  Role = 'ROLE',
  Permission = 'PERMISSION',
  Application = 'APPLICATION',
}

/** What an allow list contains. */
export declare enum WhitelistType {
  Username = 'USERNAME',
  Email = 'EMAIL',
  Phone = 'PHONE',
}

/** How policy conditions are combined. */
export declare enum Operator {
  And = 'AND',
  Or = 'OR',
}

/** Whom an application is for. */
export declare enum ApplicationType {
  INDIVIDUAL = 'INDIVIDUAL',
  TENANT = 'Tenant',
  BOTH = 'BOTH',
}

/** What an email template is for. */
export declare enum EmailTemplateType {
  ResetPassword = 'RESET_PASSWORD',
  PasswordResetedNotification = 'PASSWORD_RESETED_NOTIFICATION',
  ChangePassword = 'CHANGE_PASSWORD',
  Welcome = 'WELCOME',
  VerifyEmail = 'VERIFY_EMAIL',
  ChangeEmail = 'CHANGE_EMAIL',
}

/** Identity providers of social sign-ins. */
export declare enum SocialConnectionProvider {
  ALIPAY = 'alipay',
  GOOGLE = 'google',
  WECHATPC = 'wechat:pc',
  WECHATMP = 'wechat:webpage-authorization',
  WECHAT_MINIPROGRAM = 'wechat:miniprogram:default',
  WECHAT_MINIPROGRAM_QRCODE = 'wechat:miniprogram:qrconnect',
  WECHAT_MINIPROGRAM_APPLAUNCH = 'wechat:miniprogram:app-launch',
  WECHATMOBILE = 'wechat:mobile',
  GITHUB = 'github',
  QQ = 'qq',
  WECHATWORK_ADDRESS_BOOK = 'wechatwork:addressbook',
  WECHATWORK_CORP_QRCONNECT = 'wechatwork:corp:qrconnect',
  WECHATWORK_SERVICEPROVIDER_QRCONNECT = 'wechatwork:service-provider:qrconnect',
  DINGTALK = 'dingtalk',
  WEIBO = 'weibo',
  APPLE = 'apple',
  APPLE_WEB = 'apple:web',
  LARK_PUBLIC = 'lark-public',
  LARK_INTERNAL = 'lark-internal',
  BAIDU = 'baidu',
  LINKEDIN = 'linkedin',
  SLACK = 'slack',
  YIDUN = 'yidun',
  QINGCLOUD = 'qingcloud',
  FACEBOOK = 'facebook',
}

/** Ways to register with an application. */
export declare enum RegisterMethods {
  Email = 'email',
  Phone = 'phone',
}

/** Ways to sign in to an application. */
export declare enum LoginMethods {
  LDAP = 'ldap',
  AppQr = 'app-qrcode',
  Password = 'password',
  PhoneCode = 'phone-code',
  WxMinQr = 'wechat-miniprogram-qrcode',
  AD = 'ad',
}

/** How the server talks to an OpenID provider. */
export declare enum OIDCConnectionMode {
  FRONT_CHANNEL = 'FRONT_CHANNEL',
  BACK_CHANNEL = 'BACK_CHANNEL',
}

/** How strong the passwords of an application must be. */
export declare enum AppPasswordStrengthLimit {
  NoCheck = 0,
  Low = 1,
  Middle = 2,
  High = 3,
}

/** Actions of users in the audit log. */
export declare enum SupportedUserActionEnum {
  LOGIN = 'login',
  REGISTER = 'register',
  DELETE_ACCOUNT = 'deleteAccount',
  UPDATE_USER_INFO = 'updateUserinfo',
  REFRESH_TOKEN = 'refreshToken',
  UPDATE_EMAIL = 'updateEmail',
  UPDATE_PHONE = 'updatePhone',
  UPDATE_PASSWORD = 'updatePassword',
  VERIFY_MFA = 'verifyMfa',
}

/** Actions of administrators in the audit log. */
export declare enum SupportedAdminActionEnum {
  DELETE_USER = 'deleteUser',
  DELETE_USERS = 'deleteUsers',
  CREATE_USER = 'createUser',
  REFRESH_TOKEN = 'refreshToken',
  IMPORT_USER = 'importUser',
  EXPORT_USER = 'exportUser',
  REFRESH_SECRET = 'refreshSecret',
  DELETE_USERPOOL = 'deleteUserpool',
  CREATE_USERPOOL = 'createUserpool',
  USERPOOL_UPDATE_CONFIG = 'userpool:UpdateConfig',
  REFRESH_USERPOOL_SECRET = 'refreshUserpoolSecret',
}
