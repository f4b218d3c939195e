import { abortWith } from '@sallyport/core/http';
import type { AbortSource } from '@sallyport/core/loading';

/** Work that goes on until it is done, or one of those who may stop it does. */
export interface OngoingWork {
  readonly signal: AbortSignal;
  stop(reason?: unknown): void;
  /** Lets go of everybody's signal. */
  end(): void;
}

/** @param signals - Who may stop it, such as the caller, and the client whose life is over. */
export function startWork(...signals: readonly (AbortSource | undefined)[]): OngoingWork {
  const controller = new AbortController();
  const end = abortWith(controller, signals);
  return { signal: controller.signal, stop: (reason) => controller.abort(reason), end };
}
