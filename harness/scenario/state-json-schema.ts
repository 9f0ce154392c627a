import type { Fault } from '../core/fault.ts';
import { RCODES } from '../core/name-script.ts';
import { choiceSchema, chosenSchema } from './chosen-state.ts';
import { isForQueries } from './is-for-queries.ts';
import { addressSchema, namesSchema } from './name-state.ts';
import { requestsSchema, scriptedSchema } from './scripted-state.ts';
import { speakingSchema } from './speaking-state.ts';
import { type JsonSchema, orPlaceholder, ref, toJsonSchema } from './to-json-schema.ts';
import { KEYED_STEPS, STEP_SUMMARIES, WORD_STEPS } from './upstream-step-shapes.ts';

/** A fault whose name, and so its parameters, a column of the matrix tells. */
const CHOSEN_FAULT: JsonSchema = { type: 'object', properties: { fault: ref('placeholder') }, required: ['fault'] };
const HEALTHY: JsonSchema = { const: 'healthy', description: 'Answers every request.' };

/** The state of an upstream: healthy, a fault with or without parameters, scripted connections, requests or names. */
export function stateSchema(faults: readonly Fault[]): JsonSchema {
  const rest = { ...ref('entry') };
  const entries = { type: 'array', minItems: 1, items: ref('entry') };
  const connections = { ...entries, description: 'The n-th entry is for the n-th connection.' };
  const requests = {
    ...entries,
    description:
      'The n-th entry is for the n-th request since then, on whatever connection, and begins behind its head. Before an answer that comes first the body is read.',
  };
  const names = {
    type: 'array',
    minItems: 1,
    items: ref('nameEntry'),
    description: "The n-th entry is for the n-th query of each type for the upstream's name.",
  };
  const speech = orPlaceholder(toJsonSchema(speakingSchema)).properties ?? {};
  return {
    anyOf: [
      HEALTHY,
      ...faults.flatMap(faultSchemas),
      {
        ...toJsonSchema(scriptedSchema),
        properties: { connections, rest, ...speech },
        description: 'What happens on each connection.',
      },
      {
        ...toJsonSchema(requestsSchema),
        properties: { requests, rest, ...speech },
        description: 'What happens to each request.',
      },
      {
        ...toJsonSchema(namesSchema),
        properties: { dns: names, rest: { ...ref('nameEntry') } },
        required: ['dns', 'rest'],
        description: "What the resolver says to each query for the upstream's name.",
      },
      {
        ...toJsonSchema(chosenSchema),
        properties: { when: { type: 'array', minItems: 1, items: choiceJsonSchema() }, else: ref('entry'), ...speech },
        description:
          'What happens to which requests: the first entry that fits has the request; `else` is healthy without.',
      },
      { ...orPlaceholder(toJsonSchema(speakingSchema)), description: 'Healthy, but for how it speaks TLS or HTTP/2.' },
      CHOSEN_FAULT,
      ref('placeholder'),
    ],
  };
}

/** One scripted answer of the resolver: healthy, silence, an RCODE, addresses or a DNS fault. */
export function nameEntrySchema(faults: readonly Fault[]): JsonSchema {
  const words = ['silence', ...Object.keys(RCODES)].map((word) => ({ const: word }));
  const healthy = { const: 'healthy', description: "The upstream's own address." };
  const addresses = { ...orPlaceholder(toJsonSchema(addressSchema)), description: 'These addresses.' };
  const ours = faults.filter(isForQueries);
  return { anyOf: [healthy, ...words, addresses, ...ours.flatMap(faultSchemas), ref('placeholder')] };
}

/** One entry of `when`. */
function choiceJsonSchema(): JsonSchema {
  const json = orPlaceholder(toJsonSchema(choiceSchema));
  // biome-ignore lint/suspicious/noThenProperty: it is a word of the YAML
  return { ...json, properties: { ...json.properties, then: ref('entry') }, required: ['then'] };
}

/** One scripted connection or request: healthy, a fault that it can have, or a list of steps. */
export function entrySchema(faults: readonly Fault[]): JsonSchema {
  const steps = { type: 'array', minItems: 1, items: ref('upstreamStep') };
  return {
    anyOf: [HEALTHY, ...faults.filter(isForConnections).flatMap(faultSchemas), steps, CHOSEN_FAULT, ref('placeholder')],
  };
}

/** One step of a scripted connection. */
export function upstreamStepSchema(): JsonSchema {
  const words = WORD_STEPS.map((word) => ({ const: word, description: STEP_SUMMARIES[word] }));
  const maps = Object.entries(KEYED_STEPS).map(([key, schema]) => ({
    type: 'object',
    properties: { [key]: orPlaceholder(toJsonSchema(schema)) },
    required: [key],
    additionalProperties: false,
    description: STEP_SUMMARIES[key as keyof typeof KEYED_STEPS],
  }));
  return { anyOf: [...words, ...maps, ref('placeholder')] };
}

/** The fault by its name alone, where it needs no parameters, and as a map. */
function faultSchemas({ name, summary, params }: Fault): JsonSchema[] {
  const json = orPlaceholder(toJsonSchema(params));
  const word = { const: name, description: summary };
  const required = Array.isArray(json.required) ? json.required : [];
  const map = { ...json, properties: { fault: word, ...json.properties }, required: ['fault', ...required] };
  return params.safeParse({}).success ? [word, map] : [map];
}

function isForConnections({ params, effect }: Fault): boolean {
  const parsed = params.safeParse({});
  return !parsed.success || effect(parsed.data).place === 'script';
}
