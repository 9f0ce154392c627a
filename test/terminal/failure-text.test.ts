import t from 'tap';
import type { CaseEnded } from '../../harness/core/event.ts';
import type { Evidence, Exchange } from '../../harness/core/evidence.ts';
import type { Finding } from '../../harness/core/finding.ts';
import { failureText } from '../../harness/terminal/failure-text.ts';
import { PLAIN } from '../../harness/terminal/style.ts';
import { AUTHORED, caseOf, cutEvidence, cutExchange, DEVIATION, ended, RULED } from '../support/run-events.ts';

const textOf = (findings: readonly Finding[], more: Partial<CaseEnded> = {}): string =>
  failureText(ended(caseOf('crash/cut-body', 'nginx'), { result: 'fail', findings }, more), PLAIN);

const withGateway = (more: Partial<Evidence['gateway']>): Evidence => {
  const evidence = cutEvidence();
  return { ...evidence, gateway: { ...evidence.gateway, ...more } };
};

const withExchange = (more: Partial<Exchange>): Evidence =>
  cutEvidence({ main: { exchanges: [cutExchange(more)], observations: [] } });

t.test('a file that is gone costs the frame and nothing else', async (t) => {
  const gone = { ...AUTHORED, place: { file: 'test/fixtures/no-such-file.yaml', line: 7, column: 15 } };
  t.equal(textOf([gone]).split('\n')[0], 'test/fixtures/no-such-file.yaml:7:15');
  t.match(textOf([gone]), '  expected  truncated\n');
});

t.test('a file that has become shorter costs the frame and nothing else', async (t) => {
  const cut = { ...AUTHORED, place: { file: 'test/fixtures/reporters/cut-body.yaml', line: 70, column: 15 } };
  t.equal(textOf([cut]).split('\n')[1], 'expect.body');
});

t.test('findings on one line of the YAML have one frame', async (t) => {
  t.equal(textOf([AUTHORED, { ...AUTHORED, rule: 'expect.status' }]).match(/> 7 \|/g)?.length, 1);
});

t.test('a text of several lines keeps them', async (t) => {
  t.match(textOf([{ ...AUTHORED, actual: 'one\ntwo' }]), '  actual    one\n            two\n');
});

t.test('what is on record stands last and says why', async (t) => {
  const text = textOf([{ ...RULED, deviation: DEVIATION }, AUTHORED]);
  t.ok(text.indexOf('known     redispatches') > text.indexOf('expect.body'));
});

t.test('a flood of findings is counted', async (t) => {
  t.match(textOf(Array.from({ length: 30 }, () => AUTHORED)), 'and 22 more findings');
});

const ANSWERS: readonly [string, Partial<Exchange>, RegExp][] = [
  [
    'no byte at all',
    { received: Buffer.alloc(0), final: null, pieces: [] },
    /< not a byte\n {2}closed by FIN after 1.01 s\n/,
  ],
  ['no HTTP', { received: Buffer.from('\x00SSH'), final: null }, /< 4 B that are no response: \\x00SSH/],
  ['a hanging gateway', { ended: 'timeout' }, /never ended after 1.01 s, first byte after 12 ms/],
  ['a reset', { ended: 'rst' }, /reset by RST after 1.01 s/],
  ['bytes after the end', { leftover: 17 }, /17 B after the end of the response/],
  ['a request never sent', { sent: Buffer.alloc(0) }, /> GET \/report \(nothing was sent\)/],
  ['a request without a line end', { sent: Buffer.from('GE\x07') }, /> GE\\x07\n/],
  [
    'many fields',
    { received: Buffer.from(`HTTP/1.1 200 OK\r\n${'A: b\r\n'.repeat(20)}\r\n`) },
    /and 15 more head lines/,
  ],
  ['a long field', { received: Buffer.from(`HTTP/1.1 200 ${'x'.repeat(500)}\r\n\r\n`) }, /x…\n/],
];
for (const [what, more, expected] of ANSWERS) {
  t.test(`the client saw ${what}`, async (t) => {
    t.match(textOf([RULED], { evidence: withExchange(more) }), expected);
  });
}

t.test('interim responses stand before the final one, as they came', async (t) => {
  const { final } = cutExchange();
  if (!final) throw new Error('the exchange has a response');
  const received = Buffer.from('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\nbody\r\n\r\n');
  const text = textOf([RULED], { evidence: withExchange({ received, interim: [{ ...final, status: 103 }] }) });
  t.match(text, /< HTTP\/1.1 103 Early Hints\n {2}< Link: <\/a>\n {2}< HTTP\/1.1 200 OK\n {2}body/);
});

t.test('a gateway that died is told with its signal or code', async (t) => {
  const died = (exit: Evidence['gateway']['exit']) => textOf([RULED], { evidence: withGateway({ exit }) });
  t.match(
    died({ code: null, signal: 'SIGSEGV', asked: false }),
    'gateway nginx 1.29.3: it was killed by SIGSEGV, last 5',
  );
  t.match(died({ code: 3, signal: null, asked: false }), 'it exited by itself with code 3');
  t.match(died({ code: 0, signal: null, asked: true }), 'gateway nginx 1.29.3: last 5 of 7 log lines');
});

t.test('a log is cut in length, and none is said to be none', async (t) => {
  t.match(textOf([RULED], { evidence: withGateway({ log: ['x'.repeat(5000)] }) }), /: 1 log line\n {2}\| x{200}…\n/);
  t.match(textOf([RULED], { evidence: withGateway({ log: [] }) }), '1.29.3: no log lines\n');
});

t.test('a finding in the healthy twin shows the twin', async (t) => {
  const text = textOf([{ ...RULED, exchange: 't1' }], { evidence: cutEvidence() });
  t.match(text, /client c1, connection 1, request 1: steps.0 \(twin\)\n {2}> GET \/report/);
  t.match(text, 'upstream app: 0 connections, 0 requests\n');
});

t.test('where no finding names an exchange, those of the steps are shown, three at most', async (t) => {
  const exchanges = Array.from({ length: 50 }, (_, index) => cutExchange({ id: `s${index}`, client: `c${index}` }));
  const text = textOf([{ ...RULED, exchange: undefined }], {
    evidence: cutEvidence({ main: { exchanges, observations: [] } }),
  });
  t.match(text, /client c0(.|\n)*client c1(.|\n)*client c2(.|\n)*and 47 more exchanges/);
  t.notMatch(text, 'client c3,');
});

t.test('probes, queries and signals are told, and a flood of connections is counted', async (t) => {
  const query = { upstream: 'app', at: 1, kind: 'query', name: 'app.test', type: 'A', answer: 'SERVFAIL' } as const;
  const signal = { upstream: 'app', at: 2, kind: 'signal', signal: 'SIGKILL', state: 'dead' } as const;
  const probe = { result: 'no answer', ms: 100, localPort: 5 };
  const arming = { upstream: 'app', fault: 'firewall-drop', from: 0, until: null, probes: [probe] };
  const text = textOf([RULED], {
    evidence: cutEvidence({ main: { exchanges: [], observations: [query, signal] }, armings: [arming] }),
  });
  t.match(
    text,
    '  probe while firewall-drop was armed: no answer\n  asked for app.test A: SERVFAIL\n  SIGKILL sent, process dead\n',
  );
  const observations = Array.from(
    { length: 20 },
    (_, index) =>
      ({
        upstream: 'app',
        at: 1000,
        kind: 'connection',
        connection: index + 1,
        remotePort: 1,
        scripted: true,
      }) as const,
  );
  const many = textOf([RULED], { evidence: cutEvidence({ main: { exchanges: [cutExchange()], observations } }) });
  t.match(
    many,
    /upstream app: 20 connections, 0 requests\n( {2}connection \d+: no request; still open\n){8} {2}and 12 more lines/,
  );
});

t.test('nothing from outside can steer the terminal', async (t) => {
  const esc = '\x1b]0;owned\x07\u202e';
  const finding = { ...AUTHORED, expected: esc, actual: esc, source: esc };
  const evidence = withGateway({ log: [esc], name: esc });
  t.notMatch(textOf([finding], { evidence, rerun: esc }), /[\x00-\x09\x0b-\x1f\x7f\u202e]/);
});

t.test('who gave an exchange up is told, and how much of an upload went', async (t) => {
  const body = { bytes: 8192, hash: '' };
  const text = (more: Partial<Exchange>) => textOf([AUTHORED], { evidence: withExchange(more) });
  t.match(text({ aborted: 'rst' }), '\n  given up by the client (RST) after ');
  t.match(text({ body, bodySent: 1024 }), '\n  sent 1024 of 8192 B of the request body\n');
  t.match(text({ body, bodySent: 0, continued: 'not-sent' }), 'of the request body, for no 100 (Continue) came\n');
  t.notMatch(text({ body, bodySent: 8192 }), 'of the request body');
});
