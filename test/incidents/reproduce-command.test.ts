import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import nginx from '../../harness/gateways/nginx.ts';
import { playIncident } from '../../harness/incidents/play-incident.ts';
import { gatecrash } from '../support/cli.ts';
import { workFolder } from '../support/work-folder.ts';

// A real gateway is started several times.
t.setTimeout(170_000);

const { found } = await nginx.find();
const SKIP = found ? false : 'nginx is not on this machine';
const REFUSED = `name: Nobody listens
upstreams: { app: connection-refused }
steps:
  - { request: POST /pay, body: x }
`;

/** The log that a real nginx writes while its upstream refuses. */
async function realLog(folder: string): Promise<string> {
  const { signal } = new AbortController();
  const file = join(folder, 'refused.yaml');
  const wishes = { gateway: 'nginx', runtime: 'local', image: [], progress: () => undefined, signal } as const;
  const { left } = await playIncident({ file, ...wishes });
  return (left?.entries ?? []).map(({ text }) => `${text}\n`).join('');
}

t.test(
  'the log of a real nginx is diagnosed and played, and the same comes out',
  { skip: SKIP, timeout: 180_000 },
  async (t) => {
    const cwd = await workFolder(t, { 'refused.yaml': REFUSED });
    const log = await realLog(cwd);
    t.match(log, 'Connection refused');
    // As docker compose shows it, from Windows.
    writeFileSync(join(cwd, 'edge.log'), log.replaceAll(/^/gm, 'edge-1  | ').replaceAll('\n', '\r\n'));
    const { stdout, stderr, code } = await gatecrash(['reproduce', 'edge.log', '--out', 'again.yaml'], { cwd });
    t.equal(code, 0, stderr);
    t.match(stdout, /On nginx [\d.]+ the same signature came out/);
    t.match(stdout, /connection-refused/);
    t.match(readFileSync(join(cwd, 'again.yaml'), 'utf8'), /request: POST \/pay/);

    const again = await gatecrash(['reproduce', 'edge.log', '--out', 'again.yaml', '--no-run'], { cwd });
    t.equal(again.code, 2, 'a file that is there is not written over');
    t.match(again.stderr, /again\.yaml is there already/);
    const forced = await gatecrash(['reproduce', 'edge.log', '--out', 'again.yaml', '--no-run', '--force', '--json'], {
      cwd,
    });
    t.equal(forced.code, 0, forced.stderr);
    t.match(JSON.parse(forced.stdout.split('\n')[0] ?? ''), {
      type: 'incident',
      played: null,
      diagnosis: { gateway: 'nginx' },
    });
  },
);

t.test('a log of nothing known, one without trouble, and none at all', async (t) => {
  const sound = '10.0.0.7 - - [23/Nov/2026:03:14:22 +0000] "GET / HTTP/1.1" 200 157 "-" "curl/8.5.0"\n';
  const cwd = await workFolder(t, { 'app.log': 'started\nstopped\n', 'access.log': sound });
  const unknown = await gatecrash(['reproduce', 'app.log'], { cwd });
  t.match(unknown, { code: 4, stderr: /of no log that is known here/ });
  t.match(await gatecrash(['reproduce', 'access.log'], { cwd }), { code: 4, stderr: /tells of trouble/ });
  t.match(await gatecrash(['reproduce', 'missing.log'], { cwd }), { code: 2, stderr: /missing\.log cannot be read/ });
  t.match(await gatecrash(['reproduce', '.'], { cwd }), { code: 2, stderr: /cannot be read/ });
});

t.test('a managed service is diagnosed, and it says that it is not played; packed logs are read', async (t) => {
  const line =
    '2026-11-23T03:14:22.000000+00:00 heroku[router]: at=error code=H12 desc="Request timeout" method=GET path="/report" host=shop.example request_id=8601b555 fwd="10.0.0.7" dyno=web.1 connect=1ms service=30001ms status=503 bytes=0 protocol=https\n';
  const cwd = await workFolder(t, {});
  writeFileSync(join(cwd, 'router.log.gz'), gzipSync(line));
  const { stdout, code } = await gatecrash(['reproduce', 'router.log.gz'], { cwd });
  t.equal(code, 0);
  t.match(stdout, /H12/);
  t.match(stdout, /Not played: nobody can run heroku on a machine of their own/);
});
