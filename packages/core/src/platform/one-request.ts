// The part of requests.ts that pages need: they serve no requests.

/** @returns `false` */
export const isBoundToRequests = (): boolean => false;

/** A value that every caller can see. */
export class RequestBound<T> {
  current: T | null = null;
}
