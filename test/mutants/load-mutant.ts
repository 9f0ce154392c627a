import { registerHooks } from 'node:module';

// `node --import …/load-mutant.ts server.ts CONFIG` runs the reference gateway with some of its files replaced.

/** File URL -> JavaScript; see mutant-gateway.ts. */
const sources = new Map(Object.entries(JSON.parse(process.env.GATECRASH_MUTANT ?? '{}') as Record<string, string>));

registerHooks({
  load(url, context, nextLoad) {
    const source = sources.get(url);
    return source === undefined ? nextLoad(url, context) : { format: 'module', source, shortCircuit: true };
  },
});
