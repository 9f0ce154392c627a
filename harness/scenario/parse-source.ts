import { type Document, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { messageOf, type Problem } from '../core/problem.ts';
import { codeFrame } from './code-frame.ts';
import { placeAt, type Source } from './source.ts';

/** Levels of nesting; a scenario has about ten. An alias that contains itself goes on for ever. */
const DEEPEST = 50;

/** A parsed document, or every reason why it is none. */
export type Parsed = { readonly source: Source } | { readonly problems: readonly Problem[] };

type MakeProblem = (code: string, message: string, offset: number, hint?: string) => Problem;

/**
 * Parses one YAML 1.2 document whose root is a map. Never throws. `file` is the name that people see; `merge` lets `<<` take
 * the keys of another map, as YAML 1.1 has it.
 */
export function parseSource(text: string, file: string, { merge = false } = {}): Parsed {
  const counter = new LineCounter();
  const lines = text.split(/\r\n|\n|\r/);
  const problem: MakeProblem = (code, message, offset, hint) => {
    const place = placeAt({ file, counter }, offset);
    return { code, message, place, frame: codeFrame(lines, place), hint };
  };
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, logLevel: 'error', merge });
  const errors = [...document.errors, ...document.warnings];
  if (errors.length > 0)
    return { problems: firstOfEachLine(errors, counter).map((error) => yamlProblem(error, problem)) };
  try {
    const value = toValue(document);
    if (value === null) return { problems: [problem('empty-file', `${file} holds nothing besides comments`, 0)] };
    if (typeof value !== 'object' || Array.isArray(value))
      return { problems: [problem('wrong-type', 'the file must be a map of keys such as `name`', 0)] };
    return { source: { file, document, counter, lines, value } };
  } catch (error) {
    return { problems: [valueProblem(error, document, problem)] };
  }
}

function toValue(document: Document.Parsed): unknown {
  const value: unknown = document.toJS({ maxAliasCount: 100 });
  if (isDeeperThan(value, DEEPEST)) throw new RangeError('nested too deeply');
  return value;
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((child) => isDeeperThan(child, levels - 1));
}

function yamlProblem(error: YAMLError, problem: MakeProblem): Problem {
  const [offset] = error.pos;
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return problem('duplicate-key', 'this key stands twice in the same map', offset, 'keep one of the two');
    case 'TAB_AS_INDENT':
      return problem('tab-indent', 'this line is indented by a tab', offset, 'YAML wants spaces: two for each level');
    case 'MULTIPLE_DOCS':
      return problem('several-documents', 'a second document begins here', offset, 'move it to a file of its own');
    case 'TAG_RESOLVE_FAILED':
      return problem('yaml-tag', `tags have no meaning here: ${error.message}`, offset);
    case 'RESOURCE_EXHAUSTION':
      return tooDeep(offset, problem);
    default:
      return problem('yaml-syntax', `this is not YAML: ${error.message}`, offset, hintFor(error));
  }
}

function hintFor(error: YAMLError): string | undefined {
  const unquoted = ['UNEXPECTED_TOKEN', 'BLOCK_IN_FLOW', 'BLOCK_AS_IMPLICIT_KEY', 'BAD_SCALAR_START'];
  return unquoted.includes(error.code) ? 'a text with `: `, ` #`, `{` or `[` in it needs quotes around it' : undefined;
}

/** A slip often makes the parser stumble several times on the same line; the first says most. */
function firstOfEachLine(errors: readonly YAMLError[], counter: LineCounter): YAMLError[] {
  const byLine = new Map<number, YAMLError>();
  for (const error of [...errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    const { line } = counter.linePos(error.pos[0]);
    if (!byLine.has(line)) byLine.set(line, error);
  }
  return [...byLine.values()];
}

function valueProblem(error: unknown, document: Document.Parsed, problem: MakeProblem): Problem {
  if (error instanceof RangeError) return tooDeep(0, problem);
  const unresolved = unresolvedAlias(document);
  if (unresolved) return problem('unknown-anchor', `no anchor has the name "${unresolved.name}"`, unresolved.offset);
  if (error instanceof ReferenceError)
    return problem('too-many-aliases', 'its aliases multiply the document beyond measure', 0, 'write the values out');
  return problem('yaml-syntax', `this is not YAML: ${messageOf(error)}`, 0);
}

function unresolvedAlias(document: Document.Parsed): { name: string; offset: number } | null {
  let found: { name: string; offset: number } | null = null;
  visit(document, {
    Alias(_, alias) {
      if (!alias.resolve(document)) found ??= { name: alias.source, offset: alias.range?.[0] ?? 0 };
    },
  });
  return found;
}

function tooDeep(offset: number, problem: MakeProblem): Problem {
  const message = `the document is nested more than ${DEEPEST} levels deep, or an alias contains itself`;
  return problem('too-deep', message, offset);
}
