import t from 'tap';
import type { Case } from '../../harness/core/case.ts';
import { rerunCommand } from '../../harness/run/rerun-command.ts';

function command(id: string, program: string, where: Partial<Case> = { runtime: 'local' }): string {
  const place = { file: '/home/me/scenarios/a b.yaml', line: 1, column: 1 };
  const item = { id, scenario: { place }, gateway: { name: 'nginx' }, ...where } as unknown as Case;
  return rerunCommand(item, { cwd: '/home/me', program, images: 'built' });
}

t.test('the command names the file, the gateway and the row, quoted for a shell', (t) => {
  t.equal(command('a b@nginx', '/usr/bin/gatecrash'), "gatecrash run 'scenarios/a b.yaml' --gateway nginx");
  t.equal(
    command('a b[method=GET,x=1..2]@nginx', '/usr/bin/gatecrash'),
    "gatecrash run 'scenarios/a b.yaml' --gateway nginx --grep 'method=GET,x=1\\.\\.2'",
  );
  t.end();
});

t.test('a case in a container is run again in a container, from the same images', (t) => {
  t.match(
    command('a b@nginx', '/usr/bin/gatecrash', { runtime: 'docker' }),
    / --gateway nginx --runtime docker --images built$/,
  );
  t.end();
});

t.test('in a clone it goes through npm, which brings the right Node', (t) => {
  t.match(command('a b@nginx', '/home/me/harness/cli.ts'), /^npm run gatecrash -- run /);
  t.end();
});
