import type { Slot } from '../../core/gateway.ts';

/**
 * The lines of an instance's log that are about one of its slots: those that name an address of the slot. Where none does,
 * those that name no other slot either: a gateway may not say whom it is talking to, and a line about this slot may be late. All
 * lines are about the only slot of an instance.
 */
export function aboutSlot(lines: readonly string[], slot: Slot, slots: readonly Slot[]): string[] {
  if (slots.length === 1) return [...lines];
  const ours = lines.filter(namesAny(hostsOf(slot)));
  if (ours.length > 0) return ours;
  const theirs = namesAny(slots.flatMap(hostsOf));
  return lines.filter((line) => !theirs(line));
}

function hostsOf({ listen, upstreams }: Slot): string[] {
  return [listen, ...Object.values(upstreams)].map(({ host }) => host);
}

/** Whole hosts: 127.1.0.6 is not in a line about 127.1.0.66. */
function namesAny(hosts: readonly string[]): (line: string) => boolean {
  const patterns = hosts.map((host) => new RegExp(`(?<![\\w.])${host.replaceAll('.', '\\.')}(?!\\w)`));
  return (line) => patterns.some((pattern) => pattern.test(line));
}
