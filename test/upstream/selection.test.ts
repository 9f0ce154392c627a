import t from 'tap';
import { chance } from '../../harness/core/chance.ts';
import { matchesPattern } from '../../harness/core/matches-pattern.ts';
import type { RequestSelector } from '../../harness/core/request-selector.ts';
import { HEALTHY_REQUEST, REQUEST_BY_REQUEST, type UpstreamScript } from '../../harness/core/script.ts';
import { Bench } from './bench.ts';
import { get, RawPeer } from './raw-peer.ts';

const bench = await Bench.start();
t.teardown(() => bench.process.stop());

/** Each selector answers with its index; `else` is healthy. */
function choosing(...selectors: readonly RequestSelector[]): UpstreamScript {
  const choices = selectors.map((when, index) => ({
    when,
    script: { steps: [{ do: 'respond', response: { body: `choice ${index};` } }] as const },
  }));
  return { connections: [], rest: REQUEST_BY_REQUEST, requests: { list: [], rest: HEALTHY_REQUEST, choices } };
}

/** Which choice each of these requests had, one after another on one connection; `-` for none. */
async function chosenFor(script: UpstreamScript, requests: readonly string[]): Promise<string> {
  const up = await bench.upstream(script);
  using peer = await RawPeer.connect(up.address);
  for (const [index, request] of requests.entries()) {
    peer.send(request);
    await up.seen('request-script', (event) => event.request === index + 1);
  }
  return up
    .of('request-script')
    .map(({ choice = '-' }) => choice)
    .join('');
}

const GETS = Array.from({ length: 12 }, (_, index) => get(`/${index}`));

t.test('words that count', async (t) => {
  t.equal(await chosenFor(choosing({ every: 5 }), GETS), '----0----0--');
  t.equal(await chosenFor(choosing({ first: 2 }), GETS), '00----------');
  t.equal(await chosenFor(choosing({ first: 2 }, { every: 3 }), GETS), '00--1--1--1-');
});

t.test('the same seed means the same requests, another seed others', async (t) => {
  const seven = await chosenFor(choosing({ probability: 0.5, seed: 7 }), GETS);
  t.equal(await chosenFor(choosing({ probability: 0.5, seed: 7 }), GETS), seven);
  t.not(await chosenFor(choosing({ probability: 0.5, seed: 8 }), GETS), seven);
  t.equal(await chosenFor(choosing({ probability: 0 }), GETS), '------------');
  t.equal(await chosenFor(choosing({ probability: 1 }), GETS), '000000000000');
});

t.test('path, method and headers, and what counts counts those that fit alone', async (t) => {
  const post = 'POST /api/a HTTP/1.1\r\nHost: app\r\nContent-Length: 0\r\n\r\n';
  const requests = [get('/api/a?b'), get('/'), post, get('/', 'q', 'X-Canary: Yes'), get('/api/'), get('/apis')];
  t.equal(await chosenFor(choosing({ path: '/api/*' }), requests), '0-0-0-');
  t.equal(await chosenFor(choosing({ path: '/api/*', every: 2 }), requests), '--0---');
  t.equal(await chosenFor(choosing({ method: 'POST' }, { headers: { 'x-canary': 'Y*' } }), requests), '--01--');
});

t.test('a pattern means the whole text, and * any octets', (t) => {
  for (const [text, pattern] of [
    ['/a', '/a'],
    ['/a/b', '/*'],
    ['', '*'],
    ['abcbd', 'a*b*d'],
    ['aXbXb', 'a*b'],
    ['a.c', 'a.c'],
  ] as const)
    t.ok(matchesPattern(text, pattern), `${text} ${pattern}`);
  for (const [text, pattern] of [
    ['/a/b', '/a'],
    ['aba', 'ab*ba'],
    ['abc', 'a.c'],
    ['ab', '*a'],
    ['axd', 'a*b*d'],
  ] as const)
    t.notOk(matchesPattern(text, pattern), `${text} ${pattern}`);
  t.end();
});

t.test('chances are spread evenly, and are those of Mulberry32', (t) => {
  const many = Array.from({ length: 10_000 }, (_, index) => chance(7, index + 1));
  t.ok(many.every((one) => one >= 0 && one < 1));
  const below = many.filter((one) => one < 0.2).length;
  t.ok(below > 1900 && below < 2100, `${below} of 10000 are below 0.2`);
  t.equal(chance(0, 1), 0.26642920868471265, 'as in the published code');
  t.end();
});

t.test('choices that cannot be are refused', async (t) => {
  const put = (choices: unknown) =>
    bench.upstream({ ...choosing(), requests: { list: [], rest: null, choices } } as unknown as UpstreamScript);
  await t.rejects(put({}), { message: /script\.requests\.choices must be a list/ });
  await t.rejects(put([{ when: {}, script: { steps: [{ do: 'explode' }] } }]), {
    message: /choices\[0\]\.script\.steps\[0\]/,
  });
});
