import { once } from 'node:events';
import http, { type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { bundleApplication, startWorker, type Worker } from './workerd.fixture.js';

const clients = [
  'AuthenticationClient',
  'GoTrueAuthenticationClient',
  'composed Authing client',
  'composed GoTrue client',
];

// Before 2024-11-11 `fetch` refuses the option `cache`, before 2024-03-04 workers have `importScripts`.
describe.each([['2022-11-30'], ['2024-06-01'], ['2025-07-18']])(
  'with the compatibility date %s',
  (compatibilityDate) => {
    let emulator: Emulator;
    let worker: Worker;
    beforeAll(async () => {
      emulator = await startEmulator();
      worker = await startWorker(await bundleApplication(emulator), compatibilityDate);
    });
    afterAll(async () => {
      await worker.stop();
      await emulator.stop();
    });

    it.each(clients)('%s signs in with a second factor in one request and serves the next requests', async (client) => {
      const user = { result: `${client.replaceAll(' ', '-').toLowerCase()}@example.com` };
      expect(await worker.call('signIn', { client })).toEqual(user);
      expect(await worker.call('currentUser', { client })).toEqual(user);
      const concurrently = ['currentUser', 'currentUser'].map((call) => worker.call(call, { client }));
      expect(await Promise.all(concurrently)).toEqual([user, user]);
    });

    it.each(['ManagementClient', 'GoTrueManagementClient'])(
      '%s serves concurrent requests, and requests after one that left its call',
      async (client) => {
        expect(await worker.call('abandonedCall', { client })).toEqual({ result: null });
        const users = { result: clients.length };
        expect(await Promise.all([worker.call('users', { client }), worker.call('users', { client })])).toEqual([
          users,
          users,
        ]);
        expect(await worker.call('users', { client })).toEqual(users);
      },
    );

    it('AuthenticationClient follows no redirect (NET-02)', async () => {
      const received: IncomingHttpHeaders[] = [];
      const server = http.createServer(({ url, headers }, response) => {
        if (url === '/elsewhere') received.push(headers);
        response.writeHead(302, { location: '/elsewhere' }).end();
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const appHost = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      expect(await worker.call('redirected', { appHost })).toEqual({
        error: {
          kind: 'network',
          message: `No complete answer from ${appHost}`,
          cause: 'Error: The server redirects, which is never followed',
        },
      });
      expect(received).toEqual([]);
      server.close();
    });

    it.each(clients)('%s is disposed of in a request after the one that used it', async (client) => {
      expect(await worker.call('dispose', { client })).toMatchObject({ error: { kind: 'disposed' } });
    });
  },
);
