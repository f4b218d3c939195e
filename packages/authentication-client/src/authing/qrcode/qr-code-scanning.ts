import { isSallyportError, MfaRequiredError } from '@sallyport/core/errors';
import type { Logger } from '@sallyport/core/logging';
import type { User } from '@sallyport/core/user';
import type {
  QRCodeGenarateResult,
  QRCodeUserInfo,
  QrCodeOptions,
  QrCodePollingOptions,
  QrCodeScanningOptions,
  QrCodeTimer,
} from './qr-code.types.js';
import { tell } from './qr-code-polling.js';
import { QrCodeView } from './qr-code-view.js';

/** What a scanning is made of. */
export interface ScanningPorts {
  readonly client: {
    geneCode(options: QrCodeOptions): Promise<QRCodeGenarateResult>;
    startPolling(random: string, options: QrCodePollingOptions): Promise<QrCodeTimer>;
  };
  readonly exchange: (userInfo: QRCodeUserInfo, ticket: string) => Promise<User>;
  readonly logger: Logger;
  readonly lang: string | undefined;
}

const CHINESE = {
  title: '请在移动端确认账号登录',
  scanned: '已扫码',
  succeed: '扫码成功',
  expired: '二维码已过期',
  retry: '重试',
  failed: '二维码加载失败',
  middleTitle: '确认登录',
  referText: '重新扫码',
};

const ENGLISH: typeof CHINESE = {
  title: 'Scan the code and confirm on your phone',
  scanned: 'Scanned',
  succeed: 'Signed in',
  expired: 'The code has expired',
  retry: 'Try again',
  failed: 'The code could not be loaded',
  middleTitle: 'Confirm on your phone',
  referText: 'Show another code',
};

/** Shows codes in an element until one is approved. Resolves when the first is there. */
export async function startScanning(
  ports: ScanningPorts,
  domId: string,
  options: QrCodeScanningOptions,
): Promise<void> {
  const { client, exchange, logger } = ports;
  const texts = { ...(ports.lang === 'zh-CN' ? CHINESE : ENGLISH), ...options.tips };
  const view = new QrCodeView(domId, options);
  let polling: QrCodeTimer | undefined;

  const say = (name: keyof QrCodeScanningOptions & `on${string}`, ...args: readonly unknown[]): void =>
    tell(options[name], args, () => logger.error('A listener failed', { event: name }));

  async function show(): Promise<void> {
    polling?.stop();
    view.showText(texts.title);
    try {
      const { random, url, customLogo } = await client.geneCode(options);
      view.showCode(url, customLogo, {
        onLoad: () => say('onCodeLoaded', random, url),
        onError: () => fail('onCodeLoadFailed', texts.failed),
      });
      view.showText(texts.title);
      say('onCodeShow', random, url);
      polling = await poll(random);
    } catch (error) {
      fail('onCodeLoadFailed', error instanceof Error ? error.message : texts.failed);
    }
  }

  function poll(random: string): Promise<QrCodeTimer> {
    return client.startPolling(random, {
      ...options,
      onResult(data) {
        say('onResult', data);
        if (!view.isThere) polling?.stop(); // the page has gone on
      },
      onScanned(userInfo) {
        view.showText([userInfo?.nickname ?? texts.scanned, texts.middleTitle].join(': '));
        view.offer(texts.referText, () => void replace(random));
        say('onScanned', userInfo);
      },
      onSuccess: (userInfo, ticket) => void succeed(userInfo, ticket),
      onCancel() {
        void replace(random);
        say('onCancel');
      },
      onExpired() {
        view.showText(texts.expired);
        view.offer(texts.retry, () => retry(random));
        say('onExpired');
      },
      onError: (message, error) => fail('onError', message, error),
    });
  }

  async function succeed(userInfo: QRCodeUserInfo, ticket: string): Promise<void> {
    if (!options.autoExchangeUserInfo) {
      view.showText(texts.succeed);
      say('onSuccess', userInfo, ticket);
      return;
    }
    try {
      const user = await exchange(userInfo, ticket);
      view.showText(texts.succeed);
      say('onSuccess', user, ticket);
    } catch (error) {
      if (error instanceof MfaRequiredError) say('onMfa', error.code, error.message, error.data);
      else fail('onError', isSallyportError(error) ? error.message : texts.failed, error);
    }
  }

  function fail(listener: 'onError' | 'onCodeLoadFailed', ...said: readonly unknown[]): void {
    polling?.stop();
    view.showText(texts.failed);
    view.offer(texts.retry, () => retry());
    say(listener, ...said);
  }

  function retry(random?: string): void {
    say('onRetry');
    void replace(random);
  }

  async function replace(random?: string): Promise<void> {
    view.clear();
    if (random !== undefined) say('onCodeDestroyed', random);
    await show();
  }

  await show();
}
