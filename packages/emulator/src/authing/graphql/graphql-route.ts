import type { Domain } from '../../domain/create-domain.js';
import { Refusal } from '../../domain/refusal.js';
import { HttpRefusal } from '../../http/http-refusal.js';
import { isJsonObject, type JsonObject, readJsonObject } from '../../http/json-body.js';
import type { RouteTable } from '../../http/route-table.js';
import { AuthingCall } from '../authing-call.js';
import { refusalAnswer } from '../refusal-answer.js';
import type { GraphqlEngine, GraphqlRequest } from './graphql-engine.js';

/** The one route of the GraphQL half of the wire. */
export function mountGraphql(routes: RouteTable, domain: Domain, engine: GraphqlEngine): void {
  routes.on('POST', '/graphql/v2', async (c) => {
    const request = requestFrom(await readJsonObject(c.env.incoming));
    try {
      const { status, headers, body } = await engine.execute(request, new AuthingCall(domain, c.env.incoming));
      return c.json(body, status, headers); // 200, 400, 429 or 500
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return c.json({ data: null, errors: [{ message: refusalAnswer(error).body }] });
    }
  });
}

/** @throws {HttpRefusal} The body is no GraphQL request. */
function requestFrom({ query, variables, operationName }: JsonObject): GraphqlRequest {
  if (typeof query !== 'string') throw new HttpRefusal(400, 'query is not a text');
  if (variables !== undefined && variables !== null && !isJsonObject(variables)) {
    throw new HttpRefusal(400, 'variables is not an object');
  }
  const name = typeof operationName === 'string' ? operationName : undefined;
  return { query, variables: variables ?? {}, operationName: name };
}
