import t from 'tap';
import { DEFAULT_SETTINGS } from '../../harness/core/default-settings.ts';
import type { Gateway } from '../../harness/core/gateway.ts';
import haproxy from '../../harness/gateways/haproxy.ts';
import nginx from '../../harness/gateways/nginx.ts';
import trafficserver from '../../harness/gateways/trafficserver.ts';
import { ask } from '../support/ask.ts';
import { loopbackSlot } from '../support/loopback-slot.ts';
import { startNameServer } from '../support/name-server.ts';
import { startPlainUpstream } from '../support/plain-upstream.ts';
import { startGateway } from '../support/start-gateway.ts';

/** Those that are told their resolver; the others ask the machine's, which takes a sandbox to replace. */
const GATEWAYS: readonly Gateway[] = [haproxy, nginx, trafficserver];

for (const gateway of GATEWAYS) {
  const found = await gateway.find();
  const missing = found.found ? false : found.reason;
  if (missing && process.env.GATECRASH_REQUIRE === 'all') t.fail(missing);

  t.test(`${gateway.title} asks for a name when a request comes`, { skip: missing }, async (t) => {
    if (!found.found) return;
    const { listen, upstreams } = loopbackSlot(0);
    const resolver = { host: listen.host, port: 15_353 };
    const slot = {
      listen,
      upstreams: { app: { host: 'app.test', port: upstreams.app.port }, other: { host: 'other.test', port: 1 } },
    };
    await using upstream = await startPlainUpstream(upstreams.app);
    await using names = await startNameServer(resolver);
    await using _ = await startGateway(gateway, {
      program: found.program,
      slots: [slot],
      settings: DEFAULT_SETTINGS,
      timeouts: { connect: 1000, read: 1000 },
      resolver,
    });
    t.notOk(names.questions.length, 'nothing is asked before');

    names.answer = 'NXDOMAIN';
    const unknown = await ask(listen, { path: '/' });
    t.ok(unknown.status >= 500 && unknown.status <= 504, `no such name: ${unknown.status}`);
    t.ok(unknown.ms < 500, `after ${Math.round(unknown.ms)} ms`);
    t.ok(names.questions.includes('A app.test'));

    names.answer = 'silence';
    const unanswered = await ask(listen, { path: '/' });
    t.ok(unanswered.status >= 500 && unanswered.status <= 504, `no answer: ${unanswered.status}`);
    t.ok(unanswered.ms > 750 && unanswered.ms < 2000, `after ${Math.round(unanswered.ms)} ms`);

    names.answer = { a: upstreams.app.host };
    t.match(await ask(listen, { path: '/' }), { status: 200, upstream: upstream.name }, 'the next request finds it');
  });
}
