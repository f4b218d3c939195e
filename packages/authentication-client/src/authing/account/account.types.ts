import type { PasswordSecurityLevel } from '../passwords/password-security-level.js';

/** How well an account is protected. */
export interface SecurityLevel {
  /** Whether an email address is bound. */
  email: boolean;
  /** Whether the user has a second factor. */
  mfa: boolean;
  /** Whether a password is set. */
  password: boolean;
  /** Whether a phone number is bound. */
  phone: boolean;
  /** `null` while the server has not judged the password yet. */
  passwordSecurityLevel: PasswordSecurityLevel | null;
  /** All of it as one number. */
  score: number;
}

/** An application that the user may use. */
export interface ApplicationPublicDetail {
  id: string;
  createdAt: string;
  updatedAt: string;
  name: string;
  logo: string;
  domain: string;
  description: string;
  protocol: string;
}

/** The external providers whose accounts can be unlinked. */
export type ProviderType =
  | 'wechat:pc'
  | 'github'
  | 'google'
  | 'qq'
  | 'apple'
  | 'baidu'
  | 'alipay'
  | 'lark:app-store'
  | 'lark:custom-app'
  | 'weibo'
  | 'dingtalk'
  | 'wechat:webpage-authorization'
  | 'wechat:miniprogram:default'
  | 'wechat:mobile'
  | 'wechatwork:service-provider:authorization'
  | 'wechatwork:service-provider:qrconnect'
  | 'wechatwork:corp:qrconnect'
  | 'wechat:miniprogram:app-launch'
  | 'wechat:miniprogram:qrconnect';
