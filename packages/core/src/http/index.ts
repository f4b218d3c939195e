export { type ClientOf, clientOf, type Methods, type Table } from './client-of.js';
export { abortWith } from './deadline.js';
export { DisposableTransport } from './disposable-transport.js';
export type {
  Address,
  Credential,
  Endpoint,
  GraphqlAddress,
  RestAddress,
  Returning,
  ToWire,
  Traits,
} from './endpoint.js';
export { type Graphql, graphqlWith, type Scalars, type Selection } from './graphql.js';
export { assertHeader, isHeader } from './header.js';
export type { HttpRequest, HttpResponse, HttpTransport, UploadProgress } from './http-transport.js';
export { assertRequestOptions } from './request-options.js';
export { rest } from './rest.js';
export { RowWire, type RowWireSettings } from './row-wire.js';
export { reportOptionsBeside, type TransportOptions, type TransportSettings } from './transport-options.js';
export type { CredentialSource, RequestOptions, Wire } from './wire.js';
