import t from 'tap';
import { entriesOf } from '../../../harness/runtimes/docker/entries-of.ts';

t.test('a launch puts its files, folders and logs into a container', async (t) => {
  const entries = entriesOf(
    {
      files: {},
      command: ['haproxy'],
      stop: 'SIGTERM',
      placed: {
        '/etc/haproxy/haproxy.cfg': 'stats socket /run/haproxy/admin.sock\nlog /dev/log local0 http://x/run/a/b\n',
        '/etc/hosts': '127.0.0.1 localhost\n',
      },
      env: { APACHE_PID_FILE: '/run/apache2/apache2.pid' },
      writable: ['/run', '/var/log/nginx'],
      logs: ['own.log', 'view/fresh/var/log/nginx/error.log'],
    },
    '/run/gatecrash/edge-1',
  );
  t.same(entries, {
    folders: ['/run', '/var/log/nginx', '/run/haproxy', '/run/apache2'],
    files: {
      '/etc/haproxy/haproxy.cfg': 'stats socket /run/haproxy/admin.sock\nlog /dev/log local0 http://x/run/a/b\n',
    },
    links: { '/var/log/nginx/error.log': '/run/gatecrash/edge-1/view/fresh/var/log/nginx/error.log' },
  });
});

t.test('a launch that asks for nothing puts nothing there', async (t) => {
  const entries = entriesOf({ files: {}, command: ['nginx'], stop: 'SIGTERM' }, '/run/gatecrash/edge-1');
  t.same(entries, { folders: [], files: {}, links: {} });
});
