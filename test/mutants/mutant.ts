/** One change to the text of a file of the reference gateway. */
export interface Patch {
  /** Name of a file in harness/gateways/reference/: `truncate.ts`. */
  readonly file: string;
  /** Text as it stands in that file, exactly once. It may have several lines. */
  readonly find: string;
  /** What stands there instead; `$&` and the like mean nothing here. */
  readonly replace: string;
}

/**
 * The reference gateway with one defect, which shows that a rule can be broken and is then seen to be.
 *
 * How to write one:
 *
 * 1. Put it into the list that `test/mutants/catalogue/SUBJECT.ts` exports by default; a new file is found by itself.
 *
 *    ```ts
 *    import type { Mutant } from '../mutant.ts';
 *
 *    export default [
 *      {
 *        name: 'finishes-a-cut-body',
 *        rule: 'OP-28',
 *        collateral: ['expect'],
 *        summary: 'A chunked body that broke off is ended by a last chunk.',
 *        patches: [{ file: 'truncate.ts', find: '…as it stands there…', replace: '…' }],
 *      },
 *    ] satisfies Mutant[];
 *    ```
 *
 * 2. `npm run mutants -- finishes-a-cut-body` plays it on every scenario, in the strict profile, without known deviations.
 *    `--scenarios 'body/*'` makes that quick while you work on it. `-- --rule OP-28` plays all mutants of a rule.
 *
 * 3. It is killed when one finding of `rule` is there, in any scenario. Every other rule that it trips must be listed in
 *    `collateral`; what is listed there and was not seen in the whole suite is told, and no error. So make the defect
 *    as small as can be: a condition that only the one fault, field or method meets, rather than a defect in everything.
 *
 * Patches are applied to the TypeScript text as a file is loaded; nothing on disk is touched. A patch may add functions and
 * module-level state (`let served = 0;` above the function that counts): state is one for the whole process, which serves
 * 64 cases at once, so a defect of "every fifth request" needs `alone`. Nothing may be left to chance or to the clock's
 * time of day: two runs must find the same. Types are stripped and not checked, but a patch that is no valid TypeScript, or a
 * gateway that does not start, is an error of the mutant's.
 */
export interface Mutant {
  /** kebab-case, unique among all mutants; says what it does wrong: `replays-post`. */
  readonly name: string;
  /** The one rule that must find it: `OP-28`. */
  readonly rule: string;
  /** Other rules that cannot help seeing it. `expect` stands for all expectations of authors, `until` for `until` steps. */
  readonly collateral: readonly string[];
  /** The defect in one sentence. */
  readonly summary: string;
  /** In order; a later one sees what earlier ones have done to the same file. */
  readonly patches: readonly [Patch, ...Patch[]];
  /**
   * Some cases end `broken`, because the gateway never gets as far as the fault (it answers without connecting, say). Where
   * this is not said a broken case is an error; where it is said and no case is broken, too.
   */
  readonly breaks?: true;
  /**
   * Every case has a process of its own: for counters in a module, and for defects that show as the process is stopped.
   * Costs two starts a case, so only where it is needed. Otherwise cases share processes, those of DNS faults as well.
   */
  readonly alone?: true;
}
