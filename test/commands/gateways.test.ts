import t from 'tap';
import { gatecrash } from '../support/cli.ts';

const CONFIG = `gateways:
  mine:
    command: [sh, "\${listen}", "\${upstreams.app}"]
    timeouts: { connect: 1s, read: 1s }
    features: [keepalive]
  lost: { command: 'no-such-program \${listen} \${upstreams.app}', timeouts: { connect: 1s, read: 1s } }
`;

t.test('every gateway is listed with what was found of it, or the reason why not', async (t) => {
  const { stdout, stderr, code } = await gatecrash(['gateways'], { cwd: t.testdir({ 'gatecrash.yaml': CONFIG }) });
  t.match({ stderr, code }, { stderr: '', code: 0 });
  t.match(stdout, /^reference +\S.*keepalive/m, 'the reference gateway is always there');
  t.match(stdout, /^nginx +(?:nginx \d|not found: )/m);
  t.match(stdout, /^mine +mine +keepalive$/m);
  t.match(stdout, /^lost +not found: no-such-program is not on PATH/m);
});

t.test('a mistake in gatecrash.yaml is told beside the list', async (t) => {
  const cwd = t.testdir({ 'odd.yaml': 'gateways: { nginx: { imag: x, listen: 80 } }\n' });
  const { stdout, stderr, code } = await gatecrash(['gateways', '--config', 'odd.yaml'], { cwd });
  t.match(stdout, /^reference /m);
  t.match(
    { stderr, code },
    {
      stderr:
        /a gateway "nginx" is built in[\s\S]*`listen` is of a configuration that is run as it stands, and there is none/,
      code: 2,
    },
  );
});

t.test('what would run of one gateway is shown, built-in and own', async (t) => {
  const config = `gateways:
  edge:
    extends: nginx
    files: { /etc/nginx/nginx.conf: "events {}" }
    listen: 80
    upstreams: { app: app:3000 }
  boxed:
    image: my/edge:1.2
    command: nginx -g 'daemon off;'
    files: { /etc/nginx/nginx.conf: "events {}" }
    env: { MODE: test }
    listen: https://443
    certificates: [/certs/edge.pem]
    upstreams: { app: app:3000 }
  there: { url: "http://127.0.0.1:8080", upstreams: { app: "127.0.0.1:3000" } }
`;
  const cwd = t.testdir({ 'gatecrash.yaml': config });
  const show = async (...words: string[]) => await gatecrash(['gateways', ...words, '--show-config'], { cwd });
  const nginx = await show('nginx', '--setting', 'keepalive', '--setting', 'tls');
  t.match(nginx, { code: 0, stderr: '' });
  t.match(nginx.stdout, /^# command, stopped by SIGTERM\n\S*nginx -p \/run\/gatecrash\/edge\/ -c nginx\.conf/);
  t.match(nginx.stdout, /# file \/run\/gatecrash\/edge\/nginx\.conf\n[\s\S]*listen 127\.1\.0\.1:8080/);
  t.match(nginx.stdout, /proxy_ssl_verify on/);
  t.notMatch((await show('nginx')).stdout, /proxy_ssl_verify/);
  const asked = await show('nginx', '--setting', 'timeouts.read=3s', '--setting', 'configuration=proxy_buffering off;');
  t.match(
    asked.stdout,
    /proxy_connect_timeout 1000ms;[\s\S]*proxy_read_timeout 3000ms;[\s\S]*\n {2}proxy_buffering off;\n/,
  );
  t.match(asked.stdout, /is put in the http block, before the servers\n$/);
  const own = await show('edge');
  t.match(own.stdout, /nginx -g 'daemon off;'\n[\s\S]*# file \/etc\/nginx\/nginx\.conf\nevents \{\}\n/);
  t.match(own.stdout, /# file \/etc\/hosts\n127\.0\.0\.1 localhost\n127\.2\.0\.1 app\n/);
  const boxed = await show('boxed');
  t.match(boxed.stdout, /^# a container of this image, stopped by SIGTERM; .*\nmy\/edge:1\.2\n/);
  t.match(boxed.stdout, /\ncommand: nginx -g 'daemon off;'\n[\s\S]*\nMODE=test\n[\s\S]*\n\/certs\/edge\.pem\n/);
  t.match(boxed.stdout, /# file \/etc\/nginx\/nginx\.conf\nevents \{\}\n[\s\S]*\n127\.2\.0\.1 app\n/);
  t.match((await gatecrash(['gateways', 'boxed'], { cwd })).stdout, /^boxed +your own: the image my\/edge:1\.2$/m);
  t.match(await show('there'), { stdout: '# nothing is started: it runs already at http://127.0.0.1:8080\n', code: 0 });
  for (const [words, told] of [
    [['lighttpd', '--setting', 'tls'], /lighttpd lacks what `tls` takes/],
    [['nginx', '--setting', 'keepaliv'], /did you mean "keepalive"/],
    [['edge', '--setting', 'tls'], /run as its configuration says/],
    [['ngimx'], /did you mean "nginx"/],
    [[], /give its name/],
  ] as const)
    t.match(await show(...words), { stderr: told, code: 2, stdout: '' });
});
