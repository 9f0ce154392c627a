import '../support/seeded.ts';
import fc from 'fast-check';
import t from 'tap';
import type { LogEntry } from '../../harness/core/log-entry.ts';
import { diagnose } from '../../harness/incidents/diagnose.ts';
import { ownLogReader } from '../../harness/incidents/own-log.ts';
import { readSignatures } from '../../harness/incidents/read-signatures.ts';
import { readHeldOut } from '../support/held-out-logs.ts';
import { accessEntry, logEntry } from '../support/log-entry.ts';

const base = await readSignatures();
const read = await ownLogReader();

const REFUSED = 'connect() failed (111: Connection refused) while connecting to upstream';

function logOf(fault: string): LogEntry[] {
  return read(readHeldOut('nginx').find((one) => one.fault === fault)?.log ?? [], 'nginx');
}

t.test('a refused connection is named from nginx’s error line and its access line', (t) => {
  const lines = [
    logEntry({ line: 1, method: 'GET', target: '/cart', message: REFUSED }),
    accessEntry({ line: 2, target: '/cart', status: 502, ms: 1 }),
  ];
  const [diagnosis, ...others] = diagnose(lines, base);
  t.same(others, []);
  t.equal(diagnosis?.count, 1, 'the two lines are one request');
  t.equal(diagnosis?.version, base.recorded.get('nginx')?.gatewayVersion);
  t.ok(diagnosis?.playable);
  const [suspect] = diagnosis?.suspects ?? [];
  t.ok(suspect?.faults.includes('connection-refused'), `named: ${suspect?.faults.join()}`);
  t.equal(suspect?.by, 'upstream');
  t.match(suspect?.evidence.join('\n'), /error line 1: "connect\(\) failed \(111: Connection refused\)/);
  t.ok(suspect && suspect.apart.length > 0, 'what would tell it from others is said');
  t.end();
});

t.test('the error log alone is enough', (t) => {
  const [diagnosis] = diagnose([logEntry({ method: 'GET', target: '/', message: REFUSED })], base);
  t.ok(diagnosis?.suspects[0]?.faults.includes('connection-refused'));
  t.end();
});

t.test('exchanges that went well are no incident', (t) => {
  const well = [200, 204, 301, 304, 404, 403].map((status) => accessEntry({ status, at: 1000 }));
  t.same(diagnose(well, base), []);
  t.same(diagnose([], base), []);
  t.end();
});

t.test('a client that left is said to have left', (t) => {
  const cases: readonly (readonly [string, Partial<LogEntry>])[] = [
    ['nginx', { status: 499 }],
    ['haproxy', { status: -1, code: 'CC--' }],
    ['haproxy', { status: -1, code: 'CH--' }],
    ['envoy', { status: 0, code: 'DC', message: 'downstream_remote_disconnect' }],
    ['aws-alb', { status: 460, code: 'elb 460, target -' }],
    ['heroku', { status: 499, code: 'H27', message: 'Client Request Interrupted' }],
    ['gcp', { status: 502, code: 'client_disconnected_before_any_response' }],
  ];
  for (const [gateway, said] of cases) {
    const [diagnosis] = diagnose([accessEntry({ gateway, ...said })], base);
    t.equal(diagnosis?.suspects[0]?.by, 'client', `${gateway} ${said.code ?? said.status}`);
  }
  t.end();
});

t.test('managed gateways are diagnosed by what their manuals say, and are not playable', (t) => {
  const cases: readonly (readonly [string, Partial<LogEntry>, string])[] = [
    ['heroku', { status: 503, code: 'H12', message: 'Request timeout' }, 'never-answers'],
    ['cloudflare', { status: 522, code: '522' }, 'firewall-drop'],
    ['gcp', { status: 502, code: 'backend_connection_closed_before_data_sent_to_client' }, 'close-races-reuse'],
    ['cloudfront', { status: 502, code: 'OriginDnsError' }, 'dns-nxdomain'],
    ['azure', { status: 503, code: 'OriginConnectionRefused' }, 'connection-refused'],
    ['fastly', { status: 503, message: 'first byte timeout' }, 'never-answers'],
  ];
  for (const [gateway, said, fault] of cases) {
    const [diagnosis] = diagnose([accessEntry({ gateway, ...said })], base);
    t.ok(diagnosis?.suspects[0]?.faults.includes(fault), `${gateway}: ${diagnosis?.suspects[0]?.faults.join()}`);
    t.equal(diagnosis?.version, null);
    t.notOk(diagnosis?.playable);
  }
  t.end();
});

t.test('a gateway built on nginx is known by nginx’s lines', (t) => {
  const [diagnosis] = diagnose([logEntry({ gateway: 'kong', method: 'GET', target: '/', message: REFUSED })], base);
  t.ok(diagnosis?.suspects[0]?.faults.includes('connection-refused'));
  t.notOk(diagnosis?.playable, 'and cannot be played');
  t.end();
});

t.test('what nothing known leaves is said to be unknown, and nothing is guessed', (t) => {
  const strange = [
    logEntry({ line: 1, message: 'the flux capacitor is not fluxing while travelling to upstream' }),
    logEntry({ line: 2, message: 'another thing that nobody has ever seen' }),
  ];
  const diagnoses = diagnose(strange, base);
  t.equal(diagnoses.length, 1);
  t.equal(diagnoses[0]?.count, 2);
  t.same(diagnoses[0]?.suspects, []);
  t.end();
});

t.test('two incidents in one log are two diagnoses, each named', (t) => {
  const diagnoses = diagnose([...logOf('connection-refused'), ...logOf('garbage')], base);
  const named = diagnoses.map(({ suspects }) => suspects[0]?.faults ?? []);
  t.ok(
    named.some((faults) => faults.includes('connection-refused')),
    JSON.stringify(named),
  );
  t.ok(
    named.some((faults) => faults.includes('garbage')),
    JSON.stringify(named),
  );
  t.end();
});

t.test('faults that leave the same signature are one suspect, and what tells them apart is said for each', (t) => {
  const [diagnosis] = diagnose(logOf('connection-refused'), base);
  for (const { faults, apart } of diagnosis?.suspects ?? []) {
    if (faults.length < 2) continue;
    for (const fault of faults)
      t.ok(
        apart.some((line) => line.includes(fault)),
        fault,
      );
  }
  const fits = diagnosis?.suspects.map(({ fit }) => fit) ?? [];
  t.same(
    fits,
    [...fits].sort((a, b) => b - a),
    'the best first',
  );
  t.end();
});

t.test('many requests of one kind are one diagnosis that shows some of its lines', (t) => {
  const many = Array.from({ length: 500 }, (_, line) =>
    logEntry({ line, method: 'GET', target: `/${line}`, message: REFUSED, at: line * 1000 }),
  );
  const [diagnosis, ...others] = diagnose(many, base);
  t.same(others, []);
  t.equal(diagnosis?.count, 500);
  t.ok((diagnosis?.entries.length ?? 0) <= 12);
  t.equal(diagnosis?.entries[0]?.line, 0, 'the first ones');
  t.end();
});

t.test('any entries give a diagnosis without an error, and the same one twice', (t) => {
  const text = fc.option(fc.string({ maxLength: 40 }));
  const entry = fc.record({
    gateway: fc.constantFrom('nginx', 'haproxy', 'heroku', 'nobody'),
    kind: fc.constantFrom('access' as const, 'error' as const),
    status: fc.option(fc.integer({ min: -1, max: 999 })),
    at: fc.option(fc.integer()),
    ms: fc.option(fc.nat()),
    method: text,
    target: text,
    code: text,
    message: text,
    id: text,
  });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20 }), (said) => {
      const entries = said.map((one, line) => logEntry({ ...one, line }));
      t.same(diagnose(entries, base), diagnose(entries, base));
    }),
    { numRuns: 50 },
  );
  t.end();
});
