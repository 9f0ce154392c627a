import type { Fault } from '../../harness/core/fault.ts';
import { FAULT_GROUPS } from '../../harness/core/fault.ts';

/** A fault with what shows that it is real. */
export interface ShownFault {
  readonly fault: Fault;
  /** Ids of the scenarios that play it. */
  readonly scenarios: readonly string[];
  /** Test files in which a raw peer sees it. */
  readonly proofs: readonly string[];
}

/** A row of the catalogue that no fault of ours makes, and why. */
export interface LeftOut {
  readonly ref: string;
  readonly what: string;
  readonly reason: string;
}

/** A row that a client, the gateway or a change between faults makes: what the language says for it. */
export interface Said {
  readonly ref: string;
  readonly what: string;
  /** In YAML's words. */
  readonly how: string;
  readonly scenarios: readonly string[];
  /** The test file in which a raw peer sees it. */
  readonly proof: string;
}

/** docs/faults.md: every fault by its group, with its row of the catalogue, its scenarios and its proofs, the rows that are said, and those left out. */
export function faultsPage(faults: readonly ShownFault[], said: readonly Said[], leftOut: readonly LeftOut[]): string {
  const rows = new Set([...faults.map(({ fault }) => fault.ref), ...said.map(({ ref }) => ref)]).size;
  const sections = FAULT_GROUPS.map((group) => {
    const own = faults.filter(({ fault }) => fault.group === group);
    return own.length === 0 ? '' : `## ${group}\n\n${HEAD}${own.map(line).join('')}`;
  });
  const made = sections.filter((text) => text !== '').join('\n');
  return `${introduction(rows, faults.length, said.length)}\n${made}\n${saidSection(said)}\n${leftOutSection(leftOut)}`;
}

const HEAD = '| row | fault | what happens | scenarios | wire proof | needs |\n|---|---|---|---|---|---|\n';

function introduction(rows: number, faults: number, said: number): string {
  return `# Faults

Generated from the code; \`UPDATE_GOLDEN=1 node test/docs/faults.test.ts\` writes it anew. ${faults} faults, and ${said} things
that clients, gateways and steps do, make ${rows} of the 242 rows of the catalogue. Each is played by the scenarios named, and proven by a test in which a raw peer, without any
gateway, sees it on the wire. What a fault needs of the machine stands last; a fault that needs nothing is made in every runtime, the
plain one without namespaces too, and all others locally and in Docker. \`gatecrash faults NAME\` tells the rest.
`;
}

function line({ fault, scenarios, proofs }: ShownFault): string {
  const { ref, name, summary, needs } = fault;
  const cells = [ref, `\`${name}\``, escaped(summary), list(scenarios), list(proofs), needs.join(', ') || 'nothing'];
  return `| ${cells.join(' | ')} |\n`;
}

function saidSection(said: readonly Said[]): string {
  const lines = said.map(
    ({ ref, what, how, scenarios, proof }) =>
      `| ${ref} | ${escaped(what)} | \`${escaped(how)}\` | ${list(scenarios)} | ${proof} |\n`,
  );
  return `## Rows that steps and settings say\n\n| row | what happens | said by | scenarios | wire proof |\n|---|---|---|---|---|\n${lines.join('')}`;
}

function leftOutSection(rows: readonly LeftOut[]): string {
  const lines = rows.map(({ ref, what, reason }) => `| ${ref} | ${escaped(what)} | ${escaped(reason)} |\n`);
  return `## Rows left out\n\n| row | fault | why |\n|---|---|---|\n${lines.join('')}`;
}

function list(words: readonly string[]): string {
  return words.length > 3 ? `${words.slice(0, 3).join(', ')} and ${words.length - 3} more` : words.join(', ');
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}
