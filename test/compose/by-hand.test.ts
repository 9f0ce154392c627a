import { readFileSync } from 'node:fs';
import t from 'tap';
import nginx from '../../harness/gateways/nginx.ts';
import { statusOf, untilStatus } from './client.ts';
import { composes } from './engines.ts';
import { imagesFor } from './images.ts';
import { Project } from './project.ts';

const required = process.env.GATECRASH_REQUIRE === 'all';
const found = await composes();
const images = found.length > 0 ? await imagesFor(nginx) : 'no Compose with an engine is on this machine';
const skip = typeof images === 'string' && !required && images;

/** The curl commands that docker-compose.yml begins with, without what is said of them. */
function documented(): string[] {
  const text = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
  return [...text.matchAll(/^# {3}(curl .*?)(?: +# .*)?$/gm)].map(([, command = '']) => command);
}

t.test('Compose is here', { skip }, (t) => {
  t.ok(found.length > 0, 'GATECRASH_REQUIRE=all asks for one');
  t.end();
});

for (const compose of found) {
  t.test(`Compose ${compose.version} with the sidecar`, { skip }, async (t) => {
    if (typeof images === 'string') throw new Error(images);
    await using project = await Project.of(compose, 'hand', images);
    const { gateway } = project.ports;
    const put = (fault: string) => project.shell(`curl -sS -X PUT localhost:9000/upstreams/app/fault -d '${fault}'`);

    const up = await project.run(['--profile', 'firewall', 'up', '--detach']);
    t.equal(up.exitCode, 0, up.exitCode === 0 ? 'it comes up' : up.all);
    t.equal(await untilStatus(gateway, '/', 200), 200);

    await t.test('every curl command at the head of docker-compose.yml is understood', async (t) => {
      const commands = documented();
      t.ok(commands.length >= 6, `there are ${commands.length}`);
      for (const command of commands) {
        const { exitCode, stdout } = await project.shell(command);
        t.equal(exitCode, 0, command);
        t.notMatch(stdout, /"error"/);
      }
      await put('healthy');
    });

    await t.test('a firewall between gateway and app drops, and spares all else', async (t) => {
      await project.shell("curl -sS -X PUT 'localhost:9001/faults/*' -d firewall-drop");
      t.equal(await statusOf(gateway, '/'), 504);
      t.equal(await statusOf(gateway, '/other'), 200);
      await project.shell("curl -sS -X DELETE 'localhost:9001/faults/*'");
      t.equal(await statusOf(gateway, '/'), 200);
    });

    await t.test('a process that is killed is started again, where it was', async (t) => {
      await put('process-killed');
      t.equal(await statusOf(gateway, '/'), 502);
      t.equal(await untilStatus(gateway, '/', 200), 200);
      t.equal((await project.shell("curl -sS -X PUT 'localhost:9001/faults/*' -d firewall-prohibited")).exitCode, 0);
      t.equal(await statusOf(gateway, '/'), 502, 'and the sidecar still stands beside it');
      await project.shell("curl -sS -X DELETE 'localhost:9001/faults/*'");
    });

    await t.test('a process that is frozen is woken by Compose', async (t) => {
      await put('process-frozen');
      t.equal(await statusOf(gateway, '/'), 504);
      t.equal((await project.run(['kill', '-s', 'CONT', 'upstream'])).exitCode, 0);
      t.equal(await untilStatus(gateway, '/', 200), 200);
    });

    await t.test('a full accept queue is a full accept queue', async (t) => {
      await put('accept-queue-full');
      t.equal(await statusOf(gateway, '/'), 504);
      await put('healthy');
      t.equal(await statusOf(gateway, '/'), 200);
    });

    await t.test('another fault in the environment makes all of it anew', async (t) => {
      const again = await project.run(['--profile', 'firewall', 'up', '--detach'], { FAULT: 'empty-answer' });
      t.equal(again.exitCode, 0, again.exitCode === 0 ? 'it comes up' : again.all);
      t.equal(await untilStatus(gateway, '/other', 200), 200);
      t.equal(await statusOf(gateway, '/'), 502);
      const { exitCode } = await project.shell("curl -sS -X PUT 'localhost:9001/faults/*' -d firewall-drop");
      t.equal(exitCode, 0, 'the sidecar has moved, too');
      t.equal(await statusOf(gateway, '/'), 504);
    });

    await project.down();
    t.same(await project.leftovers(), [], 'nothing is left');
  });

  t.test(`Compose ${compose.version} with a fault that is misspelt`, { skip }, async (t) => {
    if (typeof images === 'string') throw new Error(images);
    await using project = await Project.of(compose, 'misspelt', images);
    const up = await project.run(['up', '--detach'], { FAULT: 'reset-midbody' });
    t.not(up.exitCode, 0, 'does not start');
    t.match(
      (await project.run(['logs', 'upstream'])).all,
      'unknown fault "reset-midbody": did you mean "reset-mid-body"?',
    );
  });
}
