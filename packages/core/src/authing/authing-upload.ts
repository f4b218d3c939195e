import type { Endpoint } from '../http/endpoint.js';
import { encodeQuery, fillPath } from '../http/path.js';
import type { UploadProgress, UploadTransport } from '../http/upload-transport.js';
import { readAuthingAnswer } from './authing-envelope.js';
import type { Connection } from './connection.js';

/** What an upload needs to know beside its row. */
export interface UploadCall {
  readonly file: Blob;
  /** Bounds the upload. */
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
}

type Connected = Pick<Connection, 'baseUrl' | 'maxResponseBytes' | 'clock' | 'logger'>;

/** Uploads files to a server that speaks Authing's v2 wire. */
export class AuthingUploads {
  readonly #connection: Connected;
  readonly #transport: UploadTransport;

  constructor(connection: Connected, transport: UploadTransport) {
    this.#connection = connection;
    this.#transport = transport;
  }

  /**
   * Sends a file through a row that sends `multipart`.
   *
   * @returns What the row makes of the answer.
   */
  async send<Args extends readonly unknown[], Answer, Result>(
    row: Endpoint<(...args: Args) => unknown, Answer, Result>,
    args: NoInfer<Args>,
    { file, signal, onProgress }: UploadCall,
  ): Promise<Result> {
    const { baseUrl, maxResponseBytes, clock } = this.#connection;
    const response = await this.#transport.send({
      url: `${baseUrl}${pathOf(row, row.toWire(...args))}`,
      field: 'file',
      file,
      // The vendor's client calls every file so. What it is called on the user's disk is nobody's business.
      fileName: 'personal.jpeg',
      signal,
      maxResponseBytes,
      onProgress: onProgress && this.#reporting(onProgress),
    });
    const answer = readAuthingAnswer(row, response, { isSecondStep: false, secrets: () => [], now: clock.now() });
    return row.fromWire(answer as Answer); // so say the row's types; nothing checks it at run time
  }

  #reporting(listener: (progress: UploadProgress) => void): (progress: UploadProgress) => void {
    return (progress) => {
      try {
        listener(progress);
      } catch {
        this.#connection.logger.error('A listener failed', { event: 'upload progress' });
      }
    };
  }
}

function pathOf({ address }: Endpoint, input: unknown): string {
  if (!('path' in address)) throw new TypeError('a file goes to a path');
  // What every `accepts` of a REST row returns.
  const { path, query } = input as Partial<Record<'path' | 'query', Record<string, unknown>>>;
  return `${fillPath(address.path, path ?? {}, {})}${encodeQuery(query ?? {})}`;
}
