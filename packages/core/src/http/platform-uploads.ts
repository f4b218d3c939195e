import type { UploadTransport } from './upload-transport.js';

/**
 * Uploads with `fetch`, which can be told to follow no redirect; where somebody watches the progress and the platform
 * has it, with `XMLHttpRequest`, which alone can tell. Either is loaded with the first upload.
 */
export const platformUploads: UploadTransport = {
  send: async (request) => {
    const isWatched = request.onProgress !== undefined && typeof XMLHttpRequest === 'function';
    const { upload } = isWatched ? await import('./xhr-upload.js') : await import('./fetch-upload.js');
    return upload(request);
  },
};
