import {
  type Exact,
  type GraphqlAddress,
  type Returning,
  returning,
  type Scalar,
  type ToWire,
  type Traits,
} from './endpoint.js';

/** The text of a selection set. The annotation says what it reads; a contract test holds it against the schema. */
export type Selection<T> = string & { readonly reads?: T };

/** The types of variables that every schema has. */
export type Scalars = { String: string; ID: string; Int: number; Float: number; Boolean: boolean };

type Bare<T, S> = T extends `[${infer Item}]` ? readonly Value<Item, S>[] : T extends keyof S ? S[T] : never;
type Value<T, S> = T extends `${infer Inner}!` ? Bare<Inner, S> : Bare<T, S> | null | undefined;
type TypeName<N extends string> = N | `${N}!` | `[${N}]` | `[${N}]!` | `[${N}!]` | `[${N}!]!`;
type Variables<V, S> = { readonly [N in keyof V as V[N] extends `${string}!` ? N : never]: Value<V[N], S> } & {
  readonly [N in keyof V as V[N] extends `${string}!` ? never : N]?: Value<V[N], S>;
};

/** A GraphQL row that lacks nothing but what it selects of the answer. */
export interface GraphqlReturns<F extends ToWire> {
  /** For a root field that is a scalar. */
  returns<Answer extends Scalar>(): Returning<F, Answer, GraphqlAddress>;
  /** For a root field that is an object: which fields of it to read, and as what. */
  returns<Answer>(selection: Selection<Answer>): Returning<F, Answer, GraphqlAddress>;
}

/** A GraphQL row that lacks its arguments. */
export interface GraphqlAccepts<V, S> {
  /** Maps the public positional arguments to the operation's variables. */
  accepts<F extends ToWire<Exact<ReturnType<F>, Variables<V, S>>>>(toWire: F): GraphqlReturns<F>;
}

/** Begins a GraphQL row. `S` has the types of variables under their names in the schema. */
export type Graphql<S> = <const V extends { readonly [name: string]: TypeName<keyof S & string> }>(
  operation: `${'query' | 'mutation'} ${string}`,
  variables: V,
  traits?: Traits<'client' | 'none'>,
) => GraphqlAccepts<V, S>;

/** Makes a `graphql` that knows the input types of a schema besides the scalars. */
export function graphqlWith<Inputs = unknown>(): Graphql<Scalars & Inputs> {
  return (operation, variables, traits) => {
    const [kind = '', root = ''] = operation.split(' ');
    const address = (selection: string): GraphqlAddress => {
      let text: string | undefined; // on first use, since writing a hundred documents would delay every start
      return { root, document: () => (text ??= write(kind, root, variables, selection)) };
    };
    return {
      accepts: (toWire) => ({
        returns: (selection = '') => returning(address(selection), { idempotent: kind === 'query', ...traits }, toWire),
      }),
    };
  };
}

function write(kind: string, root: string, variables: { readonly [name: string]: string }, selection: string): string {
  const list = (parts: readonly string[]): string => (parts.length > 0 ? `(${parts.join(', ')})` : '');
  const names = Object.keys(variables);
  // A variable that the selection uses is the argument of a nested field, so the root does not take it.
  const nested: readonly string[] = selection.match(/\$\w+/g) ?? [];
  const ofRoot = names.filter((name) => !nested.includes(`$${name}`));
  const head = `${kind} ${root}${list(names.map((name) => `$${name}: ${variables[name]}`))}`;
  return `${head} { ${root}${list(ofRoot.map((name) => `${name}: $${name}`))}${selection && ` { ${selection} }`} }`;
}
