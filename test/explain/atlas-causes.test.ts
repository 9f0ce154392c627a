import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { Fault } from '../../harness/core/fault.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { KNOWLEDGE } from './explain-octets.ts';

const ATLAS = fileURLToPath(new URL('../../docs/atlas/atlas.json', import.meta.url));

/** Statuses that the upstream itself said and that were passed on: no page of the gateway. */
const OWN_STATUS =
  /^(?:error-status|gateway-control-header|fails-first|fails-in-health-alone|inner-gateway-timeout|unavailable-retry-after|status-line-(?:above-599|below-100)|expect-unheeded)$/;

/** What fails in HTTP/2 or goes round in a loop comes out under the name of something else that happened on the way. */
const OTHERWISE = /^(?:http2-|gateway-loop$)/;

interface Cell {
  readonly fault: string;
  readonly gateway: string;
  readonly answer?: { readonly status: number } | undefined;
}

t.test('no page of a gateway rules out what the atlas has seen behind it', async (t) => {
  const { cells } = JSON.parse(readFileSync(ATLAS, 'utf8')) as { cells: readonly Cell[] };
  const errors = new Map((await loadFolder<Fault>('faults')).map(({ name, outcome }) => [name, outcome?.error]));
  const ruledOut: string[] = [];
  let seen = 0;
  for (const { fault, gateway, answer } of cells) {
    const error = errors.get(fault);
    const maker = KNOWLEDGE.makers.find(({ name }) => name === gateway);
    const status = answer?.status ?? 0;
    if (!error || !maker || maker.name === 'reference' || status < 500 || status > 504) continue;
    if (OWN_STATUS.test(fault) || OTHERWISE.test(fault)) continue;
    seen++;
    const causes = maker.pages
      .filter(({ status: wanted }) => ('test' in wanted ? wanted.test(String(status)) : wanted.includes(status)))
      .flatMap((page) => page.causes);
    if (!causes.includes(error)) ruledOut.push(`${gateway} ${status}: ${error} (${fault})`);
  }
  t.ok(seen > 1000, `${seen} cells are looked at`);
  t.same(ruledOut, []);
});
