import t from 'tap';
import { findGateway } from '../../harness/containers/find-gateway.ts';
import { type Choices, gatewayLayout } from '../../harness/containers/gateway-layout.ts';
import { DEFAULT_SETTINGS } from '../../harness/core/default-settings.ts';

const app = { host: 'app', port: 3000 };
const choices: Choices = {
  upstreams: { app, other: app },
  settings: DEFAULT_SETTINGS,
  timeouts: { connect: 1000, read: 1000 },
  root: true,
};

t.test("a gateway's files and folders are where its command looks for them", async (t) => {
  const { command, workingDir, contents } = gatewayLayout(await findGateway('apache'), choices);
  t.same(command, ['httpd', '-D', 'FOREGROUND', '-d', workingDir, '-f', 'httpd.conf']);
  t.same(
    contents.map(({ target, mode }) => [target, mode]),
    [
      [`${workingDir}/`, 0o777],
      [`${workingDir}/run/`, 0o777],
      [`${workingDir}/httpd.conf`, 0o644],
    ],
  );
});

t.test('a gateway of ours is started where its image holds it', async (t) => {
  const { command, workingDir } = gatewayLayout(await findGateway('reference'), choices);
  const program = '/opt/gatecrash/harness/gateways/reference/server.ts';
  t.same(command, ['node', program, `${workingDir}/reference.json`]);
});

t.test('a gateway without an image is refused', async (t) => {
  const nginx = await findGateway('nginx');
  t.throws(() => gatewayLayout({ ...nginx, image: null }, choices), { message: /nginx has no image/ });
});
