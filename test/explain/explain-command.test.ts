import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import t from 'tap';
import { explanationText } from '../../harness/explain/explanation-text.ts';
import { PLAIN } from '../../harness/terminal/style.ts';
import { CLI, gatecrash } from '../support/cli.ts';
import { matchesGolden } from '../support/golden.ts';
import { explainOctets } from './explain-octets.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGES = 'fixtures/error-pages';

/** The command as a person calls it in the package's folder. */
function explain(...args: string[]) {
  return gatecrash(['explain', ...args], { cwd: ROOT, env: { COLUMNS: '90' } });
}

t.setTimeout(240_000);

for (const page of [
  'nginx/502-refused',
  'caddy/502-closed',
  'haproxy/502-passed-on-nginx',
  'envoy/503-not-accepted',
  'varnish/503-silent',
  'reference/504-silent',
  'squid/503-refused',
  'cloudflare/522-not-accepted',
  'go-reverse-proxy/502-refused',
  'nginx/502-passed-on',
]) {
  t.test(`what is said of ${page}`, (t) => {
    const octets = readFileSync(join(ROOT, PAGES, `${page}.http`));
    const text = explanationText(explainOctets(octets, `${page}.http`), { style: PLAIN, width: 90 });
    matchesGolden(t, `explain/${page.replace('/', '-')}.txt`, text);
    t.end();
  });
}

t.test('a page is told on stdout, and nothing else', async (t) => {
  const { stdout, stderr, code } = await explain('--response', `${PAGES}/nginx/504-silent.http`);
  t.match({ stdout, stderr, code }, { stdout: /^504 Gateway Time-out from .*Surely nginx\./s, stderr: '', code: 0 });
});

t.test('a response is read from standard input, with the URL that it came from', async (t) => {
  const input = readFileSync(join(ROOT, PAGES, 'cloudfront/502-not-connected.http'));
  const args = [CLI, 'explain', 'https://me:secret@shop.example/', '--response', '-', '--json'];
  const { stdout, exitCode } = await execa(process.execPath, args, { input });
  const [explanation] = JSON.parse(stdout);
  t.equal(exitCode, 0);
  t.match(explanation, {
    url: 'https://shop.example/',
    status: 502,
    healthy: false,
    madeBy: { name: 'cloudfront', confidence: 'surely' },
    ids: [{ name: 'X-Amz-Cf-Id' }, { name: 'X-Amz-Cf-Pop' }],
    passing: { verdict: 'not asked' },
  });
});

/** An entry of an archive as browsers write it. */
function entry(url: string, status: number, more: object = {}) {
  const response = { status, statusText: '', httpVersion: 'h2', headers: [], content: {}, ...more };
  return { startedDateTime: '2026-11-23T03:00:00.000Z', time: 12.5, request: { method: 'GET', url }, response };
}

const NGINX =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';

t.test('an archive is told by its failures, the same ones once', async (t) => {
  const har = join(t.testdir(), 'shop.har');
  const page = {
    headers: [{ name: 'server', value: 'nginx' }],
    content: { text: Buffer.from(NGINX).toString('base64'), encoding: 'base64' },
  };
  const entries = [
    entry('https://shop.example/', 200),
    entry('https://shop.example/a', 502, page),
    entry('https://shop.example/b', 502, page),
    entry('https://shop.example/c', 404),
    entry('https://api.shop.example/x', 0, { _error: 'net::ERR_NAME_NOT_RESOLVED' }),
  ];
  writeFileSync(har, JSON.stringify({ log: { version: '1.2', entries } }));
  const { stdout, code } = await explain('--har', har);
  t.equal(code, 0);
  matchesGolden(t, 'explain/archive.txt', stdout);
  writeFileSync(har, JSON.stringify({ log: { version: '1.2', entries: entries.slice(0, 1) } }));
  t.match(await explain('--har', har), { stdout: /1 requests, and none of them failed/, code: 0 });
});

t.test('a URL is asked once where that is wanted, and it says so when all is well', async (t) => {
  const statuses = [503, 200];
  const server = createServer((_, response) => response.writeHead(statuses.shift() ?? 500).end('x')).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  t.teardown(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const failing = await explain(url, '--no-retry');
  t.match(failing, { stdout: /^503 Service Unavailable from http.*asked once/s, stderr: '', code: 0 });
  t.match(await explain(url), { stdout: /^Works: 200 OK from http/, stderr: '', code: 0 });
});

t.test('what cannot be explained is refused with what to do', async (t) => {
  const page = join(t.testdir({ 'page.html': '<html>502 Bad Gateway</html>' }), 'page.html');
  t.match(await explain('--response', page), {
    code: 2,
    stderr: /does not begin with an HTTP status line[\s\S]*curl -si URL/,
  });
  t.match(await explain('--har', page), { code: 2, stderr: /is no HTTP archive/ });
  t.match(await explain('--har', page, 'https://x/'), { code: 2, stderr: /--har stands alone/ });
  t.match(await explain(), { code: 2, stderr: /nothing to explain was given/ });
  t.match(await explain('ftp://shop.example/'), { code: 2, stderr: /is no URL of a page/ });
  t.match(await explain('https://shop.example/', '--tries', '99'), { code: 2, stderr: /whole number from 1 to 10/ });
  t.match(await explain('--response', '/nowhere/at/all'), { code: 2, stderr: /cannot be read/ });
});
