import t from 'tap';
import type { Gateway } from '../../harness/core/gateway.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { statusOf, untilStatus } from './client.ts';
import { composes } from './engines.ts';
import { imagesFor } from './images.ts';
import { Project } from './project.ts';

const required = process.env.GATECRASH_REQUIRE === 'all';
const [compose] = await composes();
const gateways = (await loadFolder<Gateway>('gateways')).filter((gateway) => gateway.image);

t.test('Compose is here', { skip: !compose && !required && 'no Compose with an engine is on this machine' }, (t) => {
  t.ok(compose, 'GATECRASH_REQUIRE=all asks for it');
  t.end();
});

for (const gateway of compose ? gateways : []) {
  const images = await imagesFor(gateway);
  const skip = typeof images === 'string' && !required && images;
  t.test(`${gateway.title} by hand: up, break, change, look, down`, { skip }, async (t) => {
    if (!compose || typeof images === 'string') throw new Error(String(images));
    await using project = await Project.of(compose, gateway.name, images);
    const { exitCode, all } = await project.run(['up', '--detach'], { FAULT: 'reset-mid-body' });
    t.equal(exitCode, 0, exitCode === 0 ? 'it comes up' : all);
    const { ports } = project;
    t.equal(await untilStatus(ports.gateway, '/other', 200), 200, 'the other upstream is healthy');
    t.match(String(await statusOf(ports.gateway, '/first')), /cut|502/, 'a client can tell that it lacks something');
    // http-proxy dies of it, and is started again.
    await untilStatus(ports.gateway, '/other', 200);

    await project.shell('curl -sS -X PUT localhost:9000/upstreams/app/fault -d never-answers');
    t.match(String(await statusOf(ports.gateway, '/second')), /^5/, 'an error takes the place of an answer');
    await project.shell('curl -sS -X PUT localhost:9000/upstreams/app/fault -d healthy');
    t.equal(await statusOf(ports.gateway, '/third'), 200);

    const { stdout } = await project.shell('curl -sS localhost:9000/');
    const { app } = JSON.parse(stdout).upstreams;
    t.equal(app.fault, 'healthy');
    t.match(app.seen[0], /request 1 GET \/first; .*reset by the upstream \(RST\)/);
    t.match(app.seen[1], /request 1 GET \/second; .*by the gateway/);
    t.match(app.seen[2], /request 1 GET \/third/);

    await project.down();
    t.same(await project.leftovers(), [], 'nothing is left');
  });
}
