import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { certificate, certificateKey } from './certificate.fixture.js';
import { cleanUpWith, type FaultyServer, listen } from './faulty-server.fixture.js';

/** What a proxy was asked for: an address as it stood in the request, and by whom. */
export interface Asked {
  readonly how: 'forward' | 'tunnel';
  readonly target: string;
  readonly host: string | undefined;
  readonly authorization: string | undefined;
  readonly connection: net.Socket;
}

export interface Proxy {
  readonly port: number;
  readonly asked: readonly Asked[];
  stop(): Promise<void>;
}

/** Whether the proxy refuses everybody, and with which status; or does not answer at all. */
export type Refusal = number | 'silence' | undefined;

/**
 * A proxy that leads everybody to one server, whatever name they ask for.
 *
 * @param secure - Whether it is reached by TLS.
 */
export async function serveProxy(
  server: Pick<FaultyServer, 'url'>,
  { refusal, secure = false }: { readonly refusal?: Refusal; readonly secure?: boolean } = {},
): Promise<Proxy> {
  const { port: serverPort } = new URL(server.url);
  const asked: Asked[] = [];
  const note = (how: Asked['how'], { url = '', headers, socket }: http.IncomingMessage): void => {
    const authorization = headers['proxy-authorization'];
    asked.push({ how, target: url, host: headers.host, authorization, connection: socket });
  };
  const proxy = secure ? https.createServer({ key: certificateKey, cert: certificate }) : http.createServer();
  proxy.on('request', (incoming: http.IncomingMessage, outgoing: http.ServerResponse) => {
    note('forward', incoming);
    if (refusal === 'silence') return;
    if (refusal !== undefined) {
      outgoing.writeHead(refusal).end();
      return;
    }
    const { 'proxy-authorization': _, ...headers } = incoming.headers;
    const { pathname, search } = new URL(incoming.url ?? '');
    const onward = http.request(
      { port: serverPort, method: incoming.method, path: `${pathname}${search}`, headers },
      (answered) => {
        outgoing.writeHead(answered.statusCode ?? 0, answered.headers);
        answered.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  proxy.on('connect', (incoming: http.IncomingMessage, client: net.Socket) => {
    note('tunnel', incoming);
    if (refusal === 'silence') {
      client.resume().once('end', () => client.destroy()); // the other side has gone
      return;
    }
    if (refusal !== undefined) {
      client.end(`HTTP/1.1 ${refusal} Refused\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const onward = net.connect(Number(serverPort), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(onward).pipe(client);
    });
    onward.on('error', () => client.destroy());
    client.on('error', () => onward.destroy());
    client.on('close', () => onward.destroy());
    cleanUpWith(() => onward.destroy());
  });
  const { port, stop } = await listen(proxy);
  return { port, asked, stop };
}
