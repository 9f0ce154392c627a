import fc from 'fast-check';

/**
 * Imported for what it does: the values of every property are the same in two runs, so that a red one is about the code
 * and not about luck. FUZZ_SEED in the environment makes others.
 */
fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20_261_122) });
