import type { Case } from '../../harness/core/case.ts';
import nginx from '../../harness/gateways/nginx.ts';
import { plan } from '../../harness/plan.ts';
import type { Lend } from '../../harness/play.ts';
import { TIMEOUTS } from '../../harness/run/open-runtime.ts';
import { claimRange } from '../../harness/runtimes/local/claim-range.ts';
import { LocalGround } from '../../harness/runtimes/local/local-ground.ts';
import { Lender } from '../../harness/runtimes/worker/lender.ts';
import { loadWorkspace } from '../../harness/scenario/load-workspace.ts';
import { startUpstream } from '../../harness/upstream/upstream-process.ts';

/** A case on nginx, and what lends its gateway, in this process and in no sandbox: so that others can ask that gateway, too. */
export interface Stage extends AsyncDisposable {
  readonly item: Case;
  readonly lend: Lend;
}

const NONE = {
  firewall: 'no sandbox',
  routes: 'no sandbox',
  shaping: 'no sandbox',
  dns: 'no sandbox',
  processes: 'no sandbox',
  'unix-sockets': 'no sandbox',
  memory: 'no sandbox',
} as const;

/** Plans the one case of a scenario's file, and starts its upstream. Throws where nginx is not installed. */
export async function planned(path: string, dir: string): Promise<Stage> {
  const look = await nginx.find();
  if (!look.found) throw new Error(look.reason);
  const { program, version } = look;
  const { scenarios, faults } = await loadWorkspace({ paths: [path] });
  const gateway = {
    name: nginx.name,
    version,
    features: nginx.features,
    runtime: 'local',
    capabilities: NONE,
  } as const;
  const byName = new Map(faults.map((fault) => [fault.name, fault]));
  const [item] = plan({ scenarios, faults: byName, gateways: [gateway], repeatEach: 1, isolate: true });
  if (!item) throw new Error('the file has no scenario');
  const shared = await startUpstream();
  const range = await claimRange();
  const ground = new LocalGround({ dir, sandbox: { kind: 'plain', reason: 'a benchmark' }, range }, shared, []);
  const facts = () => ({ program, version, slots: 1, timeouts: TIMEOUTS, patience: 5000 });
  const lender = new Lender({ dir, ground, facts, launch: async (_, setup) => nginx.launch(setup) });
  return {
    item,
    lend: async (options) => await lender.lend(item, options),
    [Symbol.asyncDispose]: async () => {
      await lender[Symbol.asyncDispose]();
      await ground[Symbol.asyncDispose]();
    },
  };
}
