import { z } from 'zod';
import { defineExpectation } from '../core/expectation.ts';
import type { GatewayLook, GatewaySighting } from '../core/gateway-strike.ts';
import { lineWith } from '../core/line-with.ts';
import type { Violation } from '../core/rule.ts';
import { formatSize, parseSize } from '../core/size.ts';
import { textPatternSchema } from '../core/text-pattern-schema.ts';

const COUNT_HELP = 'must be a bound such as < 100';
const SIZE_HELP = 'must be a bound such as < 200MB';

const schema = z
  .strictObject({
    alive: z.boolean().describe('Whether it runs after the step.').optional(),
    processes: z
      .enum(['same', 'new'], { error: 'must be same or new' })
      .describe('Whether the same processes run after the step as before, or a new one does.')
      .optional(),
    log: textPatternSchema.describe('What a line of its log holds, in the whole case.').optional(),
    'log-lacks': textPatternSchema.describe('What no line of its log holds, in the whole case.').optional(),
    memory: z
      .string(SIZE_HELP)
      .refine((value) => boundOf(value, parseSize) !== undefined, SIZE_HELP)
      .describe('The resident memory of its processes together, after the step.')
      .optional(),
    descriptors: z
      .string(COUNT_HELP)
      .refine((value) => boundOf(value, toCount) !== undefined, COUNT_HELP)
      .describe('Open file descriptors of the process that has most of them, after the step.')
      .optional(),
  })
  .refine(
    (value) => Object.keys(value).length > 0,
    'must have alive, processes, log, log-lacks, memory or descriptors',
  );

type Wanted = z.output<typeof schema>;

/** Process ids, memory and descriptors are read from /proc when the step is over; the log is that of steps and aftermath. */
export default defineExpectation({
  key: 'gateway',
  named: false,
  summary: 'How the gateway itself fares: its processes after the step, and what its log says in the whole case.',
  schema,
  examples: [
    '{ alive: true }',
    '{ processes: new, log: reconfiguring }',
    '{ processes: same, log-lacks: /panic|assert/ }',
    '{ memory: < 200MB, descriptors: < 100 }',
  ],
  judge(expected, { sightings = [], facts }) {
    const { log } = facts.evidence.gateway;
    return [...sightings.flatMap((sighting) => inSighting(expected, sighting)), ...inLog(expected, log)];
  },
});

function inSighting(wanted: Wanted, { before, after }: GatewaySighting): Violation[] {
  const { alive, processes, memory, descriptors } = wanted;
  return [
    ...(alive === undefined || alive === after.alive ? [] : [alivePair(alive)]),
    ...(processes === undefined || processes === turnover(before, after) ? [] : [pidsPair(processes, before, after)]),
    ...bounded('memory', memory, boundOf(memory ?? '', parseSize), after.memory, formatSize),
    ...bounded('descriptors', descriptors, boundOf(descriptors ?? '', toCount), after.descriptors, String),
  ];
}

function alivePair(alive: boolean): Violation {
  const words = ['a gateway that is dead', 'a gateway that runs'] as const;
  return { expected: words[alive ? 1 : 0], actual: words[alive ? 0 : 1] };
}

/** What came between: nothing, a new process, or the end of one that nothing replaced. */
function turnover(before: GatewayLook, after: GatewayLook): 'same' | 'new' | 'fewer' {
  if (after.pids.some((pid) => !before.pids.includes(pid))) return 'new';
  return after.pids.length === before.pids.length ? 'same' : 'fewer';
}

function pidsPair(wanted: string, before: GatewayLook, after: GatewayLook): Violation {
  const actual = `processes ${before.pids.join(', ') || 'none'} before, ${after.pids.join(', ') || 'none'} after`;
  return { expected: wanted === 'same' ? 'the same processes as before the step' : 'a new process', actual };
}

/** What cannot be read is said: an expectation that nobody judged must not count as met. */
function bounded(
  what: string,
  wanted: string | undefined,
  bound: number | undefined,
  actual: number | null,
  tell: (value: number) => string,
): Violation[] {
  if (wanted === undefined || bound === undefined || (actual !== null && actual < bound)) return [];
  const words = actual === null ? 'it cannot be read from /proc here' : `${what} ${tell(actual)}`;
  return [{ expected: `${what} ${wanted.trim()}`, actual: words }];
}

function inLog({ log: wanted, 'log-lacks': unwanted }: Wanted, log: readonly string[]): Violation[] {
  const said = (pattern: string | undefined) => (pattern === undefined ? undefined : lineWith(pattern, log));
  const bad = said(unwanted);
  return [
    ...(wanted === undefined || said(wanted) !== undefined
      ? []
      : [{ expected: `a line of the log with ${wanted}`, actual: `none of ${log.length} lines` }]),
    ...(bad === undefined ? [] : [{ expected: `no line of the log with ${unwanted}`, actual: bad }]),
  ];
}

function boundOf(value: string, parse: (text: string) => number | undefined): number | undefined {
  const limit = /^\s*<\s*(\S+)\s*$/.exec(value)?.[1];
  return limit === undefined ? undefined : parse(limit);
}

function toCount(value: string): number | undefined {
  return /^\d+$/.test(value) ? Number(value) : undefined;
}
