import type { Problem } from '../core/problem.ts';
import { noticeText } from './notice-text.ts';
import { readScreen } from './screen.ts';
import { styleOf } from './style.ts';

/** Writes problems to stderr, a blank line between them, with colours where the terminal has them. */
export function printProblems(
  problems: readonly Problem[],
  options: { noColor?: boolean | undefined; level?: 'error' | 'warning' | undefined } = {},
): void {
  const { level = 'error' } = options;
  const style = styleOf(readScreen({ stream: process.stderr, env: process.env, noColor: options.noColor }));
  const texts = problems.map((problem) => noticeText({ type: 'notice', level, problem }, style));
  process.stderr.write(texts.join('\n'));
}
