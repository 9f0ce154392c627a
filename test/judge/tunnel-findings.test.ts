import t from 'tap';
import { tunnelFindings } from '../../harness/judge/tunnel-findings.ts';
import { exchange, factsWith, requestStep } from '../support/evidence.ts';

const plain = requestStep(0);
const step =
  plain.kind === 'request' ? { ...plain, request: { ...plain.request, tunnel: [{ do: 'close' as const }] } } : plain;

function found(more: Parameters<typeof exchange>[0], status?: unknown) {
  const facts = factsWith({ exchanges: [exchange({ step: step.path, ...more })] });
  const authored = status === undefined ? {} : { status };
  const exchanges = facts.exchanges.map((one) => ({ ...one, authored }));
  return tunnelFindings([step], { ...facts, exchanges }).map(({ expected }) => expected);
}

t.test('what was awaited in a tunnel in vain is found, and a tunnel that was not opened', (t) => {
  t.strictSame(found({ tunnel: { missed: null, bytes: 3 } }), []);
  t.strictSame(found({ tunnel: { missed: { step: 1, what: 'the end of the tunnel', ms: 9 }, bytes: 3 } }), [
    'the end of the tunnel',
  ]);
  t.strictSame(found({}), ['a tunnel']);
  t.strictSame(found({}, ['101', '4xx']), [], 'where the author says which status it may have, the status is judged');
  t.end();
});
