import { loadFolder } from '../../harness/core/registry.ts';
import { explain, type Knowledge } from '../../harness/explain/explain.ts';
import type { Explanation } from '../../harness/explain/explanation.ts';
import type { FieldReader } from '../../harness/explain/field-reader.ts';
import { loadMakers } from '../../harness/explain/load-makers.ts';
import { fromResponse } from '../../harness/explain/subjects.ts';

/** All makers and fields that are known. */
export const KNOWLEDGE: Knowledge = {
  makers: await loadMakers(),
  readers: await loadFolder<FieldReader>('explain/fields'),
};

/** The explanation of a saved response. */
export function explainOctets(octets: Buffer | string, file = 'page.http'): Explanation {
  return explain(fromResponse(Buffer.from(octets as string), file, null), KNOWLEDGE);
}
