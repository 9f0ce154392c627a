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
  const cwd = t.testdir({ 'odd.yaml': 'gateways: { nginx: { image: x } }\n' });
  const { stdout, stderr, code } = await gatecrash(['gateways', '--config', 'odd.yaml'], { cwd });
  t.match(stdout, /^reference /m);
  t.match({ stderr, code }, { stderr: /a gateway "nginx" is built in[\s\S]*`image` is not supported yet/, code: 2 });
});
