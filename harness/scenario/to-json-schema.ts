import { z } from 'zod';

/** A JSON Schema (draft-07), as far as we look into it. */
export interface JsonSchema {
  [key: string]: unknown;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
  definitions?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
}

/** A reference to one of the definitions. */
export function ref(name: string): JsonSchema {
  return { $ref: `#/definitions/${name}` };
}

/**
 * What a person may write for a zod schema, before it transforms anything. Schemas that carry an id (`duration`, `size`)
 * are references to it; `definitionOf` gives what is referred to.
 */
export function toJsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema, definitions, ...json } = convert(schema);
  return json;
}

/** The definition of a schema that carries an id, by that id. */
export function definitionOf(schema: z.ZodType): Record<string, JsonSchema> {
  return convert(schema).definitions ?? {};
}

/** The same schema with `${column}` allowed wherever a plain value stands: it is filled in before it is checked. */
export function orPlaceholder(json: JsonSchema): JsonSchema {
  const inside = withChildren(json);
  if (!needsPlaceholder(inside)) return inside;
  const { description, default: preset, anyOf, ...plain } = inside;
  const notes = { ...(description !== undefined && { description }), ...(preset !== undefined && { default: preset }) };
  return { ...notes, anyOf: [...(anyOf ?? [plain]), ref('placeholder')] };
}

function convert(schema: z.ZodType): JsonSchema {
  const override = ({ jsonSchema }: { jsonSchema: object }): void => simplify(jsonSchema as JsonSchema);
  return z.toJSONSchema(schema, { target: 'draft-07', io: 'input', unrepresentable: 'any', override }) as JsonSchema;
}

/**
 * The branches of a union are one place; elsewhere every child is a place of its own. (Zod writes a reference that has a
 * default as an `allOf` of one.)
 */
function withChildren(json: JsonSchema): JsonSchema {
  const { properties, items, allOf, anyOf = allOf, additionalProperties, ...rest } = json;
  return {
    ...rest,
    ...(additionalProperties === false && { additionalProperties }),
    ...(properties && { properties: mapValues(properties, orPlaceholder) }),
    ...(items && { items: orPlaceholder(items) }),
    ...(anyOf && { anyOf: anyOf.map(withChildren) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: orPlaceholder(additionalProperties) }),
  };
}

/** Any text fits a free text, maps are filled in at their values, and the placeholder itself needs no other. */
function needsPlaceholder({ type, anyOf, pattern, $ref, const: constant, enum: choices }: JsonSchema): boolean {
  if (anyOf) return anyOf.some(needsPlaceholder);
  if ($ref !== undefined) return ['duration', 'size'].some((name) => $ref === ref(name).$ref);
  if (type === 'object' || type === undefined) return constant !== undefined;
  return type !== 'string' || [pattern, constant, choices].some((limit) => limit !== undefined);
}

/** An object with each value replaced. */
export function mapValues<From, To>(
  map: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));
}

/** Takes out noise: the bounds of what a double can hold. */
function simplify(json: JsonSchema): void {
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
}
