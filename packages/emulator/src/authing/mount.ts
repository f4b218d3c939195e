import { randomUUID } from 'node:crypto';
import type { Endpoint, RestAddress, ToWire } from '@sallyport/core/endpoints';
import type { Domain } from '../domain/create-domain.js';
import { Refusal } from '../domain/refusal.js';
import type { Answer, Context } from '../http/context.js';
import { type JsonObject, readJsonObject } from '../http/json-body.js';
import type { RouteTable } from '../http/route-table.js';
import { AuthingCall } from './authing-call.js';
import { refusalAnswer } from './refusal-answer.js';

type Names<T> = T extends object ? keyof T : never;
type PathOf<Input> = Input extends { readonly path: infer P } ? { readonly [Name in keyof P]: string } : unknown;
type QueryOf<Input> = Input extends { readonly query: infer Q } ? { readonly [Name in keyof Q]?: string } : unknown;
type BodyOf<Input> = Input extends { readonly body: infer B } ? { readonly [Name in Names<B>]?: unknown } : unknown;

/** A request under the names that its row has. The values are whatever came in. */
interface RestRequest<Input> {
  /** Decoded once. */
  readonly path: PathOf<Input>;
  readonly query: QueryOf<Input>;
  readonly body: BodyOf<Input>;
  readonly call: AuthingCall;
}

/** Answers the endpoint of a row. */
export type Mount = <F extends ToWire, Answer, Result>(
  row: Endpoint<F, Answer, Result, RestAddress>,
  handle: (request: RestRequest<ReturnType<F>>) => NoInfer<Answer> | Promise<NoInfer<Answer>>,
) => void;

const METHODS_WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** Makes the `mount` that puts rows into a route table, in Authing's envelope. */
export function mountOn(routes: RouteTable, domain: Domain): Mount {
  return (row, handle) => {
    const { method, path } = row.address;
    const isNewer = path.startsWith('/api/v3/');
    const isWhole = row.traits.receives === 'body';
    routes.on(method, path, async (c) => {
      try {
        const body = METHODS_WITH_BODY.has(method) ? await readJsonObject(c.env.incoming) : {};
        const call = new AuthingCall(domain, c.env.incoming);
        // The row has the names, and no value is believed: what did not come in is missing under its name.
        const request = { path: c.req.param(), query: queryOf(c), body, call } as RestRequest<never>;
        const answer: unknown = await handle(request);
        // A row that receives the whole body has an object for its answer.
        const content = isWhole ? (answer as JsonObject) : { data: answer ?? null };
        return c.json({ ...(isNewer ? { statusCode: 200 } : {}), code: 200, message: 'OK', ...content });
      } catch (error) {
        if (error instanceof Refusal) return refuse(c, error, isNewer);
        throw error;
      }
    });
  };
}

// The newer services have an envelope of their own, and their clients read the older members as well.
const FAILED = 499;

function refuse(c: Context, refusal: Refusal, isNewer: boolean): Answer {
  const { body, status, headers } = refusalAnswer(refusal);
  const newer = { statusCode: status === 200 ? FAILED : status, apiCode: body.code, uniqueId: randomUUID() };
  return c.json({ ...body, ...(isNewer ? newer : {}) }, status, headers); // the table has 200, 400 and 429
}

// A name that comes twice is read once, as the first.
function queryOf(c: Context): Readonly<Record<string, string>> {
  return c.req.query();
}
