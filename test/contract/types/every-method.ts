// One call of each method, as the published client declares them. Compiled against the published package and against
// the drop-in, which has to take its place: parity.test.ts compares what such calls send.
import {
  type ApplicationPublicDetail,
  AuthenticationClient,
  AuthenticationTokenProvider,
  type Cas20ValidationSuccessResult,
  type CheckPasswordStrengthResult,
  type CommonMessage,
  EmailScene,
  type ICasParams,
  type ILogoutParams,
  type IOauthParams,
  type IOidcParams,
  type JwtTokenStatus,
  type MyDevicesList,
  type PaginatedAuthorizedResources,
  PasswordEncryptType,
  PasswordSecurityLevel,
  type PrincipalDetail,
  Protocol,
  type ProviderType,
  type QRCodeGenarateResult,
  type QRCodeStatus,
  type QRCodeUserInfo,
  type RefreshToken,
  type RegisterProfile,
  RelayMethodEnum,
  ResourceType,
  SceneType,
  type SecurityLevel,
  SignInResponseType,
  SigninByCredentialsConnection,
  type SigninByCredentialsDto,
  type SsoSession,
  UdfDataType,
  type User,
  type UserDefinedData,
} from 'authing-js-sdk';

class OwnTokenProvider extends AuthenticationTokenProvider {
  override getToken(): string {
    return super.getToken() ?? '';
  }
}

export const client = new AuthenticationClient({
  appId: 'app',
  appHost: 'https://example.authing.cn',
  tenantId: 'tenant',
  secret: 'secret',
  token: 'token',
  protocol: 'oidc',
  tokenEndPointAuthMethod: 'client_secret_basic',
  introspectionEndPointAuthMethod: 'none',
  revocationEndPointAuthMethod: 'client_secret_post',
  redirectUri: 'https://app.example/callback',
  timeout: 10_000,
  onError: (code, message, data) => {
    throw Object.assign(new Error(message), { code: code + 1, data });
  },
  websocketHost: 'https://ws.example.authing.cn',
  requestFrom: 'guard',
  encryptFunction: async (plainText, publicKey, encryption) => `${plainText}${publicKey}${encryption?.type}`,
  publicKey: 'key',
  tokenProvider: OwnTokenProvider,
  lang: 'en-US',
  encryption: { type: 'sm2', publicKey: '04' },
  socketUri: 'wss://events.example',
  retryTimes: 3,
});

const extras = { clientIp: '1.2.3.4', customData: { school: 'x' }, context: { k: 'v' } };
const params = [{ key: 'school', value: 'x' }];
const profile: RegisterProfile = { nickname: 'Ada' };

export async function account(): Promise<(User | null)[]> {
  const users: (User | null)[] = [
    await client.registerByEmail('a@example.com', 'pw', profile, { forceLogin: true, phoneToken: 'pt', ...extras }),
    await client.registerByEmailCode('a@example.com', '1234', profile, {
      generateToken: true,
      params,
      phoneToken: 'pt',
    }),
    await client.registerByUsername('ada', 'pw', profile, { generateToken: true, params, emailToken: 'et' }),
    await client.registerByPhoneCode('138', '1234', 'pw', profile, { phoneCountryCode: '+86', ...extras }),
    await client.loginByEmail('a@example.com', 'pw', { autoRegister: true, captchaCode: 'x', ...extras }),
    await client.loginByUsername('ada', 'pw', { params }),
    await client.loginByPhonePassword('138', 'pw', extras),
    await client.loginByPhoneCode('138', '1234', { phoneCountryCode: '+86', ...extras }),
    await client.loginByEmailCode('a@example.com', '1234', extras),
    await client.loginBySubAccount('sub', 'pw', { captchaCode: 'x', clientIp: '1.2.3.4' }),
    await client.loginByLdap('ada', 'pw', { clientIp: '1.2.3.4', withCustomData: true }),
    await client.loginByAd('ada', 'pw', { clientIp: '1.2.3.4', withCustomData: true }),
    await client.updateProfile({ nickname: 'Ada' }, { emailToken: 'et', phoneToken: 'pt' }),
    await client.updatePassword('new', 'old'),
    await client.updatePhone('138', '1234', '139', '4321', '+86', '+86'),
    await client.updateEmail('a@example.com', '1234', 'b@example.com', '4321'),
    await client.bindPhone('138', '1234', '+86'),
    await client.unbindPhone(),
    await client.bindEmail('a@example.com', '1234'),
    await client.unbindEmail(),
    await client.uploadAvatar({ accept: '.png' }),
    await client.updateAvatar({ accept: '.png' }),
    await client.getCurrentUser(),
  ];
  const status: JwtTokenStatus = await client.checkLoginStatus('token');
  const refreshed: RefreshToken = await client.refreshToken();
  const userId: string = client.checkLoggedIn();
  client.setCurrentUser({ id: userId, arn: '', userPoolId: String(status.code) });
  client.setToken(String(refreshed.token));
  client.setLang('zh-CN');
  client.setRequestFrom('guard');
  await client.logoutCurrent();
  await client.logout();
  const stored: User | null = client.tokenProvider.getUser();
  client.tokenProvider.setToken(client.tokenProvider.getToken() ?? '');
  if (stored) client.tokenProvider.setUser(stored);
  client.tokenProvider.clearUser();
  return users;
}

export async function passwords(): Promise<CommonMessage[]> {
  const strength: CheckPasswordStrengthResult = await client.checkPasswordStrength('pw');
  const level: PasswordSecurityLevel = client.computedPasswordSecurityLevel(strength.message ?? 'pw');
  if (level === PasswordSecurityLevel.LOW) throw new Error('too weak');
  return [
    await client.sendSmsCode('138', '+86', SceneType.SCENE_TYPE_RESET),
    await client.sendEmail('a@example.com', EmailScene.ResetPassword),
    await client.resetPasswordByPhoneCode('138', '1234', 'new', '+86'),
    await client.resetPasswordByEmailCode('a@example.com', '1234', 'new'),
    await client.resetPasswordByFirstLoginToken({ token: 'token', password: 'new' }),
    await client.resetPasswordByForceResetToken({ token: 'token', oldPassword: 'old', newPassword: 'new' }),
  ];
}

export async function customFields(): Promise<void> {
  const fields: UserDefinedData[] = await client.listUdv();
  for (const { key, dataType, value, label } of fields) {
    if (dataType === UdfDataType.String) await client.setUdv(key, `${value}${label ?? ''}`);
  }
  const left: UserDefinedData[] = await client.removeUdv('school');
  const { school } = await client.getUdfValue();
  const stored: { key: string; value: string; label?: string | null }[] = await client.setUdfValue({ school });
  await client.removeUdfValue(`${left.length}${stored.length}`);
}

export async function rights(): Promise<boolean> {
  const resources: PaginatedAuthorizedResources = await client.listAuthorizedResources('default', {
    resourceType: ResourceType.Data,
  });
  const isData = resources.list.every(({ type, actions }) => type === ResourceType.Data && actions?.includes('read'));
  const departments: { totalCount: number; list: { isMainDepartment: boolean; department: { path: string[] } }[] } =
    await client.listDepartments();
  const orgs: { name: string }[] = await client.listOrgs();
  const isAdmin: boolean = await client.hasRole('admin', 'default');
  return isData && isAdmin && departments.totalCount === orgs.length;
}

export async function aboutTheAccount(provider: ProviderType): Promise<string> {
  const level: SecurityLevel = await client.getSecurityLevel();
  const isSafe = level.mfa && level.passwordSecurityLevel === PasswordSecurityLevel.HIGH;
  const applications: { totalCount: number; list: ApplicationPublicDetail[] } = await client.listApplications({
    page: 1,
    limit: 10,
  });
  const isTaken: boolean = await client.isUserExists({ username: 'ada', email: 'a', phone: '138', externalId: 'x' });
  const linked: { code: number; message: string } = await client.linkAccount({
    primaryUserToken: 'one',
    secondaryUserToken: 'other',
  });
  const unlinked: { code: number; message: string } = await client.unLinkAccount({ primaryUserToken: 'one', provider });
  const { sub }: { sub: string } = await client.validateToken({ accessToken: 'at' });
  return [isSafe, applications.list[0]?.name, isTaken, linked.message, unlinked.code, sub].join();
}

export async function credentials(): Promise<string | undefined> {
  const request: SigninByCredentialsDto = {
    connection: SigninByCredentialsConnection.PASSWORD,
    passwordPayload: { account: 'ada', password: 'pw' },
    options: { passwordEncryptType: PasswordEncryptType.NONE, responseType: SignInResponseType.Code, state: 's' },
    client_id: 'app',
  };
  const tokens: { access_token?: string; token_type: string; expire_in?: number } =
    await client.signinByCredentials(request);
  return tokens.access_token;
}

export async function secondFactors(photo: Blob): Promise<User[]> {
  const mfaToken = 'mfa';
  const bound = await client.mfa.getMfaAuthenticators({ type: 'totp', mfaToken, source: 'SELF' });
  const binding = await client.mfa.assosicateMfaAuthenticator({ authenticatorType: 'totp', mfaToken });
  const confirmed = await client.mfa.confirmAssosicateMfaAuthenticator({
    authenticatorType: 'totp',
    totp: binding.secret,
    mfaToken,
  });
  const deleted = await client.mfa.deleteMfaAuthenticator();
  const isBindable: boolean = await client.mfa.phoneOrEmailBindable({ phone: '138', mfaToken });
  if (!isBindable || bound[0]?.enable || confirmed.code !== deleted.code) return [];
  return [
    await client.mfa.verifyTotpMfa({ totp: '112233', mfaToken }),
    await client.mfa.verifyAppSmsMfa({ phone: '138', code: '1234', mfaToken, phoneCountryCode: '+86' }),
    await client.mfa.verifyAppEmailMfa({ email: 'a@example.com', code: '1234', mfaToken }),
    await client.mfa.verifyTotpRecoveryCode({ recoveryCode: 'aaaa', mfaToken }),
    await client.mfa.associateFaceByUrl({ baseFace: 'https://a', compareFace: 'https://b', mfaToken }),
    await client.mfa.associateFaceByLocalFile(mfaToken),
    await client.mfa.associateFaceByBlob({ baseFace: photo, compareFace: photo, mfaToken }),
    await client.mfa.verifyFaceMfa('key', mfaToken),
  ];
}

export async function subClients(): Promise<boolean> {
  const { url }: { url: string } = await client.social.generateLinkExtIdpUrl({
    extIdpConnIdentifier: 'github-1',
    idToken: 'idt',
  });
  await client.social.unlinkExtIdp({ extIdpId: 'ext' });
  const [identity] = await client.social.getIdentities();
  const principal: PrincipalDetail | null = await client.principal.detail();
  const isPerson: boolean = await client.principal.authenticate({ type: 'P', name: 'N', idCard: 'I', bankCard: 'B' });
  const isFirm: boolean = await client.principal.authenticate({
    type: 'E',
    enterpriseName: 'N',
    enterpriseCode: 'C',
    legalPersonName: 'L',
  });
  const devices: MyDevicesList[] = await client.browserFingerprint.myDevicesList();
  const isUnbound: boolean = await client.browserFingerprint.myDevicesUnbind(String(devices[0]?.lastIp));
  const isOut: boolean = await client.browserFingerprint.myDevicesLogout(`${url}${identity?.extIdpId}`);
  await client.event.pub('custom.event', principal?.principalName ?? '');
  return isPerson && isFirm && isUnbound && isOut;
}

export async function protocols(): Promise<string> {
  const tokens = await client.getAccessTokenByCode('code', { codeVerifier: client.generateCodeChallenge() });
  await client.getAccessTokenByIdToken({ redirectUri: 'https://a', idToken: 'idt', scope: 'openid' });
  await client.getNewAccessTokenByRefreshToken(tokens.refresh_token);
  await client.getAccessTokenByClientCredentials('a:read', { accessKey: 'k', accessSecret: 's' });
  const { sub } = await client.getUserInfoByAccessToken(tokens.access_token, { method: 'POST', tokenPlace: 'body' });
  const { active } = await client.introspectToken(tokens.access_token);
  const isRevoked: boolean = await client.revokeToken(tokens.access_token);
  const { valid, message }: { valid: boolean; message: string } = await client.validateTicketV1('ST-1', 'https://a');
  const answer = await client.validateTicketV2('ST-1', 'https://a', 'JSON');
  const ticket = answer as Cas20ValidationSuccessResult;
  const tracked = await client.trackSession();
  const session: SsoSession | undefined = tracked?.session;
  const oidc: IOidcParams = { responseType: 'code', responseMode: 'query', codeChallengeMethod: 'S256' };
  const oauth: IOauthParams = { responseType: 'token' };
  const cas: ICasParams = { service: 'https://a' };
  const out: ILogoutParams = { expert: true, idToken: 'idt', redirectUri: 'https://a' };
  const digest: string = client.getCodeChallengeDigest({ codeChallenge: 'v', method: 'S256' });
  const urls: string[] = [oidc, oauth, cas, undefined].map((options) => client.buildAuthorizeUrl(options));
  const user = ticket.serviceResponse.authenticationSuccess.attributes.preferred_username;
  return [
    sub,
    active,
    isRevoked,
    valid,
    message,
    session?.cookie.userId,
    digest,
    user,
    client.buildLogoutUrl(out),
    ...urls,
  ].join();
}

export async function scanning(): Promise<string> {
  const { random, url, customLogo }: QRCodeGenarateResult = await client.qrcode.geneCode({ customData: { a: 1 } });
  const status: QRCodeStatus = await client.wxqrcode.checkStatus(random);
  const user: Partial<User> = await client.wechatmpqrcode.exchangeUserInfo(status.ticket ?? '');
  const timer = await client.qrcode.startPolling(random, {
    interval: 800,
    onStart: (started) => started,
    onResult: (data: QRCodeStatus) => data.status,
    onScanned: (info: QRCodeUserInfo) => info.nickname,
    onSuccess: (info, ticket) => `${info.photo}${ticket}`,
    onError: (message: string) => message,
    onMfa: (code, message, data) => ({ code, message, data }),
    onAuthFlow: (flow) => flow,
  });
  await client.qrcode.stopPolling(timer);
  await client.qrcode.startScanning('qrcode', {
    autoExchangeUserInfo: true,
    size: { height: 1, width: 1 },
    containerSize: { height: 1, width: 1 },
    extIdpConnId: 'c',
    onCodeShow: (shown, address) => shown + address,
    onSuccess: (info, ticket) => `${info.token}${ticket}`,
    onRetry: () => {},
    tips: { title: 'a', scanned: 'b', succeed: 'c', canceled: 'd', expired: 'e', retry: 'f', failed: 'g' },
  });
  return `${url}${customLogo}${user.id}`;
}

export async function windows(): Promise<boolean> {
  await client.social.authorize('github', {
    popup: true,
    position: { w: 1, h: 1 },
    authorizationParams: { a: 1 },
    relayMethod: RelayMethodEnum.WEB_MESSAGE,
    onSuccess: (user: User) => user.id,
    onError: (code: number, message: string, data: unknown) => `${code}${message}${data}`,
  });
  await client.enterprise.authorize(Protocol.AZURE_AD, 'acme', {
    onSuccess: (user) => user.id,
    onError: (code, message) => `${code}${message}`,
  });
  client.event.sub(
    'custom.event',
    (message: string) => message,
    (error: unknown) => error,
  );
  const { browserId, deviceFingers } = await client.browserFingerprint.getBrowserFingers();
  const { deviceFingers: same } = await client.browserFingerprint.getDeviceInfo();
  const isKnown: boolean = await client.browserFingerprint.createDevice();
  return isKnown && browserId === '' && deviceFingers.canvasFingerprint === same.canvasFingerprint;
}
