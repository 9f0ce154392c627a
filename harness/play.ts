import type { Case } from './core/case.ts';
import { now } from './core/clock.ts';
import type { Evidence, GatewayEvidence, Pass } from './core/evidence.ts';
import type { Deployment, PlayHooks } from './core/runtime.ts';
import { signalsOfUpstreams } from './core/signals-of.ts';
import { aftermath } from './play/aftermath.ts';
import { Drive } from './play/drive.ts';
import { LagMeter } from './play/lag-meter.ts';
import { HEALTHY_STATE, UNSCRIPTED_STATE } from './play/states.ts';
import type { Strikes } from './play/strikes.ts';
import { type Twin, Twins } from './play/twins.ts';
import { untilTold } from './play/until-told.ts';

/** Lends a gateway with healthy, silent or broken upstreams behind it. */
export type Lend = (options: { alone: boolean; twin: boolean }) => Promise<Deployment>;

/**
 * Plays one attempt at a case and hands back all that it left behind. Where a gateway that was shared ended meanwhile, any
 * of the cases on it may have ended it, so the case is played once more with a gateway of its own.
 */
export async function play(item: Case, lend: Lend, hooks: PlayHooks, twins = new Twins()): Promise<Evidence> {
  if (item.isolate !== 'gateway') {
    const shared = async (twin: boolean) => await lend({ alone: false, twin });
    const { evidence, spoilt } = await playOnce(item, shared, hooks, twins);
    if (!spoilt) return evidence;
  }
  const own = async (twin: boolean) => await lend({ alone: true, twin });
  return (await playOnce(item, own, hooks, new Twins())).evidence;
}

/** The healthy twin first, then the steps with the faults armed, then the aftermath; `spoilt` when a gateway ended. */
async function playOnce(
  item: Case,
  lend: (twin: boolean) => Promise<Deployment>,
  hooks: PlayHooks,
  twins: Twins,
): Promise<{ evidence: Evidence; spoilt: boolean }> {
  const started = now();
  hooks.progress('healthy twin');
  const twin = await twins.of(item, async () => await playTwin(item, await lend(true), hooks));
  using lag = new LagMeter();
  hooks.progress(`starting ${item.gateway.name}`);
  await using deployment = await lend(false);
  using drive = new Drive(deployment, hooks, 'steps');
  const unscripted = deployment.upstreams.map((upstream) => [upstream, UNSCRIPTED_STATE]);
  await drive.set({ ...Object.fromEntries(unscripted), ...item.variant.upstreams });
  await drive.steps(item.variant.steps);
  hooks.progress('aftermath');
  await aftermath(drive, Object.keys(item.variant.upstreams));
  drive.end();
  await untilTold(item, deployment, hooks.signal);
  const main: Pass = passOf(drive, await deployment.observations());
  const gateway = await deployment.settle();
  const spoilt = endedByItself(gateway) || twin.spoilt;
  const { timeouts } = deployment;
  const armings = deployment.armings();
  const { untils, strikes, awaits } = drive;
  const worst = Math.max(lag.worst, twin.lag);
  return {
    evidence: {
      gateway,
      timeouts,
      main,
      twin: twin.pass,
      armings,
      untils,
      ...struck(strikes),
      ...(awaits.length > 0 && { awaits }),
      lag: worst,
      ms: now() - started,
    },
    spoilt,
  };
}

async function playTwin(item: Case, lent: Deployment, hooks: PlayHooks): Promise<Twin> {
  using lag = new LagMeter();
  await using deployment = lent;
  // Nobody is there to give the signals of the scripts.
  using drive = new Drive(deployment, hooks, 'twin', signalsOfUpstreams(item.variant));
  for (const upstream of deployment.upstreams) await drive.set({ [upstream]: HEALTHY_STATE });
  await drive.steps(item.variant.steps);
  drive.end();
  const pass = passOf(drive, await deployment.observations());
  return { pass, spoilt: endedByItself(await deployment.settle()), lag: lag.worst };
}

function passOf({ exchanges, loads }: Drive, observations: Pass['observations']): Pass {
  return loads.length === 0 ? { exchanges, observations } : { exchanges, observations, loads };
}

function struck({ made, sightings }: Strikes): Pick<Evidence, 'strikes' | 'sightings'> {
  return {
    ...(made.length > 0 ? { strikes: made } : {}),
    ...(sightings.length > 0 ? { sightings } : {}),
  };
}

function endedByItself({ exit }: GatewayEvidence): boolean {
  return exit !== null && !exit.asked;
}
