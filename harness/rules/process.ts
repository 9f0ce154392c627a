import type { GatewayEvidence } from '../core/evidence.ts';
import type { Rule, Violation } from '../core/rule.ts';

/** Exit codes of an orderly stop: 0, or 128 and the number of HUP, INT, QUIT, USR1 or TERM (signal(7)). */
const ORDERLY_CODES: readonly (number | null)[] = [0, 129, 130, 131, 138, 143];
const ORDERLY_SIGNALS: readonly (string | null)[] = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGTERM', 'SIGWINCH'];

export default [
  {
    id: 'OP-47',
    title: 'Stays alive',
    level: 'practice',
    source: 'operational practice; RFC 9110 section 2.3 (errors of others must not break it)',
    summary:
      'No process of the gateway vanishes under a fault (new ones may come: some gateways keep spares), it does not exit unasked, and when asked it ends in order.',
    example: 'Upstream: a header of 1 MiB. Gateway: a worker process dies by SIGSEGV.',
    judge: ({ evidence: { gateway } }) => [...unaskedExit(gateway), ...vanished(gateway), ...disorderlyStop(gateway)],
  },
] satisfies Rule[];

function unaskedExit({ exit }: GatewayEvidence): Violation[] {
  if (!exit || exit.asked) return [];
  return [{ expected: 'a gateway that goes on running', actual: `it ended by itself, ${describe(exit)}` }];
}

/** A gateway that is gone as a whole has been reported as such. */
function vanished({ exit, pidsBefore, pidsAfter }: GatewayEvidence): Violation[] {
  const gone = pidsBefore.filter((pid) => !pidsAfter.includes(pid));
  if (gone.length === 0 || (exit && !exit.asked)) return [];
  const actual = `${gone.length} of its ${pidsBefore.length} processes gone`;
  return [{ expected: 'the same processes as before', actual }];
}

function disorderlyStop({ exit }: GatewayEvidence): Violation[] {
  if (!exit?.asked || ORDERLY_CODES.includes(exit.code) || ORDERLY_SIGNALS.includes(exit.signal)) return [];
  return [{ expected: 'an orderly end when it is asked to stop', actual: `it ended ${describe(exit)}` }];
}

function describe({ code, signal }: NonNullable<GatewayEvidence['exit']>): string {
  return signal === null ? `with code ${code}` : `by ${signal}`;
}
