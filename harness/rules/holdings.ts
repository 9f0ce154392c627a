import type { ExchangeFacts } from '../core/facts.ts';
import { SPARE_DESCRIPTORS } from '../core/holdings.ts';
import type { Rule } from '../core/rule.ts';

const MEBIBYTE = 1024 * 1024;
/** What a process may take in memory for a header that has no end, in octets. */
const GROWTH = 64 * MEBIBYTE;

/** What a gateway takes for requests that fail it must give back, and take no more than it needs. */
export default [
  {
    id: 'OP-48',
    title: 'Descriptors are given back',
    level: 'practice',
    source: 'operational practice',
    summary: `When a load is over, with all that failed in it, no process of the gateway has more than ${SPARE_DESCRIPTORS} file descriptors beyond those at the begin. Judged of a gateway that runs for the case alone and keeps no connections to its upstreams.`,
    example: 'Load: 200 requests to an upstream that breaks off each. Gateway: 12 descriptors before, 212 after.',
    judge: ({ evidence: { gateway }, case: { variant } }) => {
      const { held } = gateway;
      if (!held || variant.settings.keepalive || gateway.exit?.asked === false) return [];
      const { before, after } = held;
      const most = before.descriptors + SPARE_DESCRIPTORS;
      if (after.descriptors <= most) return [];
      return [{ expected: `at most ${most} descriptors in a process`, actual: `${after.descriptors}` }];
    },
  },
  {
    id: 'OP-49',
    title: 'Memory is bounded whatever the upstream sends',
    level: 'practice',
    source: 'operational practice; RFC 9110 section 17.5 (recipients ought to limit what they process)',
    summary: `While upstreams send headers that have no end, no process of the gateway takes more than ${GROWTH / MEBIBYTE} MiB of memory beyond what it had. Judged of a gateway that runs for the case alone.`,
    example:
      'Load: 20 requests to an upstream that sends 16 MiB of fields for each. Gateway: 330 MiB more than before.',
    judge: ({ exchanges, evidence: { gateway } }) => {
      const { held } = gateway;
      if (!held || !exchanges.some(isEndless)) return [];
      const growth = held.after.peak - held.before.resident;
      if (growth <= GROWTH) return [];
      const mebibytes = Math.ceil(growth / MEBIBYTE);
      return [
        { expected: `at most ${GROWTH / MEBIBYTE} MiB more in a process`, actual: `${mebibytes} MiB more than before` },
      ];
    },
  },
] satisfies Rule[];

/** More was sent than evidence keeps, and no header of a final response was whole in it. */
function isEndless({ answers }: ExchangeFacts): boolean {
  return answers.some(({ whole, final }) => !whole && final === null);
}
