import type { GatewaySetup, Slot } from '../../harness/core/gateway.ts';

/** Two slots as a runtime would hand them out, with upstreams as addresses or as names. */
export function exampleSlots(names: boolean): readonly Slot[] {
  return [0, 1].map((index) => ({
    listen: { host: `127.10.0.${index + 1}`, port: 8080 },
    upstreams: {
      app: { host: names ? `app.slot${index}.test` : `127.20.${index}.1`, port: 3000 },
      other: { host: names ? `other.slot${index}.test` : `127.20.${index}.2`, port: 4000 },
    },
  }));
}

/** Setups for every choice that changes a configuration. */
export function exampleSetups(): readonly GatewaySetup[] {
  const choices = [false, true];
  return choices.flatMap((keepalive) =>
    choices.flatMap((names) =>
      choices.map((root) => ({
        dir: '/somewhere/private',
        program: '/usr/sbin/program',
        slots: exampleSlots(names),
        settings: { keepalive },
        timeouts: { connect: 1000, read: 2000 },
        resolver: names ? { host: '127.0.0.53', port: 53 } : null,
        root,
      })),
    ),
  );
}
