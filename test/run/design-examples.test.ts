import { fileURLToPath } from 'node:url';
import t from 'tap';
import { gatecrash } from '../support/cli.ts';
import { DESIGN } from '../support/design-examples.ts';
import { workFolder } from '../support/work-folder.ts';

/** A gateway of the user's own by the name that the fourth example has for it: the reference, started by a command. */
const SERVER = fileURLToPath(new URL('../../harness/gateways/reference/server.ts', import.meta.url));
const address = (name: string) => `{ "host": "\${${name}.host}", "port": \${${name}.port} }`;
const EDGE = {
  'gatecrash.yaml': `gateways:
  edge:
    command: ["${process.execPath}", "${SERVER}", "\${dir}/edge.json"]
    files: { edge.json: ./edge.json }
    timeouts: { connect: 1s, read: 1s }
`,
  'edge.json': `{
  "slots": [
    {
      "listen": ${address('listen')},
      "upstreams": { "app": ${address('upstreams.app')}, "other": ${address('upstreams.other')} }
    }
  ],
  "timeouts": { "connect": 1000, "read": 1000 },
  "keepalive": false,
  "cache": false,
  "resolver": null
}
`,
};

/** Each is run as it stands in the design, on a gateway that keeps every rule. */
const RUNS = ['reference', 'reference', 'reference', 'edge'] as const;

for (const [index, gateway] of RUNS.entries()) {
  t.test(`example ${index + 1} of the design passes on ${gateway}`, async (t) => {
    const cwd = await workFolder(t, { ...EDGE, 'scenarios/example.yaml': DESIGN[index] ?? '' });
    const check = await gatecrash(['check', '--strict'], { cwd });
    t.match(check, { code: 0, stderr: '' }, 'nothing about it is suspicious');
    const run = await gatecrash(['run', '--gateway', gateway], { cwd });
    t.equal(run.code, 0, `${run.stdout}${run.stderr}`);
    t.match(run.stdout, /[12] passed, 0 failed, 0 deviate, 0 broken, 0 skipped/);
  });
}
