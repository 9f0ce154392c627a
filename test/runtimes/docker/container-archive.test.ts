import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import t from 'tap';
import { containerArchive } from '../../../harness/runtimes/docker/container-archive.ts';

t.test('what is put into a container is a tar archive that tar itself unpacks', async (t) => {
  const long = `/etc/${'very-'.repeat(30)}long/nginx.conf`;
  const target = `/run/gatecrash/${'edge-'.repeat(30)}1/error.log`;
  const folder = t.testdir();
  const input = containerArchive({
    folders: ['/var/log/nginx', '/run/'],
    files: { '/etc/nginx/nginx.conf': 'events {}\n', '/etc/empty': '', [long]: 'ü'.repeat(600) },
    links: { '/var/log/nginx/error.log': target },
  });
  const { stderr } = await execa('tar', ['-x', '-f', '-', '-C', folder], { input });
  t.equal(stderr, '');
  t.equal(readFileSync(join(folder, 'etc/nginx/nginx.conf'), 'utf8'), 'events {}\n');
  t.equal(readFileSync(join(folder, 'etc/empty'), 'utf8'), '');
  t.equal(readFileSync(join(folder, long), 'utf8'), 'ü'.repeat(600));
  t.equal(readlinkSync(join(folder, 'var/log/nginx/error.log')), target);
  t.equal(statSync(join(folder, 'etc/empty')).mode & 0o777, 0o644);
  const { stdout } = await execa('tar', ['-tv', '-f', '-'], { input });
  t.match(stdout, /^drwxrwxrwt .* run\/$/m, 'everybody may write to the folders');
});
