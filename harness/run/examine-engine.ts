import { ProblemError } from '../core/problem.ts';
import type { Examined } from './examined.ts';

/** What `doctor` says of the container engine. */
export async function examineEngine(): Promise<Examined> {
  const { openEngine } = await import('../images/engine.ts');
  try {
    const { docker } = await openEngine();
    const [{ Version, ApiVersion }, { OperatingSystem, CgroupVersion }] = await Promise.all([
      docker.version(),
      docker.info(),
    ]);
    const where = `${OperatingSystem}, cgroup v${CgroupVersion ?? '1'}`;
    return { subject: 'docker', ok: true, verdict: `engine ${Version}, API ${ApiVersion} (${where})` };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const [problem] = error.problems;
    return { subject: 'docker', ok: false, verdict: [problem?.message, problem?.hint].filter(Boolean).join('; ') };
  }
}
