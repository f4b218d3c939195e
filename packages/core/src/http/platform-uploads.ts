import { lazy } from '../loading/lazy.js';
import type { UploadTransport } from './upload-transport.js';

const loadXhrUpload = /* @__PURE__ */ lazy(() => import('./xhr-upload.js'));
const loadFetchUpload = /* @__PURE__ */ lazy(() => import('./fetch-upload.js'));

/**
 * Uploads with `fetch`, which can be told to follow no redirect; where somebody watches the progress and the platform
 * has it, with `XMLHttpRequest`, which alone can tell. Either is loaded with the first upload.
 */
export const platformUploads: UploadTransport = {
  send: async (request) => {
    const isWatched = request.onProgress !== undefined && typeof XMLHttpRequest === 'function';
    const { upload } = await (isWatched ? loadXhrUpload() : loadFetchUpload());
    return upload(request);
  },
};
