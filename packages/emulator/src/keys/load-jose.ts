import { lazy } from '@sallyport/core/loading';

/** Loads jose with the first token that is read. */
export const loadJose = lazy(() => import('jose'));
