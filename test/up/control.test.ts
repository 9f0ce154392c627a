import t from 'tap';
import { request } from 'undici';
import { workFolder } from '../support/work-folder.ts';
import { UpSession } from './up-session.ts';

const FILES = { 'scenarios/fine.yaml': 'name: it is fine\nupstreams: { app: healthy }\nsteps: [{ request: GET / }]\n' };

t.test('the control API of a scenario that is held', async (t) => {
  await using up = await UpSession.start(await workFolder(t, FILES), ['scenarios/fine.yaml', '-g', 'reference']);

  await t.test('the state tells what is in force, and how to change it', async (t) => {
    const { status, body } = await up.ask('GET', '/');
    t.equal(status, 200);
    t.match(body, {
      scenario: 'fine',
      gateway: { name: 'reference', runtime: 'local', url: up.url },
      upstreams: { app: { fault: 'healthy' }, other: { fault: 'healthy' } },
    });
    t.match(body.help['put one on'], /^curl -X PUT 127\.0\.0\.1:\d+\/upstreams\/app\/fault -d /);
  });

  await t.test('any fault of the catalogue is put on, with parameters too, and taken away', async (t) => {
    t.match(await up.ask('PUT', '/upstreams/app/fault', 'empty-answer'), {
      status: 200,
      body: { upstream: 'app', fault: 'empty-answer', summary: /\w/ },
    });
    t.equal((await request(`${up.url}/`)).statusCode, 502);
    t.equal((await request(`${up.url}/other`)).statusCode, 200, 'the other upstream is as it was');
    const cut = await up.ask('PUT', '/upstreams/other/fault', '{ fault: close-mid-body, after: 100B, length: 1KiB }');
    t.equal(cut.body.fault, 'close-mid-body (after: 100B, length: 1KiB)');
    t.match((await up.ask('GET', '/')).body.upstreams, {
      app: { fault: 'empty-answer' },
      other: { fault: 'close-mid-body (after: 100B, length: 1KiB)' },
    });
    t.equal((await up.ask('PUT', '/upstreams/app/fault', 'healthy')).status, 200);
    t.equal((await request(`${up.url}/`)).statusCode, 200);
    await up.line(/you +other is now: close-mid-body/);
  });

  await t.test("an upstream's process can be struck, though no step of the scenario does so", async (t) => {
    t.equal((await up.ask('PUT', '/upstreams/app/fault', '{ fault: process-killed, when: at-once }')).status, 200);
    await up.line(/upstream +app: process got SIGKILL and is dead/);
    t.equal((await request(`${up.url}/`)).statusCode, 502);
    await up.ask('PUT', '/upstreams/app/fault', 'healthy');
    t.equal((await request(`${up.url}/`)).statusCode, 200, 'it was started again');
  });

  await t.test('what cannot be followed is refused with the reason, and changes nothing', async (t) => {
    const refusal = async (path: string, body: string) => {
      const answer = await up.ask('PUT', path, body);
      return [answer.status, answer.body.error.code, answer.body.error.message] as const;
    };
    const before = (await up.ask('GET', '/')).body.upstreams;
    t.match(await refusal('/upstreams/ap/fault', 'healthy'), [
      404,
      'unknown-upstream',
      /no upstream is called ap: did you mean "app"\?/,
    ]);
    t.match(await refusal('/upstreams/app/fault', 'empty-anser'), [
      400,
      'unknown-fault',
      /did you mean "empty-answer"\?/,
    ]);
    t.match(await refusal('/upstreams/app/fault', '{ fault: body-stalls, after: soon }'), [
      400,
      'wrong-value',
      /after/,
    ]);
    t.match(await refusal('/upstreams/app/fault', '{'), [400, 'bad-request', /as YAML or JSON/]);
    t.match(await refusal('/upstreams/app/fault', 'x'.repeat(70_000)), [413, 'too-large', /65536/]);
    t.match(await refusal('/upstreams/app/fault', 'dns-nxdomain'), [409, 'not-here', /resolver|names/]);
    t.match(await refusal('/upstreams/app/fault', 'tls-certificate-weak'), [
      409,
      'not-here',
      /gateway: \{ tls: true \}/,
    ]);
    t.match(await refusal('/upstreams/%E0%A4%A/fault', 'healthy'), [404, 'unknown-upstream', /no upstream/]);
    t.match(await refusal('/nothing', ''), [404, 'not-found', /there is no PUT \/nothing/]);
    t.same((await up.ask('GET', '/')).body.upstreams, before);
  });

  await t.test('all faults are listed, and why some cannot be had', async (t) => {
    const { faults } = (await up.ask('GET', '/faults')).body as {
      faults: { name: string; here: boolean; why?: string }[];
    };
    t.match(
      faults.find(({ name }) => name === 'empty-answer'),
      { here: true, why: undefined },
    );
    t.match(
      faults.find(({ name }) => name === 'dns-nxdomain'),
      { here: false, why: /\w/ },
    );
    for (const { name, here, why } of faults) t.equal(here, why === undefined, name);
  });

  await t.test('a request is sent, and its outcome told', async (t) => {
    await up.ask('PUT', '/upstreams/other/fault', 'healthy');
    t.match(await up.ask('POST', '/requests', 'GET /other/x'), {
      status: 200,
      body: { method: 'GET', target: '/other/x', status: 200, complete: true, ended: 'kept', ms: Number, defects: [] },
    });
    t.match(await up.ask('POST', '/requests', 'nonsense'), {
      status: 400,
      body: { error: { code: 'bad-request-line' } },
    });
  });

  await t.test('the story is to be had as lines of JSON', async (t) => {
    const { body } = await request(`${up.control}/observations`);
    await up.ask('POST', '/requests', 'GET /story');
    let text = '';
    for await (const chunk of body) {
      text += chunk;
      if (/you.*sent GET \/story/.test(text)) break;
    }
    const lines = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { time: string; from: string; text: string });
    t.ok(lines.some(({ from, text: words }) => from === 'upstream' && words.includes('read GET /story')));
    t.ok(lines.every(({ time }) => !Number.isNaN(Date.parse(time))));
  });

  await t.test('a page in a browser is kept out, and a name that leads here', async (t) => {
    t.equal((await up.ask('POST', '/requests', 'GET /', { origin: 'https://example.test' })).status, 403);
    t.equal((await up.ask('GET', '/', undefined, { host: 'example.test' })).status, 403);
  });
});
