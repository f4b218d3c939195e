import { lazy } from '@sallyport/core/loading';
import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { Domain } from '../../domain/create-domain.js';
import { Refusal } from '../../domain/refusal.js';
import { UNEXPECTED } from '../../http/error-answers.js';
import type { AuthingCall } from '../authing-call.js';
import type { Feature } from '../feature.js';
import { refusalAnswer } from '../refusal-answer.js';
import type { RootResolver } from './resolve.js';
import { sharedTypes } from './schema.graphql.js';

/** What goes back over HTTP. */
export interface GraphqlAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { readonly data?: unknown; readonly errors?: readonly unknown[] };
}

/** A document to execute, and what it is executed with. */
export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

// What the longest document of the published client needs, several times over.
const MAX_TOKENS = 3_000;

const loadGraphql = lazy(() => import('graphql'));

/** Executes documents against the features' schema. In Authing's answers the `message` of an error is an object. */
export class GraphqlEngine {
  readonly #features: readonly Feature[];
  readonly #roots: Readonly<Record<string, RootResolver>>;
  readonly #onUnexpected: (error: unknown) => void;
  #schema: GraphQLSchema | undefined;

  constructor(features: readonly Feature[], domain: Domain, onUnexpected: (error: unknown) => void) {
    const roots: [string, RootResolver][] = [];
    for (const { resolvers } of features) resolvers?.((row, handle) => roots.push([row.address.root, handle]), domain);
    this.#features = features;
    this.#roots = Object.fromEntries(roots);
    this.#onUnexpected = onUnexpected;
  }

  async execute({ query, variables, operationName }: GraphqlRequest, call: AuthingCall): Promise<GraphqlAnswer> {
    const { buildSchema, execute, GraphQLError, parse, validate } = await loadGraphql();
    this.#schema ??= buildSchema([sharedTypes, ...this.#features.map(({ typeDefs = '' }) => typeDefs)].join('\n'));
    try {
      const document = parse(query, { maxTokens: MAX_TOKENS });
      const faults = validate(this.#schema, document, undefined, { maxErrors: 5 });
      if (faults.length > 0) return this.#answer({ errors: faults, status: 400 });
      const result = await execute({
        schema: this.#schema,
        document,
        rootValue: this.#roots,
        contextValue: call,
        variableValues: variables,
        operationName,
      });
      // Without `data` nothing was executed: the variables do not fit, or there is no such operation.
      return this.#answer({ ...result, status: 'data' in result ? 200 : 400 });
    } catch (error) {
      if (error instanceof GraphQLError) return this.#answer({ errors: [error], status: 400 });
      throw error;
    }
  }

  #answer(result: {
    readonly data?: unknown;
    readonly errors?: readonly GraphQLError[];
    readonly status: number;
  }): GraphqlAnswer {
    const { data = null, errors = [] } = result;
    if (errors.length === 0) return { status: 200, headers: {}, body: { data } };
    const views = errors.map((error) => this.#errorView(error, result.status));
    const status = [500, 429].find((each) => views.some((view) => view.status === each)) ?? result.status;
    const headers = Object.assign({}, ...views.map((view) => view.headers)) as Record<string, string>; // of all views
    return { status, headers, body: { data, errors: views.map(({ error }) => error) } };
  }

  #errorView({ originalError, message, path, locations }: GraphQLError, status: number) {
    const view = (said: unknown, http: { status?: number; headers?: Readonly<Record<string, string>> } = {}) => ({
      ...http,
      error: { message: said, path, locations },
    });
    if (originalError instanceof Refusal) {
      const { body, ...http } = refusalAnswer(originalError);
      return view(body, http);
    }
    if (status === 400 || !originalError) return view({ code: 400, message, data: null });
    // graphql-js wraps values that are no `Error` of this realm.
    this.#onUnexpected('thrownValue' in originalError ? originalError.thrownValue : originalError);
    return view({ code: 500, message: UNEXPECTED, data: null }, { status: 500 });
  }
}
