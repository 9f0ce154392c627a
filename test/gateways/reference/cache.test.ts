import t from 'tap';
import { startRig } from './rig.ts';
import { answer, GET, request, type Script } from './script.ts';

t.jobs = 4;

/** Every answer differs, so that it shows whether the upstream was asked again. */
function counted(fields: string, body = (count: number) => `Content-Length: 1\r\n\r\n${count}`): Script {
  return (peer, ordinal) => answer(`HTTP/1.1 200 OK\r\n${fields}${body(ordinal)}`)(peer, ordinal);
}

const FRESH = 'Cache-Control: max-age=60\r\n';
const later = () => new Date(Date.now() + 60_000).toUTCString();

const STORED: [what: string, fields: string][] = [
  ['max-age', FRESH],
  ['s-maxage, which goes before max-age', 'Cache-Control: max-age=0, s-maxage=60\r\n'],
  ['a quoted max-age', 'cache-control: MAX-AGE="60"\r\n'],
  ['Expires', `Expires: ${later()}\r\n`],
  ['must-revalidate while it is fresh', 'Cache-Control: must-revalidate, max-age=60\r\n'],
];

for (const [what, fields] of STORED) {
  t.test(`${what}: the second answer comes from the cache, with its age`, async (t) => {
    await using rig = await startRig(counted(fields), { cache: true });
    t.notMatch((await rig.ask(GET)).head, 'Age:');
    const again = await rig.ask(GET);
    t.equal(again.body, '1');
    t.match(again.head, /\r\nAge: 0\r\n/);
    t.match(again.head, '\r\nVia: 1.1 gatecrash-reference\r\n');
    t.equal(rig.upstream.length, 1);
  });
}

const NOT_STORED: [what: string, fields: string][] = [
  ['nothing said', ''],
  ['no-store', 'Cache-Control: no-store, max-age=60\r\n'],
  ['private', 'Cache-Control: private, max-age=60\r\n'],
  ['no-cache', 'Cache-Control: no-cache="X", max-age=60\r\n'],
  ['max-age=0', 'Cache-Control: max-age=0\r\n'],
  ['a max-age that is no number', 'Cache-Control: max-age=1x\r\n'],
  ['two values of max-age', 'Cache-Control: max-age=60, max-age=70\r\n'],
  ['an Age beyond it', `${FRESH}Age: 61\r\n`],
  ['a Date long ago', `${FRESH}Date: ${new Date(0).toUTCString()}\r\n`],
  ['Expires in the past, or none at all', 'Expires: 0\r\n'],
  ['Set-Cookie', `${FRESH}Set-Cookie: a=b\r\n`],
  ['Vary', `${FRESH}Vary: Accept\r\n`],
];

for (const [what, fields] of NOT_STORED) {
  t.test(`${what}: the upstream is asked again`, async (t) => {
    await using rig = await startRig(counted(fields), { cache: true });
    await rig.ask(GET);
    t.equal((await rig.ask(GET)).body, '2');
  });
}

/** Requests that an answer in the store is not for. */
const PAST: [what: string, field: string][] = [
  ['no-cache', 'Cache-Control: no-cache'],
  ['no-store', 'Cache-Control: no-store'],
  ['Pragma', 'Pragma: no-cache'],
  ['max-age=0 at an age of it', 'Cache-Control: max-age=0'],
  ['min-fresh', 'Cache-Control: min-fresh=61'],
  ['a range', 'Range: bytes=0-0'],
  ['a condition', 'If-None-Match: "a"'],
];

for (const [what, field] of PAST) {
  t.test(`a request with ${what} goes past the cache`, async (t) => {
    await using rig = await startRig(counted(FRESH), { cache: true });
    await rig.ask(GET);
    t.equal((await rig.ask(GET.replace('Connection', `${field}\r\nConnection`))).body, '2');
  });
}

t.test('another host, another target and HEAD are other requests', async (t) => {
  await using rig = await startRig(counted(FRESH), { cache: true });
  for (const [index, asked] of [
    GET,
    GET.replace('test', 'else'),
    request('GET', '/?a'),
    request('HEAD', '/'),
  ].entries()) {
    await rig.ask(asked);
    t.equal(rig.upstream.length, index + 1);
  }
  t.equal((await rig.ask(GET.replace('test', 'TEST'))).body, '1', 'a host is the same in any case');
});

t.test('the answer to a request with Authorization is not stored', async (t) => {
  await using rig = await startRig(counted(FRESH), { cache: true });
  await rig.ask(GET.replace('Connection', 'Authorization: Basic eA==\r\nConnection'));
  t.equal((await rig.ask(GET)).body, '2');
});

t.test('a chunked body is stored whole, and its trailers are not', async (t) => {
  const body = () => 'Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\nX-Sum: 1\r\n\r\n';
  await using rig = await startRig(counted(FRESH, body), { cache: true });
  await rig.ask(GET);
  const again = await rig.ask(GET);
  t.match(again, { body: 'abc', head: 'Content-Length: 3\r\n' });
  t.notMatch(again.head, 'X-Sum');
});

/** Bodies that broke off, or whose end nothing shows. */
const CUT: [what: string, text: string][] = [
  ['shorter than its length', 'Content-Length: 5\r\n\r\nab'],
  ['without its last chunk', 'Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n'],
  ['that ends with the connection', '\r\nab'],
];

for (const [what, text] of CUT) {
  t.test(`a body ${what} is not stored`, async (t) => {
    const script: Script = (peer, ordinal) =>
      answer(`HTTP/1.1 200 OK\r\n${FRESH}${ordinal === 1 ? text : 'Content-Length: 5\r\n\r\nwhole'}`, 'fin')(
        peer,
        ordinal,
      );
    await using rig = await startRig(script, { cache: true });
    await rig.ask(GET);
    t.equal((await rig.ask(GET)).body, 'whole');
  });
}

for (const status of ['301 Moved', '404 Not Found', '502 Bad Gateway', '503 Service Unavailable']) {
  t.test(`a ${status} is not stored`, async (t) => {
    const script: Script = (peer, ordinal) =>
      answer(`HTTP/1.1 ${status}\r\n${FRESH}Content-Length: 1\r\n\r\n${ordinal}`)(peer, ordinal);
    await using rig = await startRig(script, { cache: true });
    await rig.ask(GET);
    t.equal((await rig.ask(GET)).body, '2');
  });
}

for (const [method, status, kept] of [
  ['POST', '200 OK', false],
  ['DELETE', '303 See Other', false],
  ['FOO', '200 OK', false],
  ['POST', '500 Oops', true],
  ['OPTIONS', '200 OK', true],
] as const) {
  t.test(`${method} that is answered ${status} ${kept ? 'leaves' : 'drops'} what is stored`, async (t) => {
    const script: Script = (peer, ordinal) => {
      const line = ordinal === 2 ? status : '200 OK';
      return answer(`HTTP/1.1 ${line}\r\n${FRESH}Content-Length: 1\r\n\r\n${ordinal}`)(peer, ordinal);
    };
    await using rig = await startRig(script, { cache: true });
    await rig.ask(GET);
    t.equal((await rig.ask(request(method, '/'))).body, '2', 'it always reaches the upstream');
    t.equal((await rig.ask(GET)).body, kept ? '1' : '3');
  });
}

t.test('only-if-cached is answered from the cache, or by a 504', async (t) => {
  const wanting = GET.replace('Connection', 'Cache-Control: only-if-cached\r\nConnection');
  await using rig = await startRig(counted(FRESH), { cache: true });
  t.equal((await rig.ask(wanting)).status, 504);
  t.equal(rig.upstream.length, 0);
  await rig.ask(GET);
  t.match(await rig.ask(wanting), { status: 200, body: '1' });
});

t.test('a stored answer is used until it is too old, and no longer', async (t) => {
  // It comes with an age of 59 of 60 seconds.
  await using rig = await startRig(counted(`${FRESH}Age: 59\r\n`), { cache: true });
  await rig.ask(GET);
  const asked = performance.now();
  for (;;) {
    const { body } = await rig.ask(GET);
    if (body !== '1') break;
    t.ok(performance.now() - asked < 2000, 'within its second, give or take');
  }
  t.ok(performance.now() - asked > 500, 'not before');
});

t.test('without the setting nothing is stored', async (t) => {
  await using rig = await startRig(counted(FRESH));
  await rig.ask(GET);
  t.equal((await rig.ask(GET)).body, '2');
});
