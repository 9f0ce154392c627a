import { DEFAULT_SETTINGS } from '../../harness/core/default-settings.ts';
import type { GatewaySetup, Slot } from '../../harness/core/gateway.ts';
import type { GatewaySettings } from '../../harness/core/scenario.ts';
import { slotUpstreams } from '../../harness/core/slot-upstreams.ts';

/** Two slots as a runtime would hand them out, with upstreams as addresses or as names. */
export function exampleSlots(names: boolean, replicas = 1): readonly Slot[] {
  return [0, 1].map((index) => ({
    listen: { host: `127.10.0.${index + 1}`, port: 8080 },
    upstreams: Object.fromEntries(
      slotUpstreams(replicas).map((name, place) => [
        name,
        {
          host: names ? `${name}.slot${index}.test` : `127.20.${index}.${place + 1}`,
          port: name === 'other' ? 4000 : 3000,
        },
      ]),
    ),
  }));
}

/** A setup with what the settings ask for; the upstreams are given by address unless `names` is true. */
export function exampleSetup(
  settings: Partial<GatewaySettings>,
  { names = false, root = false }: { names?: boolean; root?: boolean } = {},
): GatewaySetup {
  const whole = { ...DEFAULT_SETTINGS, ...settings };
  return {
    dir: '/somewhere/private',
    program: '/usr/sbin/program',
    slots: exampleSlots(names, whole.replicas),
    settings: whole,
    timeouts: { connect: 1000, read: 2000 },
    resolver: names ? { host: '127.0.0.53', port: 53 } : null,
    root,
  };
}

/** Setups for every choice that changes a configuration; a gateway must have the features that one asks for. */
export function exampleSetups(): readonly GatewaySetup[] {
  const choices = [false, true];
  return choices.flatMap((keepalive) =>
    choices.flatMap((root) => [
      exampleSetup({ keepalive }, { root }),
      exampleSetup({ keepalive }, { root, names: true }),
      exampleSetup({ keepalive, cache: true }, { root }),
      exampleSetup({ keepalive, cache: true }, { root, names: true }),
      exampleSetup({ keepalive, replicas: 3 }, { root }),
    ]),
  );
}

/** The setups among the examples that ask for nothing that a gateway with these features lacks. */
export function setupsFor(features: readonly string[]): readonly GatewaySetup[] {
  return exampleSetups().filter(
    ({ settings }) =>
      (!settings.cache || features.includes('cache')) && (settings.replicas === 1 || features.includes('replicas')),
  );
}
