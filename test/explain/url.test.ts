import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import t from 'tap';
import type { Patience } from '../../harness/explain/ask-politely.ts';
import { explain } from '../../harness/explain/explain.ts';
import { fromUrl } from '../../harness/explain/subjects.ts';
import { issue } from '../../harness/upstream/tls/issue.ts';
import { makeAuthority } from '../../harness/upstream/tls/make-authority.ts';
import { KNOWLEDGE } from './explain-octets.ts';

/** As the command has it, but quicker. */
const PATIENCE: Patience = { tries: 4, budget: 5000, firstWait: 10, connectTimeout: 5000, answerTimeout: 5000 };

interface Site extends AsyncDisposable {
  readonly url: string;
  /** How often it was asked. */
  asked(): number;
}

/** A site that answers its n-th request as told, the last way for ever. */
async function site(...ways: readonly ((response: ServerResponse) => void)[]): Promise<Site> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    (ways[Math.min(asked, ways.length) - 1] ?? (() => response.end()))(response);
  });
  return listening(server, () => asked);
}

async function listening(server: Server | TcpServer, asked: () => number, scheme = 'http'): Promise<Site> {
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://127.0.0.1:${port}/report`,
    asked,
    async [Symbol.asyncDispose]() {
      server.close();
      await once(server, 'close');
    },
  };
}

const status =
  (code: number, fields: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(code, { 'content-type': 'text/plain', ...fields }).end(`status ${code}`);
  };

async function explained(url: string, more: Partial<Patience> = {}) {
  return explain(await fromUrl(url, { ...PATIENCE, ...more }), KNOWLEDGE);
}

t.test('a 502 that is over at the third try is temporary, and the 502 is what is explained', async (t) => {
  await using shop = await site(status(502), status(502), status(200));
  const waits: string[] = [];
  const { status: code, passing, healthy } = await explained(shop.url, { progress: (text) => waits.push(text) });
  t.match({ code, healthy, passing }, { code: 502, healthy: false, passing: { verdict: 'temporary' } });
  t.same(
    passing.tries.map(({ result }) => result),
    ['502', '502', '200'],
  );
  t.equal(shop.asked(), 3);
  t.match(waits, [/answered 502; asking again in 0\.0 s \(try 2 of at most 4\)/, /try 3/], 'it says what it does');
});

t.test('a 502 that stays is asked for no more often than is allowed', async (t) => {
  await using shop = await site(status(502));
  t.match((await explained(shop.url)).passing, { verdict: 'still there', says: /still there at try 4/ });
  t.equal(shop.asked(), 4);
  await using once = await site(status(502));
  t.match((await explained(once.url, { tries: 1 })).passing, { verdict: 'still there', says: /asked once/ });
  t.equal(once.asked(), 1);
  await using slow = await site(status(502));
  t.match((await explained(slow.url, { firstWait: 10_000 })).passing, { verdict: 'still there' });
  t.equal(slow.asked(), 1, 'nor longer');
});

t.test('Retry-After is kept to', async (t) => {
  await using shop = await site(status(503, { 'retry-after': '1' }), status(200));
  const { passing, fields } = await explained(shop.url);
  t.match(passing, { verdict: 'temporary' });
  const [first, second] = passing.tries.map(({ at }) => Date.parse(at));
  t.ok((second ?? 0) - (first ?? 0) >= 990, `${(second ?? 0) - (first ?? 0)} ms between`);
  t.match(fields, [{ name: 'Retry-After', says: [/ask again after 1 s/] }]);
  await using busy = await site(status(503, { 'retry-after': '3600' }));
  const { passing: later, helps } = await explained(busy.url);
  t.match(later, { verdict: 'still there', says: /asks to wait for 60 m 0 s, so it was not asked again/ });
  t.match(helps[0], /Wait for 60 m 0 s, as the site asks/);
  t.equal(busy.asked(), 1);
});

t.test('a 404 is not asked for again', async (t) => {
  await using shop = await site(status(404));
  t.match(await explained(shop.url), { status: 404, passing: { verdict: 'lasting' }, cause: null });
  t.equal(shop.asked(), 1);
});

t.test('redirects are followed to where it fails', async (t) => {
  await using shop = await site((response) => response.writeHead(302, { location: '/inner' }).end(), status(502));
  t.match(await explained(shop.url, { tries: 1 }), { status: 502, url: /\/inner$/ });
});

t.test('a connection that is closed without a byte is no 502', async (t) => {
  let asked = 0;
  const server = createTcpServer((socket) => {
    asked++;
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end());
  });
  await using shop = await listening(server, () => asked);
  const explanation = await explained(shop.url, { tries: 2 });
  t.match(explanation, { status: null, stage: 'answer', madeBy: null, passing: { verdict: 'still there' } });
  t.match(explanation.happened.join(' '), /closed before an answer was whole.*This is not a 502/);
  t.equal(shop.asked(), 2);
});

t.test('a port where nobody listens, and a page that is not HTTP', async (t) => {
  const shop = await site(status(200));
  await shop[Symbol.asyncDispose]();
  t.match(await explained(shop.url, { tries: 1 }), { status: null, stage: 'connection', code: 'ECONNREFUSED' });
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('220 mail.example ESMTP\r\n'));
  });
  await using mail = await listening(server, () => 0);
  const { stage, happened } = await explained(mail.url, { tries: 1 });
  t.equal(stage, 'answer');
  t.match(happened, [/asked/, /not valid HTTP/, /not a 502/]);
});

t.test('a certificate that nobody trusts is told at once', async (t) => {
  let asked = 0;
  const { chain, key } = issue('self-signed', makeAuthority());
  const server = createTlsServer({ cert: chain, key }, (_, response) => response.end(`${++asked}`));
  await using shop = await listening(server, () => asked, 'https');
  const explanation = await explained(shop.url);
  t.match(explanation, {
    status: null,
    stage: 'encryption',
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    passing: { verdict: 'lasting' },
  });
  t.equal(shop.asked(), 0, 'nothing was sent');
});

t.test('a body that breaks off is told as cut', async (t) => {
  await using shop = await site((response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half', () => response.destroy());
  });
  t.match(await explained(shop.url, { tries: 1 }), { status: 200, cut: true, healthy: false });
});

t.test('credentials are not shown', async (t) => {
  await using shop = await site(status(502));
  const explanation = await explained(shop.url.replace('http://', 'http://me:secret@'), { tries: 1 });
  t.notMatch(JSON.stringify(explanation), 'secret');
  t.equal(explanation.url, shop.url);
});
