import type { EffectPlace } from '../core/effect.ts';
import { programInImage } from '../images/program-in-image.ts';

/** The upstream program in its container: its one upstream, and the ports. */
export const UPSTREAM = {
  name: 'app',
  port: 3000,
  control: 9000,
} as const;

/**
 * The container's command. A program that dies by a signal, as faults will have it, stays dead until REVIVE; the container
 * lives on, with its address and its ports. `"$0" "$@"` is the program.
 */
export const SUPERVISED = [
  'sh',
  '-c',
  `rm -f /tmp/again && mkfifo /tmp/again && exec 3<>/tmp/again
while :; do
  "$0" "$@" & echo $! >/tmp/program
  wait $!
  [ $? -gt 128 ] || exit 3
  read -r _ <&3
done`,
  ...['node', programInImage('upstream/main'), '--detached'],
  ...['--control', `0.0.0.0:${UPSTREAM.control}`, '--upstream', `${UPSTREAM.name}=0.0.0.0:${UPSTREAM.port}`],
];

/** Wakes a program that was stopped by a signal, and starts one that is dead. */
export const REVIVE = ['sh', '-c', 'kill -CONT "$(cat /tmp/program)" || echo >/tmp/again'];

/** What the program can break itself. */
export const PLACES: readonly EffectPlace[] = ['script', 'listener', 'process'];

/** What to use for what it cannot break. */
export function elsewhere(place: EffectPlace): string {
  return place === 'dns' || place === 'resolver'
    ? 'in a Docker network the name of a container is answered by Docker'
    : 'it happens on the way to the upstream; a NetworkFaultContainer makes it';
}
