import type { Clock } from '@sallyport/core/clock';
import { clientOf, type Methods } from '@sallyport/core/endpoints';
import { InputError } from '@sallyport/core/errors';
import type { RequestOptions, Wire } from '@sallyport/core/http';
import { type Lifetime, lazy } from '@sallyport/core/loading';
import { hasPage } from '@sallyport/core/platform';
import { errorFromAuthing, redact } from '@sallyport/core/sending';
import type { User } from '@sallyport/core/user';
import { requireText } from '@sallyport/core/validation';
import { startWork } from '../../client/ongoing-work.js';
import type { ResolvedOptions } from '../options/options.js';
import type { AuthingSignIn } from '../sign-in/sign-in-completion.js';
import { qrCodeEndpoints } from './qr-code.endpoints.js';
import type {
  QRCodeGenarateResult,
  QRCodeStatus,
  QRCodeUserInfo,
  QrCodeOptions,
  QrCodePollingOptions,
  QrCodeScanningOptions,
  QrCodeScene,
  QrCodeTimer,
} from './qr-code.types.js';
import { QrCodePolling } from './qr-code-polling.js';

// An application that draws the code itself never loads it.
const loadScanning = /* @__PURE__ */ lazy(() => import('./qr-code-scanning.js'));

const Rows = /* @__PURE__ */ clientOf(qrCodeEndpoints);

/** Ports of a sign-in by a code that is scanned. */
export interface QrCodeDeps {
  readonly publicWire: Wire;
  readonly clock: Clock;
  readonly request: RequestOptions;
  readonly lifetime: Lifetime;
  readonly signIn: Pick<AuthingSignIn, 'withFirstFactor'>;
  readonly options: Pick<ResolvedOptions, 'logger' | 'headers'>;
}

/** Signing in by a code that somebody who is signed in elsewhere scans. */
export class QrCodeAuthenticationClient {
  readonly #deps: QrCodeDeps;
  readonly #scene: QrCodeScene;
  readonly #rows: Methods<typeof qrCodeEndpoints>;

  constructor(deps: QrCodeDeps, scene: QrCodeScene) {
    this.#deps = deps;
    this.#scene = scene;
    this.#rows = new Rows(deps.publicWire); // an expired session does not block the next sign-in
  }

  /** Makes a code to show. */
  geneCode(options?: QrCodeOptions): Promise<QRCodeGenarateResult> {
    return this.#rows.geneCode(this.#scene, options ?? {});
  }

  /**
   * Asks what has become of a code.
   *
   * @param random - What `geneCode` answered.
   */
  checkStatus(random: string): Promise<QRCodeStatus> {
    return this.#rows.checkStatus(random);
  }

  /**
   * Trades the ticket of a code that was approved for its user, whose token comes with it. The session stays as it is:
   * `setCurrentUser` begins one, and so does `startScanning` with `autoExchangeUserInfo`.
   */
  exchangeUserInfo(ticket: string): Promise<User> {
    return this.#rows.exchangeUserInfo(ticket);
  }

  /**
   * Asks after a code until it is approved, refused or over, one question at a time. A network or a server that fails is
   * asked more and more seldom, and given up after the sixth time in a row.
   *
   * @param random - What `geneCode` answered.
   * @returns What `stopPolling` takes.
   */
  async startPolling(random: string, options?: QrCodePollingOptions): Promise<QrCodeTimer> {
    requireText('random', random);
    const settings = options ?? {};
    assertInterval(settings.interval);
    const { clock, publicWire, request, lifetime, options: client } = this.#deps;
    const polling = new QrCodePolling(
      {
        clock,
        logger: client.logger,
        work: startWork(settings.signal, request.signal, lifetime),
        check: (signal) => new Rows(publicWire.with({ signal })).checkStatus(random),
        suspend: (demand) => this.#suspend(demand),
      },
      settings,
    );
    void polling.run();
    return polling;
  }

  /**
   * Stops a polling, also in the middle of a question.
   *
   * @param timer - What `startPolling` answered, or `onStart` was told. Anything else is left alone.
   */
  async stopPolling(timer: unknown): Promise<void> {
    if (timer instanceof QrCodePolling) timer.stop();
  }

  /**
   * Shows a code in an element of the page and signs in whoever scans it; a code that is over can be renewed by a button.
   * To stop it, abort `signal`, or take the element out of the page.
   *
   * @param domId - The id of the element. It is made where there is none.
   * @returns Resolves when the code is there, or a button to try again.
   */
  async startScanning(domId: string, options?: QrCodeScanningOptions): Promise<void> {
    requireText('domId', domId);
    assertInterval(options?.interval);
    if (!hasPage()) {
      throw new InputError({
        message: 'startScanning needs a page to show the code in',
        remedy: 'Use geneCode and startPolling elsewhere.',
      });
    }
    const { startScanning } = await loadScanning();
    const { logger, headers } = this.#deps.options;
    const exchange = (userInfo: QRCodeUserInfo, ticket: string) => this.#signIn(userInfo, ticket);
    await startScanning({ client: this, exchange, logger, lang: headers.get('lang') }, domId, options ?? {});
  }

  /** @throws {MfaRequiredError} `client.pendingSignIn` has what the next screen needs. */
  #signIn(userInfo: QRCodeUserInfo | undefined, ticket: string): Promise<User> {
    return this.#deps.signIn.withFirstFactor('unknown', () => {
      // Some servers send the whole user along with the status, which the vendor's type does not know.
      return userInfo?.token ? Promise.resolve(userInfo as unknown as User) : this.exchangeUserInfo(ticket);
    });
  }

  // What a server asks of who has scanned is what it asks of who has typed a password.
  async #suspend({ code, message, data }: Readonly<Record<string, unknown>>): Promise<void> {
    const error = errorFromAuthing({
      code: typeof code === 'number' ? code : undefined,
      message: redact(typeof message === 'string' ? message : 'The sign-in wants one more step'),
      data,
      status: 200,
    });
    await this.#deps.signIn.withFirstFactor('unknown', () => Promise.reject(error)).catch(() => {});
  }
}

function assertInterval(interval: number | undefined): void {
  if (interval === undefined || (Number.isFinite(interval) && interval > 0)) return;
  throw new InputError({
    message: 'interval must be a positive number',
    remedy: 'Pass milliseconds, or leave it out.',
  });
}
