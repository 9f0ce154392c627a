import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import t from 'tap';
import { answersHttp } from '../../harness/containers/answers-http.ts';

async function listening(server: Server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

t.test('an HTTP server answers, and is asked for nothing', async (t) => {
  const server = createServer(() => t.fail('there was no request'));
  t.equal(await answersHttp(await listening(server)), true);
  server.close();
});

t.test("a port that accepts and closes, as Docker's proxy does, answers no HTTP", async (t) => {
  const server = createTcpServer((socket) => socket.destroy());
  t.equal(await answersHttp(await listening(server)), false);
  server.close();
});

t.test('a port where nobody listens answers no HTTP', async (t) => {
  const server = createTcpServer();
  const address = await listening(server);
  server.close();
  await once(server, 'close');
  t.equal(await answersHttp(address), false);
});
