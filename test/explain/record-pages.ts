import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Gateway } from '../../harness/core/gateway.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { PAGE_CAUSES } from './page-causes.ts';
import { playPages } from './play-page.ts';

/**
 * Records the error pages of the gateways of this machine into fixtures/error-pages/GATEWAY/STATUS-CAUSE.http, so that they
 * are tested where no gateway is: `node test/explain/record-pages.ts [GATEWAY..]`. What differs from run to run (dates,
 * addresses of ours) is written as one and the same.
 */
const wanted = process.argv.slice(2);
const folder = fileURLToPath(new URL('../../fixtures/error-pages/', import.meta.url));

for (const gateway of await loadFolder<Gateway>('gateways')) {
  if (wanted.length > 0 && !wanted.includes(gateway.name)) continue;
  const found = await gateway.find();
  if (!found.found) {
    process.stderr.write(`${gateway.name}: ${found.reason}\n`);
    continue;
  }
  for (const { cause, octets } of await playPages(gateway, { program: found.program, causes: PAGE_CAUSES, place: 1 })) {
    const status = /^HTTP\/\S+ (\d{3})/.exec(octets.toString('latin1'))?.[1] ?? 'none';
    // What is passed on as a 200 is no error page.
    if (status === '200') continue;
    mkdirSync(`${folder}${gateway.name}`, { recursive: true });
    writeFileSync(`${folder}${gateway.name}/${status}-${cause}.http`, normalised(octets), 'latin1');
    process.stderr.write(`${gateway.name} ${cause}: ${status}, ${octets.length} octets\n`);
  }
}

/** The same length for every replacement, so that Content-Length stays true. */
function normalised(octets: Buffer): string {
  return octets
    .toString('latin1')
    .replaceAll(/[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/g, 'Mon, 23 Nov 2026 03:00:00 GMT')
    .replaceAll(new RegExp(`\\b${hostname()}\\b`, 'g'), 'x'.repeat(hostname().length));
}
