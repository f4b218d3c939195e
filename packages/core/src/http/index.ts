export { abortWith } from './deadline.js';
export { DisposableTransport } from './disposable-transport.js';
export { assertHeader, isHeader } from './header.js';
export type { HttpRequest, HttpResponse, HttpTransport, UploadProgress } from './http-transport.js';
export { assertRequestOptions } from './request-options.js';
export type { TransportOptions, TransportSettings } from './transport-options.js';
export type { CredentialSource, RequestOptions, Wire } from './wire.js';
