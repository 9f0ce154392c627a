import { durationSchema } from '../core/duration-schema.ts';
import type { Expectation } from '../core/expectation.ts';
import type { Fault } from '../core/fault.ts';
import { sizeSchema } from '../core/size-schema.ts';
import { UPSTREAM_NAMES } from './catalogue.ts';
import { PER_GATEWAY } from './expectations.ts';
import { requestLineSchema, requestMapSchema } from './request-spec.ts';
import { fixShape, gatewaySettingsShape, scenarioShape } from './scenario-shape.ts';
import { signatureShape } from './signatures.ts';
import { entrySchema, nameEntrySchema, stateSchema, upstreamStepSchema } from './state-json-schema.ts';
import { STEP_SHAPES } from './steps.ts';
import { definitionOf, type JsonSchema, orPlaceholder, ref, toJsonSchema } from './to-json-schema.ts';

/** What each kind of step is for. */
const STEP_SUMMARIES: Readonly<Record<keyof typeof STEP_SHAPES, string>> = {
  request: 'Sends a request through the gateway and judges the answer.',
  set: 'Puts upstreams into another state.',
  until: 'Repeats a request, each on a new connection, until the status comes.',
  parallel: 'Goes on with several steps at once; a list among them is gone through in order.',
  repeat: 'Goes through steps several times.',
  signal: 'Gives a named signal to upstreams and clients that await it.',
  await: 'Waits for a named signal, or for a line in the log of the gateway.',
  load: 'Sends requests at a steady rate, whether or not those before are over, and judges them as a whole.',
  gateway: 'Does something to the gateway itself. The healthy twin goes without.',
};

/** The JSON Schema of a scenario, draft-07, for editors: what they complete, explain and underline. Always the same text. */
export function scenarioJsonSchema(faults: readonly Fault[], expectations: readonly Expectation[]): JsonSchema {
  const top = toJsonSchema(scenarioShape);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'gatecrash scenario',
    ...top,
    properties: {
      ...top.properties,
      ...playedSchemas(),
      signature: {
        type: 'object',
        minProperties: 1,
        description:
          'What an incident leaves behind, by gateway (nginx, or nginx@>=1.23): it is played on these alone, and must leave it.',
        additionalProperties: orPlaceholder(toJsonSchema(signatureShape)),
      },
      fix: fixSchema(),
    },
    definitions: {
      placeholder: { type: 'string', pattern: '\\$\\{[^{}]*\\}', description: 'A column of the matrix.' },
      ...definitionOf(durationSchema),
      ...definitionOf(sizeSchema),
      state: stateSchema(faults),
      entry: entrySchema(faults),
      nameEntry: nameEntrySchema(faults),
      upstreamStep: upstreamStepSchema(),
      request: orPlaceholder({ anyOf: [toJsonSchema(requestLineSchema), toJsonSchema(requestMapSchema)] }),
      step: { anyOf: stepSchemas() },
      expect: expectSchema(expectations, true),
      expectPlain: expectSchema(expectations, false),
    },
  };
}

/** What is played: at the top, and once more where a fix changes it. */
function playedSchemas(): Record<string, JsonSchema> {
  return {
    gateway: {
      description: 'Name of the one gateway to play on, or what is asked of any gateway.',
      anyOf: [{ type: 'string' }, orPlaceholder(toJsonSchema(gatewaySettingsShape))],
    },
    upstreams: { ...statesByName(), description: 'State of each upstream when the scenario begins.' },
    steps: { type: 'array', minItems: 1, items: ref('step'), description: 'What happens, in order.' },
  };
}

function fixSchema(): JsonSchema {
  const json = toJsonSchema(fixShape);
  return {
    ...json,
    properties: { ...json.properties, ...playedSchemas() },
    description:
      'What mends the incident: the scenario is played once more with it, every answer must be good, and the signature gone.',
  };
}

/** The schema as a file. */
export function scenarioJsonSchemaText(faults: readonly Fault[], expectations: readonly Expectation[]): string {
  return `${JSON.stringify(scenarioJsonSchema(faults, expectations), null, 2)}\n`;
}

function stepSchemas(): JsonSchema[] {
  const until = orPlaceholder(toJsonSchema(STEP_SHAPES.until.shape.until));
  const repeat = orPlaceholder(toJsonSchema(STEP_SHAPES.repeat.shape.repeat));
  const load = orPlaceholder(toJsonSchema(STEP_SHAPES.load.shape.load));
  const stepList: JsonSchema = { type: 'array', minItems: 1, items: ref('step') };
  const values: Readonly<Record<string, JsonSchema>> = {
    request: ref('request'),
    expect: ref('expect'),
    set: statesByName(),
    until: { ...until, properties: { ...until.properties, request: ref('request') } },
    parallel: { ...stepList, items: { anyOf: [ref('step'), stepList] } },
    repeat: { ...repeat, properties: { ...repeat.properties, steps: stepList } },
    load: { ...load, properties: { ...load.properties, request: ref('request') } },
    during: {
      type: 'object',
      minProperties: 1,
      description: 'What is set while the load goes on, by the time since it began.',
      additionalProperties: {
        type: 'object',
        properties: { set: statesByName() },
        required: ['set'],
        additionalProperties: false,
      },
    },
  };
  return Object.entries(STEP_SHAPES).map(([kind, shape]) => {
    const json = orPlaceholder(toJsonSchema(shape));
    const properties = { ...json.properties, ...pick(values, Object.keys(json.properties ?? {})) };
    return { ...json, properties, description: STEP_SUMMARIES[kind as keyof typeof STEP_SHAPES] };
  });
}

function statesByName(): JsonSchema {
  const properties = Object.fromEntries(UPSTREAM_NAMES.map((name) => [name, ref('state')]));
  return { type: 'object', properties, minProperties: 1, additionalProperties: false };
}

function expectSchema(expectations: readonly Expectation[], withOverrides: boolean): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const { key, named, summary, schema } of expectations) {
    const json = { ...orPlaceholder(toJsonSchema(schema)), description: summary };
    for (const name of named ? UPSTREAM_NAMES.map((upstream) => `${key}.${upstream}`) : [key]) properties[name] = json;
  }
  if (withOverrides)
    properties[PER_GATEWAY] = {
      type: 'object',
      additionalProperties: ref('expectPlain'),
      description: 'What is expected of one gateway instead, by its name; nginx@<1.25 for some versions of it.',
    };
  return { type: 'object', properties, minProperties: 1, additionalProperties: false };
}

function pick(from: Readonly<Record<string, JsonSchema>>, keys: readonly string[]): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));
}
