import '../support/seeded.ts';
import fc from 'fast-check';
import t from 'tap';
import type { Dialect } from '../../harness/core/dialect.ts';
import type { LogEntry } from '../../harness/core/log-entry.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { LONGEST_LINE } from '../../harness/incidents/line-splitter.ts';
import { LogReader, type LogSummary } from '../../harness/incidents/log-reader.ts';
import { OctetScanner } from '../../harness/incidents/octet-scanner.ts';
import { TROUBLE_MARKS } from '../../harness/incidents/trouble-marks.ts';
import { wentWrong } from '../../harness/incidents/went-wrong.ts';

const DIALECTS = await loadFolder<Dialect>('dialects');
const ERROR =
  '2026/11/23 03:14:22 [error] 7#7: *68 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.7, server: shop, request: "POST /pay HTTP/1.1", upstream: "http://10.0.0.9:3000/pay", host: "shop.example"';
const ACCESS = '10.0.0.7 - - [23/Nov/2026:03:14:22 +0000] "POST /pay HTTP/1.1" 502 157 "-" "curl/8.5.0"';
const APACHE =
  '[Mon Nov 23 03:14:39.300249 2026] [proxy_http:error] [pid 37:tid 136] [client 10.0.0.7:52688] AH01114: HTTP: failed to make connection to backend: 10.0.0.9';

function readAll(
  pieces: readonly (Buffer | string)[],
  options: { gateway?: string; readWhole?: number } = {},
): { entries: LogEntry[]; summary: LogSummary } {
  const entries: LogEntry[] = [];
  const reader = new LogReader(DIALECTS, { take: (entry) => entries.push(entry), ...options });
  for (const piece of pieces) reader.push(Buffer.from(piece as string));
  return { entries, summary: reader.end() };
}

t.test('what a line says is read, with its number', async (t) => {
  const { entries, summary } = readAll([`something else\n${ERROR}\n`]);
  t.match(entries, [
    {
      dialect: 'nginx-error',
      gateway: 'nginx',
      line: 2,
      method: 'POST',
      target: '/pay',
      upstream: '10.0.0.9:3000',
      message: 'connect() failed (111: Connection refused) while connecting to upstream',
      id: '*68',
      text: ERROR,
    },
  ]);
  t.match(summary, { lines: 2, troubled: 1, sound: 0, unrelated: 1 });
});

t.test('what collectors put in front of a line is taken off', async (t) => {
  const fronts = [
    'nginx_1  | ',
    'edge-nginx-1  | ',
    '2026-11-23T03:14:22.140595123Z ',
    '2026-11-23T03:14:22.140595123Z stderr F ',
    '[pod/edge-6d4cf56db6-abcde/nginx] ',
    'Nov 23 03:14:22 edge-1 nginx[812]: ',
    'Nov  3 03:14:22 edge-1 nginx: ',
    '<187>Nov 23 03:14:22 edge-1 nginx: ',
    '2026-11-23T03:14:22.140595+00:00 edge-1 nginx[812]: ',
    '<187>1 2026-11-23T03:14:22.140595Z edge-1 nginx 812 - - ',
    '<187>1 2026-11-23T03:14:22.140595Z edge-1 nginx 812 ID47 [meta seq="1"] ',
    'nginx-1  | 2026-11-23T03:14:22.140595123Z ',
    '> ',
    '\u001b[36mnginx-1  |\u001b[0m ',
  ];
  for (const front of fronts)
    t.match(readAll([`${front}${ERROR}\n`]).entries, [{ text: ERROR, target: '/pay' }], front);
  const wrapped = JSON.stringify({ log: `${ERROR}\n`, stream: 'stderr', time: '2026-11-23T03:14:22.140595123Z' });
  t.match(readAll([`${wrapped}\n`]).entries, [{ text: ERROR, target: '/pay' }], 'JSON of a container runtime');
  t.match(readAll([`nginx-1  | ${ACCESS}\napp-1  | hello\n`]).summary, { troubled: 1, unrelated: 1 });
});

t.test('colours, CRLF, a byte order mark, NULs, invalid UTF-8 and a missing end are no trouble', async (t) => {
  t.match(readAll([`\ufeff${ERROR}\r\n`]).entries, [{ text: ERROR }]);
  t.match(readAll([`\u0000\u0000\u0000${ERROR}`]).entries, [{ text: ERROR }]);
  t.match(readAll([`\u001b[31m${ERROR}\u001b[0m\n`]).entries, [{ text: ERROR }]);
  const odd = Buffer.concat([
    Buffer.from(ERROR.replace('/pay HTTP', '/p\u00e4y').slice(0, -1)),
    Buffer.from([0xff, 0x22]),
  ]);
  t.match(readAll([odd]).entries, [{ text: /p\u00e4y.*\ufffd"$/ }]);
});

t.test('a form that several gateways write is given to the one whose own lines the log has', async (t) => {
  t.match(readAll([`${APACHE}\n${ACCESS}\n`]).entries, [{ gateway: 'apache' }, { gateway: 'apache', status: 502 }]);
  t.match(readAll([`${ERROR}\n${ACCESS}\n`]).entries, [{ gateway: 'nginx' }, { gateway: 'nginx', status: 502 }]);
  t.match(readAll([`${ACCESS}\n`], { gateway: 'varnish' }).entries, [{ gateway: 'varnish' }]);
  const alone = readAll([`${ACCESS}\n`]);
  t.match([alone.entries, alone.summary.unsure], [[{ gateway: 'nginx' }], 1], 'where nothing tells, that is said');
});

t.test(
  'an access line that tells of no trouble is given where an error line may be about it, and counted else',
  async (t) => {
    const cut = ACCESS.replace('502', '200');
    const other = cut.replace('/pay', '/other');
    const { entries, summary } = readAll([`${other}\n${ERROR}\n${cut}\n${other}\n`]);
    t.same(
      entries.map(({ line }) => line),
      [2, 3],
    );
    t.match(summary, { troubled: 1, sound: 3 });
  },
);

t.test('however a log comes in pieces, the same is read', async (t) => {
  const log = Buffer.from(DIALECTS.flatMap(({ examples }) => examples.map((line) => `${line}\r\n`)).join(''));
  const whole = readAll([log]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1 }), (sizes) => {
      const pieces: Buffer[] = [];
      for (let at = 0, index = 0; at < log.length; index += 1) {
        const size = sizes[index % sizes.length] ?? 1;
        pieces.push(log.subarray(at, at + size));
        at += size;
      }
      t.same(readAll(pieces).entries, whole.entries);
    }),
    { numRuns: 20 },
  );
});

t.test('a line of any length is read in bounded memory', async (t) => {
  const part = Buffer.alloc(50_000, 'x');
  const { entries, summary } = readAll([...Array.from({ length: 200 }, () => part), `\n${ERROR}\n`]);
  t.match(summary, { lines: 2, cut: 1, unrelated: 1, troubled: 1 });
  t.match(entries, [{ line: 2 }]);
  t.equal(readAll([`${'x'.repeat(LONGEST_LINE)}\n`]).summary.cut, 0);
});

t.test('every line of the examples that tells of trouble has a mark of it', async (t) => {
  const marks = new OctetScanner(TROUBLE_MARKS);
  for (const { examples, read } of DIALECTS) {
    for (const line of examples) {
      const said = read(line);
      const octets = Buffer.from(`${line}\n`);
      if (said && wentWrong(said)) t.ok(marks.indexIn(octets, 0, octets.length) >= 0, line.slice(0, 100));
    }
  }
  const quiet = Buffer.from(`${ACCESS.replace('502', '200')}\n`);
  t.equal(marks.indexIn(quiet, 0, quiet.length), -1, 'and a success has none');
});

t.test('a long log is looked at where there is a mark, and nothing of the trouble is lost', async (t) => {
  const sound = `${ACCESS.replace('502', '200')}\n`.repeat(100);
  const log = `${sound}${ERROR}\n${sound}${ACCESS}\n${sound}`;
  const { entries, summary } = readAll(['x\n', log], { readWhole: 1 });
  t.match(summary, { lines: 303, troubled: 2, passed: 300 });
  t.same(
    entries.map(({ line }) => line),
    [102, 203],
  );
});

t.test('200 lines of something else, or mangled, tell of nothing', async (t) => {
  const words = fc.sample(fc.string({ maxLength: 200, unit: 'binary' }), 100).map((line) => line.replaceAll('\n', ''));
  const app = Array.from(
    { length: 50 },
    (_, index) => `2026-11-23 03:14:22 ERROR app.Cart: 502 from payment, try ${index}`,
  );
  const halves = Array.from({ length: 50 }, (_, index) => ERROR.slice(0, 20 + index));
  const { entries, summary } = readAll([[...words, ...app, ...halves].join('\n')]);
  t.same(entries, []);
  t.match(summary, { lines: 200, troubled: 0 });
});
