import t from 'tap';
import type { Case } from '../../harness/core/case.ts';
import { type Twin, Twins } from '../../harness/play/twins.ts';

const TWIN: Twin = { pass: { exchanges: [], observations: [] }, spoilt: false, lag: 0 };

/** A case of one GET; parts of it can be others. */
function asked({ target = '/', gateway = 'nginx', times = 1, isolate = 'none' } = {}): Case {
  const step = { kind: 'request', path: 'steps.0', request: { method: 'GET', target }, times };
  const settings = { keepalive: false, cache: false, replicas: 1 };
  return {
    isolate,
    gateway: { name: gateway },
    names: false,
    repeat: 1,
    attempt: 1,
    variant: { settings, steps: [step] },
  } as unknown as Case;
}

/** How often a twin was played for these cases, one after another. */
async function playsOf(items: readonly Case[], twin: Twin = TWIN): Promise<number> {
  const twins = new Twins();
  let plays = 0;
  for (const item of items)
    await twins.of(item, async () => {
      plays += 1;
      return twin;
    });
  return plays;
}

t.test('cases that differ in their faults alone share a twin', async (t) => {
  t.equal(await playsOf([asked(), asked(), asked()]), 1);
});

t.test('a twin of other steps, or on another gateway, is another one', async (t) => {
  t.equal(await playsOf([asked(), asked({ target: '/report' }), asked({ gateway: 'caddy' })]), 3);
});

t.test('a case that is played apart, or that tells how times are under load, has a twin of its own', async (t) => {
  t.equal(await playsOf([asked({ isolate: 'gateway' }), asked({ isolate: 'gateway' })]), 2);
  t.equal(await playsOf([asked({ times: 20 }), asked({ times: 20 })]), 2);
});

t.test('a twin in which the gateway ended stands for one case', async (t) => {
  t.equal(await playsOf([asked(), asked()], { ...TWIN, spoilt: true }), 2);
});

t.test('where a shared twin cannot be played, the next case plays its own', async (t) => {
  const twins = new Twins();
  const failing = twins.of(asked(), async () => {
    throw new Error('given up');
  });
  const beside = twins.of(asked(), async () => TWIN);
  await t.rejects(failing, /given up/);
  t.equal(await beside, TWIN);
});

t.test('what is known of a gateway is forgotten with it', async (t) => {
  const twins = new Twins();
  let plays = 0;
  const play = async () => {
    plays += 1;
    return TWIN;
  };
  await twins.of(asked(), play);
  twins.forget('nginx');
  await twins.of(asked(), play);
  t.equal(plays, 2);
});
