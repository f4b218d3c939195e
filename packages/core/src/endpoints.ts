// Declarations of endpoints.
export { type ClientOf, clientOf, type Methods, type Table } from './http/client-of.js';
export type {
  Address,
  Credential,
  Endpoint,
  GraphqlAddress,
  RestAddress,
  Returning,
  ToWire,
  Traits,
} from './http/endpoint.js';
export { type Graphql, graphqlWith, type Scalars, type Selection } from './http/graphql.js';
export { rest } from './http/rest.js';
