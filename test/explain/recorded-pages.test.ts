import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Gateway } from '../../harness/core/gateway.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { explainOctets, KNOWLEDGE } from './explain-octets.ts';
import { wrongAbout } from './page-expectations.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/error-pages/', import.meta.url));
const FILES = globSync('*/*.http', { cwd: FOLDER }).sort();

t.test('every recorded page is given to the one who wrote it, and none to the one who passed it on', (t) => {
  for (const file of FILES) {
    const [, maker = '', cause = ''] = /^(.+)\/[^-]+-(.+)\.http$/.exec(file) ?? [];
    t.same(wrongAbout(maker, cause, explainOctets(readFileSync(`${FOLDER}${file}`))), [], file);
  }
  t.end();
});

t.test('the same pages over HTTP/2, which has no reason phrases and lower-case names', (t) => {
  for (const file of FILES) {
    const [, maker = '', cause = ''] = /^(.+)\/[^-]+-(.+)\.http$/.exec(file) ?? [];
    const octets = readFileSync(`${FOLDER}${file}`, 'latin1');
    const end = octets.indexOf('\r\n\r\n');
    const head = octets.slice(0, end).replace(/^HTTP\/1\.1 (\d{3}) [^\r]*/, 'HTTP/2 $1 ');
    const lower = head.replaceAll(/\r\n([^:\r]+):/g, (_, name: string) => `\r\n${name.toLowerCase()}:`);
    t.same(wrongAbout(maker, cause, explainOctets(Buffer.from(`${lower}${octets.slice(end)}`, 'latin1'))), [], file);
  }
  t.end();
});

t.test('there is a page of every gateway and of every maker', async (t) => {
  const recorded = new Set(FILES.map((file) => file.split('/')[0]));
  const gateways = await loadFolder<Gateway>('gateways');
  t.same(
    gateways.filter(({ name }) => !recorded.has(name)).map(({ name }) => name),
    [],
  );
  t.same(
    KNOWLEDGE.makers.filter(({ name }) => !recorded.has(name)).map(({ name }) => name),
    [],
  );
  const known = new Set(KNOWLEDGE.makers.map(({ name }) => name));
  t.same(
    [...recorded].filter((name = '') => !known.has(name)),
    [],
  );
});

t.test('a page that a gateway wrote, and whose head another changed, is told with less confidence', (t) => {
  const page = readFileSync(`${FOLDER}nginx/502-refused.http`, 'latin1');
  const hidden = explainOctets(page.replace('Server: nginx\r\n', '')).madeBy;
  t.match(hidden, { name: 'nginx', confidence: 'probably' });
  const behind = explainOctets(page.replace('Server: nginx\r\n', 'Server: cloudflare\r\nCF-RAY: 1-FRA\r\n'));
  t.match(behind, { madeBy: { name: 'nginx', confidence: 'probably' }, onTheWay: [{ name: 'cloudflare' }] });
  t.end();
});

t.test('an empty 502 is nobody’s in particular', (t) => {
  const { madeBy } = explainOctets(
    'HTTP/1.1 502 Bad Gateway\r\nDate: Mon, 23 Nov 2026 03:00:00 GMT\r\nContent-Length: 0\r\n\r\n',
  );
  t.match(madeBy, { name: 'go-reverse-proxy', confidence: 'cannot be told' });
  t.match(explainOctets('HTTP/1.1 502 Bad Gateway\r\nServer: Caddy\r\nContent-Length: 0\r\n\r\n').madeBy, {
    name: 'caddy',
    confidence: 'probably',
  });
  t.end();
});
