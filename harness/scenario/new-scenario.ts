import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { stringify } from 'yaml';
import type { Fault } from '../core/fault.ts';
import { packageFolder } from '../core/package-folder.ts';

const SCHEMA = 'scenario.schema.json';

/** What the gateway must speak, for faults of some groups. */
const SPOKEN: Partial<Record<Fault['group'], string>> = {
  tls: 'gateway: { tls: true }\n',
  'http/2': 'gateway: { http2: true }\n',
};

/** What a new scenario is about. */
export interface NewScenario {
  /** Path below the scenarios folder without the extension. */
  readonly id: string;
  readonly fault: Fault;
  /** Where the file will be, absolute, and the project's folder. */
  readonly file: string;
  readonly root: string;
}

/** The text of a new scenario: valid as it stands, with comments that say what to change. */
export function newScenarioText({ id, fault, file, root }: NewScenario): string {
  const [subject = id] = id.includes('/') ? id.split('/') : fault.group.split(' ');
  const title = (id.split('/').at(-1) ?? id).replace(/[-_.]+/g, ' ');
  return `# yaml-language-server: $schema=${schemaPath(file, root)}
name: ${plain(title.charAt(0).toUpperCase() + title.slice(1))} # what happens, in one line
why: What a user would suffer, and why the answer expected below is the right one.
tags: [${plain(subject)}]
${SPOKEN[fault.group] ?? ''}upstreams:
  app: ${stateText(fault)} # ${fault.summary}
steps:
  - request: GET /
    # Without expect, what is known of the fault judges: gatecrash faults ${fault.name}
    # expect: { status: 502, upstream.app: { requests: 1 } }
`;
}

/** The schema beside the project's scenarios where it was written, or else the one that comes with this package. */
function schemaPath(file: string, root: string): string {
  const own = join(root, SCHEMA);
  const schema = existsSync(own) ? own : join(packageFolder(), SCHEMA);
  const path = relative(dirname(file), schema);
  const isNear = !relative(root, schema).startsWith('..');
  return isNear ? path.split(sep).join('/') : schema;
}

/** The fault by its name alone, or by its first example where it needs parameters. */
function stateText({ name, params, examples }: Fault): string {
  return params.safeParse({}).success ? name : (examples[0] ?? name);
}

/** A text as YAML, in quotes where it would be read as a number or as something else. */
function plain(text: string): string {
  return stringify(text).trim();
}
