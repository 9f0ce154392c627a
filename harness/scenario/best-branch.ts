import type { z } from 'zod';

/** The branch of a union that its author most likely meant: it got deepest into the value. Null where none got anywhere. */
export function bestBranch(branches: readonly z.core.$ZodIssue[][]): z.core.$ZodIssue[] | null {
  const entered = branches.filter(
    (branch) => !branch.some((issue) => issue.path.length === 0 && isRootMismatch(issue)),
  );
  const [best] = entered.sort((a, b) => strangers(a) - strangers(b));
  return best ?? null;
}

/** Another kind of value altogether. */
function isRootMismatch({ code }: z.core.$ZodIssue): boolean {
  return code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union';
}

/** How badly a map fits a branch: missing keys, wrong constants and unknown keys. */
function strangers(issues: readonly z.core.$ZodIssue[]): number {
  const weigh = (issue: z.core.$ZodIssue): number => {
    if (issue.code === 'unrecognized_keys') return 10 * issue.keys.length;
    return issue.message === 'is missing' || issue.code === 'invalid_value' ? 10 : 1;
  };
  return issues.reduce((sum, issue) => sum + weigh(issue), 0);
}
