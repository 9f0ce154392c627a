import type { Atlas } from '../core/atlas.ts';
import { FAULT_GROUPS, type Fault } from '../core/fault.ts';
import { type JsonSchema, toJsonSchema } from '../scenario/to-json-schema.ts';
import { faultLines } from './atlas-words.ts';
import { outcomeText } from './outcome-text.ts';
import type { Style } from './style.ts';
import { wirePicture } from './wire-picture.ts';

const ISOLATION: Readonly<Record<Fault['isolate'], string>> = {
  none: '',
  upstream: 'The upstream is shared with no other case.',
  gateway: 'The gateway is shared with no other case.',
};

/** Every fault with its summary, under the heading of its group. */
export function faultList(faults: readonly Fault[], style: Style): string {
  const width = Math.max(...faults.map(({ name }) => name.length));
  const sections = FAULT_GROUPS.map((group) => {
    const lines = faults
      .filter((fault) => fault.group === group)
      .map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`);
    return lines.length > 0 ? `${style.bold(group)}\n${lines.join('')}` : '';
  });
  return sections.filter((section) => section !== '').join('\n');
}

/** All there is to know of one fault; `atlas` is null where nobody has written down what gateways make of it. */
export function faultDetails(fault: Fault, style: Style, atlas: Atlas | null = null): string {
  const { name, ref, group, summary, examples, needs, isolate, outcome } = fault;
  const params = paramLines(fault);
  const notes = [needs.length > 0 ? `Needs ${needs.join(' and ')}; see \`gatecrash doctor\`.` : '', ISOLATION[isolate]];
  const picture = wirePicture(fault.effect(fault.params.parse({})));
  const seen = atlas ? faultLines(atlas, name) : [];
  const sections = [
    [style.bold(name), `${summary}`, `Row ${ref} of the fault catalogue, ${group}.`],
    picture.length > 0 ? [style.bold('On the wire'), ...picture.map((line) => `  ${line}`)] : [],
    params.length > 0 ? [style.bold('Parameters'), ...params] : [],
    [style.bold('Examples'), ...examples.map((example) => `  upstreams: { app: ${example} }`)],
    [outcomeText(outcome), ...notes.filter((note) => note !== '')],
    seen.length > 0 ? [style.bold(`What gateways answered on ${atlas?.date}`), ...seen] : [],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function paramLines({ params }: Fault): string[] {
  const { properties = {} } = toJsonSchema(params);
  const width = Math.max(0, ...Object.keys(properties).map((name) => name.length));
  return Object.entries(properties).map(([name, json]) => {
    const preset = json.default === undefined ? 'required' : `${String(json.default)} by default`;
    const description = typeof json.description === 'string' ? `. ${json.description}` : '';
    return `  ${name.padEnd(width)}  ${typeText(json)}; ${preset}${description}`;
  });
}

function typeText(json: JsonSchema): string {
  const [alone] = json.allOf ?? [];
  if (alone) return typeText(alone);
  if (typeof json.$ref === 'string') return `a ${json.$ref.split('/').at(-1)}`;
  if (json.anyOf) return json.anyOf.map(typeText).join(' or ');
  if (Array.isArray(json.enum)) return json.enum.join(' | ');
  if (json.const !== undefined) return String(json.const);
  if (json.type === 'integer' || json.type === 'number') return numberText(json);
  return json.type === 'boolean' ? 'true or false' : 'text';
}

function numberText({ minimum, maximum }: JsonSchema): string {
  if (minimum !== undefined && maximum !== undefined) return `a number from ${minimum} to ${maximum}`;
  return minimum === undefined ? 'a number' : `a number from ${minimum}`;
}
