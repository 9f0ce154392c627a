import type { Rule } from '../../harness/core/rule.ts';
import type { KnownDeviation } from '../../harness/judge/known-deviation.ts';

const LEVELS = ['must', 'should', 'practice', 'author'] as const;
type Level = (typeof LEVELS)[number];

const HEADINGS: Readonly<Record<Level, string>> = {
  must: 'Against a MUST, or the grammar, of an RFC',
  should: 'Against a SHOULD of an RFC',
  practice: 'Against good practice: no standard forbids it',
  author: 'Against what the author of a scenario expects',
};

/** docs/deviations.md: every recorded deviation, by gateway and by how strongly its source speaks. */
export function deviationsPage(deviations: readonly KnownDeviation[], rules: readonly Rule[]): string {
  const levels = new Map(rules.map(({ id, level }) => [id, level]));
  const gateways = [...Map.groupBy(deviations, ({ gateway }) => gateway)].sort(([a], [b]) => a.localeCompare(b));
  const sections = gateways.map(([gateway, own]) => gatewaySection(gateway, own, levels));
  return `${INTRODUCTION}\n${sections.join('\n')}`;
}

const INTRODUCTION = `# Known deviations

Generated from fixtures/deviations; \`UPDATE_GOLDEN=1 node test/docs/deviations.test.ts\` writes it anew. What is recorded here
was seen on the wire and understood, and is reported as \`deviates\`. Without versions it was seen in every version tried.
`;

function gatewaySection(gateway: string, own: readonly KnownDeviation[], levels: ReadonlyMap<string, Level>): string {
  const levelOf = ({ rule }: KnownDeviation): Level => levels.get(rule) ?? 'author';
  const parts = LEVELS.map((level) => ({ level, all: own.filter((known) => levelOf(known) === level) }))
    .filter(({ all }) => all.length > 0)
    .map(({ level, all }) => `### ${HEADINGS[level]}\n\n${all.map(entry).join('')}`);
  return `## ${gateway}\n\n${parts.join('\n')}`;
}

function entry({ scenario, rule, reason, source, versions, profile }: KnownDeviation): string {
  const when = [versions && `versions ${versions}`, profile && `profile ${profile}`].filter(Boolean).join(', ');
  const where = `**${rule}** in \`${scenario}\`${when && ` (${when})`}`;
  return `- ${where}: ${oneLine(reason)} Source: ${oneLine(source)}\n`;
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
