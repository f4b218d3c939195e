import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import { fingerprintOf, isSameSecret, newSecret } from '../opaque-token.js';
import type { SignInPage } from './browser.types.js';

const LIFETIME_MS = 600_000;

/** The sign-in pages that people look at, each bound to one browser. */
export class SignInPages {
  readonly #store: MemoryStore;
  readonly #clock: Clock;

  constructor(store: MemoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @param browser - The cookie of the browser. */
  open(browser: string, page: Pick<SignInPage, 'applicationId' | 'returnTo' | 'target' | 'loginHint'>): SignInPage {
    const now = this.#clock.now();
    this.#store.signInPages.deleteWhere(({ expiresAt }) => expiresAt <= now);
    const [id, csrfToken, browserId] = [newSecret(), newSecret(), fingerprintOf(browser)];
    const opened = { ...page, id, csrfToken, browserId, mfaToken: null, expiresAt: now + LIFETIME_MS };
    this.#store.signInPages.put(opened);
    return opened;
  }

  /** A page of this browser; `null` when it has ended, or is somebody else's. */
  find(id: string, browser: string | undefined): SignInPage | null {
    const page = this.#store.signInPages.get(id);
    const isOwn = page && browser !== undefined && page.browserId === fingerprintOf(browser);
    return isOwn && page.expiresAt > this.#clock.now() ? page : null;
  }

  /** Whether a form came from the page. */
  isFrom(page: SignInPage, csrfToken: string | undefined): boolean {
    return isSameSecret(csrfToken ?? '', page.csrfToken);
  }

  awaitSecondFactor(page: SignInPage, mfaToken: string): SignInPage {
    const waiting = { ...page, mfaToken };
    this.#store.signInPages.put(waiting);
    return waiting;
  }

  close({ id }: SignInPage): void {
    this.#store.signInPages.delete(id);
  }
}
