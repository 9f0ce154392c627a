import t from 'tap';
import { behaviour, type CaseEnded } from './behaviour.ts';

/** A case of overload/connection-limit, whose steps are four requests at once and an `until`. */
function ended(changes: Partial<CaseEnded>, ...answers: readonly (readonly [step: number, status: number])[]): string {
  const exchanges = answers.map(([step, status]) => ({
    ...{ phase: 'steps', step: `steps.${step}`, target: '/', status, complete: true },
  }));
  const about = { type: 'case-ended', case: 'overload/connection-limit@nginx', scenario: 'overload/connection-limit' };
  const where = { gateway: 'nginx', version: '1.22.1', runtime: 'local', repeat: 1 };
  return behaviour({ ...about, ...where, result: 'pass', findings: [], exchanges, ...changes });
}

t.test('how often an `until` asked is no difference, and what it was told is', async (t) => {
  t.equal(ended({}, [1, 502], [1, 502], [1, 200]), ended({}, [1, 502], [1, 200]));
  t.not(ended({}, [1, 503], [1, 200]), ended({}, [1, 502], [1, 200]));
});

t.test('how often any other request was answered so is one, in whatever order', async (t) => {
  t.equal(ended({}, [0, 502], [0, 200], [0, 502]), ended({}, [0, 502], [0, 502], [0, 200]));
  t.not(ended({}, [0, 502], [0, 200], [0, 502]), ended({}, [0, 502], [0, 200], [0, 200]));
});

t.test('so are the verdict and the rules', async (t) => {
  t.not(ended({ result: 'deviates' }, [0, 200]), ended({}, [0, 200]));
  t.not(ended({ findings: [{ rule: 'OP-29' }] }, [0, 200]), ended({}, [0, 200]));
});
