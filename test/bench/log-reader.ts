/**
 * Reads logs of a gigabyte, and prints how fast that went and how much memory it took:
 *
 *     node test/bench/log-reader.ts [--megabytes 1024] [--kind nginx,json,unrelated,unrelated-errors,one-line]
 *
 * Each log is made in a temporary folder, read by a process of its own, and removed. It exits with 1 where a log was read
 * slower than at 50 MB a second, or took more than 200 MB of memory.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Dialect } from '../../harness/core/dialect.ts';
import { loadFolder } from '../../harness/core/registry.ts';
import { Diagnoser } from '../../harness/incidents/diagnoser.ts';
import { keepHeapSmall } from '../../harness/incidents/keep-heap-small.ts';
import { LogReader } from '../../harness/incidents/log-reader.ts';
import { readPieces } from '../../harness/incidents/read-pieces.ts';
import { readSignatures } from '../../harness/incidents/read-signatures.ts';

const MB = 1e6;
const SLOWEST = 50;
const MOST_MEMORY = 200;

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1024' },
    kind: { type: 'string', default: 'nginx,json,unrelated,unrelated-errors,one-line' },
    read: { type: 'string' },
  },
});

/** What a log has: a thousand lines, one in a hundred of which tells of trouble. */
const LINES: Readonly<Record<string, (index: number) => string>> = {
  nginx: (index) => {
    if (index % 100 === 99)
      return `2026/11/23 03:14:${String(index % 60).padStart(2, '0')} [error] 7#7: *${index} upstream prematurely closed connection while reading response header from upstream, client: 10.0.0.7, server: shop.example, request: "GET /cart/${index} HTTP/1.1", upstream: "http://10.0.0.9:3000/cart/${index}", host: "shop.example"\n`;
    const status = index % 100 === 98 ? 502 : 200;
    return `10.0.0.${index % 250} - - [23/Nov/2026:03:14:22 +0000] "GET /cart/${index + 1} HTTP/1.1" ${status} 157 "https://shop.example/" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"\n`;
  },
  json: (index) =>
    `{"ClientAddr":"10.0.0.7:57198","ClientHost":"10.0.0.7","DownstreamContentSize":11,"DownstreamStatus":${index % 100 === 99 ? 502 : 200},"Duration":1455361,"OriginContentSize":11,"OriginDuration":1336415,"OriginStatus":200,"RequestCount":${index},"RequestHost":"shop.example","RequestMethod":"GET","RequestPath":"/cart/${index}","RequestProtocol":"HTTP/1.1","RetryAttempts":0,"RouterName":"app@file","ServiceAddr":"10.0.0.9:3000","StartUTC":"2026-11-23T03:14:23.594539612Z","level":"info","msg":"","time":"2026-11-23T03:14:23Z"}\n`,
  unrelated: (index) =>
    `2026-11-23 03:14:22.123 INFO [worker-${index % 7}] com.example.shop.Cart - cart ${index} was saved in ${index % 40} ms\n`,
  // Lines of something else that look like trouble, so that each has to be looked at.
  'unrelated-errors': (index) =>
    `2026-11-23 03:14:22.123 ERROR [worker-${index % 7}] com.example.shop.Cart - cart ${index} failed: java.io.IOException: reset\n`,
  'one-line': (index) => `${index} and no end of the line, `,
};

if (values.read === undefined) process.exitCode = await measureAll(values.kind.split(','));
else await read(values.read);

async function measureAll(kinds: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'gatecrash-log-'));
  let code = 0;
  try {
    for (const kind of kinds) {
      const file = join(folder, `${kind}.log`);
      await make(file, kind);
      code = Math.max(code, await measure(file, kind));
      await rm(file);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return code;
}

async function make(file: string, kind: string): Promise<void> {
  const line = LINES[kind];
  if (!line) throw new TypeError(`there is no kind ${kind}`);
  const block = Buffer.from(Array.from({ length: 1000 }, (_, index) => line(index)).join(''));
  const stream = createWriteStream(file);
  for (let made = 0; made < Number(values.megabytes) * MB; made += block.length)
    if (!stream.write(block)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'finish');
}

/** In a process of its own, so that its memory is what the reading takes. */
async function measure(file: string, kind: string): Promise<number> {
  const child = fork(new URL(import.meta.url), ['--read', file], { stdio: 'inherit' });
  const [figures] = (await once(child, 'message')) as [Figures];
  await once(child, 'exit');
  const rate = figures.bytes / MB / figures.seconds;
  const memory = figures.memory / MB;
  const good = rate >= SLOWEST && memory < MOST_MEMORY;
  process.stdout.write(
    `${good ? 'good' : 'MISSED'}  ${kind}: ${Math.round(rate)} MB/s (processor time: ${Math.round(figures.bytes / MB / figures.busy)} MB/s), ${Math.round(memory)} MB of memory, ${figures.lines} lines, ${figures.troubled} with trouble, ${figures.causes} causes\n`,
  );
  return good ? 0 : 1;
}

interface Figures {
  readonly bytes: number;
  readonly seconds: number;
  readonly busy: number;
  readonly memory: number;
  readonly lines: number;
  readonly troubled: number;
  readonly causes: number;
}

async function read(file: string): Promise<void> {
  keepHeapSmall();
  const diagnoser = new Diagnoser(await readSignatures());
  const reader = new LogReader(await loadFolder<Dialect>('dialects'), { take: (entry) => diagnoser.add(entry) });
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  let bytes = 0;
  await readPieces(file, process.stdin, (piece) => {
    bytes += piece.length;
    reader.push(piece);
  });
  const { lines, troubled } = reader.end();
  const causes = diagnoser.end().length;
  const seconds = (performance.now() - began) / 1000;
  const used = process.cpuUsage(cpu);
  const busy = (used.user + used.system) / 1e6;
  const memory = process.resourceUsage().maxRSS * 1024;
  process.send?.({ bytes, seconds, busy, memory, lines, troubled, causes } satisfies Figures);
}
