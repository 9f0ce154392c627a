import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Address } from '../../harness/core/gateway.ts';
import { fillAcceptQueue } from '../../harness/network/fill-accept-queue.ts';

/** One way in which an upstream can be broken, and how it is put up. */
export interface PageCause {
  /** The part of a recording's name behind the status. */
  readonly name: string;
  /** Puts up the upstream; what it hands back takes it down. */
  open(address: Address): Promise<AsyncDisposable>;
}

/** A page that an application made itself: whoever passes it on is not its maker. */
const OWN_PAGE =
  '<html><head><title>Shop is closed</title></head><body><p>Our database has a day off.</p></body></html>\n';

/** What nginx writes, told by an upstream: a gateway in front passes it on. */
const INNER_PAGE = [
  '<html>',
  '<head><title>502 Bad Gateway</title></head>',
  '<body>',
  '<center><h1>502 Bad Gateway</h1></center>',
  '<hr><center>nginx/1.22.1</center>',
  '</body>',
  '</html>',
  '',
].join('\r\n');

/** How upstreams are broken for the pages: nobody listens, no answer, half an answer, none at all, and errors of their own. */
export const PAGE_CAUSES: readonly PageCause[] = [
  { name: 'closed', open: (address) => rawUpstream(address, (socket) => socket.end()) },
  {
    name: 'malformed',
    open: (address) =>
      rawUpstream(address, (socket) => socket.end('HTTP/1.1 200 OK\r\nBad\0Name: 1\r\nContent-Length: 2\r\n\r\nhi')),
  },
  { name: 'silent', open: (address) => rawUpstream(address, () => undefined) },
  { name: 'passed-on', open: (address) => rawUpstream(address, (socket) => socket.end(answer(OWN_PAGE))) },
  {
    name: 'passed-on-nginx',
    open: (address) => rawUpstream(address, (socket) => socket.end(answer(INNER_PAGE, 'Server: nginx/1.22.1\r\n'))),
  },
  // Last, for some gateways ask nobody for a while who could not be reached.
  { name: 'not-accepted', open: wedgedListener },
  { name: 'refused', open: async () => ({ [Symbol.asyncDispose]: async () => undefined }) },
];

function answer(page: string, more = ''): string {
  const head = `HTTP/1.1 502 Bad Gateway\r\n${more}Content-Type: text/html\r\nContent-Length: ${page.length}\r\nConnection: close\r\n\r\n`;
  return head + page;
}

/** Listens, reads until a request's head is whole, and then does what the cause says. */
async function rawUpstream({ host, port }: Address, act: (socket: Socket) => unknown): Promise<AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      text += piece.toString('latin1');
      if (text.includes('\r\n\r\n')) act(socket);
    });
  });
  server.listen({ host, port });
  await once(server, 'listening');
  return {
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A process that listens and is stopped, with its accept queue full: the kernel answers no SYN. */
async function wedgedListener({ host, port }: Address): Promise<AsyncDisposable> {
  const program = `require('node:net').createServer().listen({host:'${host}',port:${port},backlog:1},()=>process.send('up'))`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  // A stopped process does not notice that this one has gone.
  const sweep = () => child.kill('SIGKILL');
  process.once('exit', sweep);
  await once(child, 'message');
  child.kill('SIGSTOP');
  const queue = await fillAcceptQueue({ host, port });
  return {
    async [Symbol.asyncDispose]() {
      queue.release();
      const ended = once(child, 'exit');
      process.off('exit', sweep);
      sweep();
      await ended;
    },
  };
}
