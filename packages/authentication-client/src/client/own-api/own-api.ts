/** Calls to the application's own API, in one file: few pages have one. */
export { ApiAccess } from './api-access.js';
export { authorizedFetch } from './authorized-fetch.js';
export { axiosHandlers } from './axios-interceptor.js';
