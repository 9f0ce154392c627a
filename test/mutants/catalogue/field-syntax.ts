import type { Mutant, Patch } from '../mutant.ts';

/** The value of a field line, as field-line.ts reads it. */
const VALUE = 'const value = trimOws(line.slice(colon + 1));';

export default [
  {
    name: 'takes-nul-for-nothing',
    rule: 'R-9110-5.5-1',
    collateral: [],
    summary: 'A NUL in a field value is left out.',
    patches: [value(".replaceAll('\\0', '')")],
  },
  {
    name: 'minds-white-space-round-a-length',
    rule: 'R-9110-5.5-2',
    collateral: ['expect'],
    summary: 'One space behind the colon is taken away, and the length may have no more of it.',
    patches: [
      {
        file: 'field-line.ts',
        find: VALUE,
        replace: `const exact = name === 'Content-Length';
          const value = exact ? line.slice(colon + 1).replace(/^ /, '') : trimOws(line.slice(colon + 1));`,
      },
      { file: 'content-length.ts', find: "value.split(',').map(trimOws)", replace: 'value.split(/,[ \\t]*/)' },
    ],
  },
  {
    name: 'reads-heads-as-utf-8',
    rule: 'R-9112-2.2-1',
    collateral: ['OP-33'],
    summary: 'Field lines are decoded as UTF-8 and written as Latin-1, which turns U+010A into an LF.',
    patches: [
      { file: 'field-line.ts', find: '\\x80-\\xff]*$/;', replace: '\\x80-\\uffff]*$/;' },
      value(''),
      {
        file: 'field-line.ts',
        find: 'return [name, value];',
        replace: "return [name, Buffer.from(value, 'latin1').toString('utf8')];",
      },
    ],
  },
  {
    name: 'asks-about-octets',
    rule: 'R-9112-2.2-1',
    collateral: [],
    summary: 'Octets above 127 in a field value become question marks.',
    patches: [value(".replace(/[\\x80-\\xff]/g, '?')")],
  },
  {
    name: 'swallows-cr',
    rule: 'R-9112-2.2-2',
    collateral: [],
    summary: 'A bare CR in a field value is left out.',
    patches: [value(".replaceAll('\\r', '')")],
  },
  {
    name: 'reads-a-field-before-the-first',
    rule: 'R-9112-2.2-3',
    collateral: [],
    summary: 'The white space before the first field line is taken away, and the line is read.',
    patches: [
      fieldLine('fields.push(parseFieldLine(fields.length === 0 ? line.trimStart() : line, spaceBeforeColon));'),
    ],
  },
  {
    name: 'keeps-the-space-before-a-colon',
    rule: 'R-9112-5.1-1',
    collateral: [],
    summary: 'White space between the name of a response field and its colon is passed on.',
    patches: [
      {
        file: 'field-line.ts',
        find: 'return [name, value];',
        replace: 'return [line.slice(0, colon), value];',
      },
    ],
  },
  {
    name: 'glues-folds',
    rule: 'R-9112-5.2-1',
    collateral: [],
    summary: 'A folded line is joined to the one before it without a space.',
    patches: [folded('trimOws(line)')],
  },
  {
    name: 'passes-folds-on',
    rule: 'R-9112-5.2-2',
    collateral: [],
    summary: 'A folded field is passed on as it came.',
    patches: [folded('`\\r\\n${line}`')],
  },
  {
    name: 'turns-the-next-away-after-a-large-head',
    rule: 'R-9110-2.3-1',
    collateral: ['expect'],
    summary:
      'An oversized head of one upstream leaves something behind that the next request to another one stumbles over.',
    alone: true,
    patches: [
      {
        file: 'response-parser.ts',
        find: 'function asFailure(error: unknown): unknown {',
        replace: `function asFailure(error) {
          if (error instanceof LineError && error.kind === 'too-large') globalThis.overflowed = true;`,
      },
      {
        file: 'forward.ts',
        find: 'const idle = await first.reuse();',
        replace: `if (globalThis.overflowed && first.name === 'other') {
          globalThis.overflowed = false;
          throw new UpstreamFailure('proxy_internal_error', 'the buffer is full');
        }
        const idle = await first.reuse();`,
      },
    ],
  },
] satisfies Mutant[];

/** Something done to every field value as it is read. */
function value(change: string): Patch {
  return { file: 'field-line.ts', find: VALUE, replace: `const value = trimOws(line.slice(colon + 1))${change};` };
}

/** Something else done with a field line. */
function fieldLine(replace: string): Patch {
  return { file: 'field-line.ts', find: 'fields.push(parseFieldLine(line, spaceBeforeColon));', replace };
}

/** What a line that begins with white space adds to the value before it, where there is one. */
function folded(addition: string): Patch {
  return fieldLine(`const last = fields.at(-1);
    if (last && /^[ \\t]/.test(line)) fields[fields.length - 1] = [last[0], last[1] + ${addition}];
    else fields.push(parseFieldLine(line, spaceBeforeColon));`);
}
