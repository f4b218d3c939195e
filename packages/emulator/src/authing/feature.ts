import type { Domain } from '../domain/create-domain.js';
import type { Resolve } from './graphql/resolve.js';
import type { Mount } from './mount.js';

/** One feature's share of the wire. */
export interface Feature {
  /** Types and root fields, with `extend type Query` and `extend type Mutation`. */
  readonly typeDefs?: string;
  readonly resolvers?: (resolve: Resolve, domain: Domain) => void;
  readonly routes?: (mount: Mount, domain: Domain) => void;
}
