import type { Sandbox } from '../runtimes/local/sandbox.ts';
import { loadWorkspace } from '../scenario/load-workspace.ts';
import { examineEngine } from './examine-engine.ts';
import type { Examined } from './examined.ts';
import { openRuntime } from './open-runtime.ts';

/** What each capability is good for. */
const USES: Readonly<Record<string, string>> = {
  firewall: 'nft rules in a network of our own',
  routes: 'kernel routes in a network of our own',
  shaping: 'bandwidth of our own (tc)',
  dns: 'a resolver of our own on port 53',
  processes: 'signals to upstream processes, accept queues',
  memory: 'memory limits for upstreams',
  'unix-sockets': 'upstreams on Unix sockets',
};

/** Tries everything that a run relies on, and tells what came of it. */
export async function examine(options: { config?: string | undefined }): Promise<Examined[]> {
  const workspace = await loadWorkspace({ config: options.config });
  const looked = await Promise.all(
    workspace.gateways.map(async (gateway) => ({ gateway, look: await gateway.find() })),
  );
  const found = looked.flatMap(({ gateway, look }) => (look.found ? [{ gateway, ...look, container: null }] : []));
  await using runtime = await openRuntime(found, { requireSandbox: false, workers: 1 });
  const { sandbox, capabilities } = runtime;
  return [
    { subject: 'Node', ok: true, verdict: `${process.version} on ${process.platform} ${process.arch}` },
    { subject: 'sandbox', ok: sandbox.kind === 'namespaces', verdict: sandboxWords(sandbox) },
    ...Object.entries(capabilities).map(([subject, can]) => ({
      subject,
      ok: can === true,
      verdict: can === true ? (USES[subject] ?? '') : can,
    })),
    await examineEngine(),
    ...looked.map(({ gateway, look }) => ({
      subject: gateway.name,
      ok: look.found,
      verdict: look.found ? `${gateway.title} ${look.version} (${look.program})` : look.reason,
    })),
  ];
}

function sandboxWords(sandbox: Sandbox): string {
  if (sandbox.kind === 'plain') return sandbox.reason;
  return `namespaces for network, mounts and processes, ${sandbox.user ? 'without root (user namespace)' : 'as root'}`;
}
