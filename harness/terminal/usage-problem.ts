import { didYouMean, nearest } from '../core/did-you-mean.ts';
import type { Problem } from '../core/problem.ts';

/** What the parser of the command line knows besides its message. */
export interface UsageContext {
  /** The words of the command line. */
  readonly args: readonly string[];
  /** Names of commands; the first word should be one. */
  readonly commands: readonly string[];
  /** Names of the options that may stand here, without dashes. */
  readonly options: readonly string[];
}

/** A yargs message (in English) in words of our own, with what was probably meant. */
export function usageProblems(message: string, context: UsageContext): Problem[] {
  const strangers = /^Unknown arguments?: (.*)$/s.exec(message)?.[1];
  if (strangers !== undefined) return unknownWords(strangers.split(', '), context);
  const lacking = /^Not enough arguments following: (.*)$/s.exec(message)?.[1];
  if (lacking !== undefined)
    return [{ code: 'missing-value', message: `--${lacking} needs a value`, hint: helpHint(context) }];
  if (message.startsWith('Not enough non-option arguments'))
    return [{ code: 'missing-argument', message: 'an argument is missing', hint: helpHint(context) }];
  const choices = [...message.matchAll(/Argument: (\S+), Given: "?(.*?)"?, Choices: (.*)/g)];
  if (choices.length > 0)
    return choices.map(([, name = '', given = '', valid = '']) => wrongChoice(name, given, valid));
  return lacksCommand(message, context);
}

/** An unknown option before the command swallows it as its value: then that option is what is wrong. */
function lacksCommand(message: string, context: UsageContext): Problem[] {
  const [first = ''] = context.args;
  const option = /^--([^=]+)/.exec(first)?.[1];
  if (option !== undefined && !context.options.includes(option)) return [unknownWord(option, context)];
  return [{ code: 'bad-usage', message, hint: helpHint(context) }];
}

function unknownWords(words: readonly string[], context: UsageContext): Problem[] {
  const [first] = context.args;
  if (first !== undefined && !first.startsWith('-') && !context.commands.includes(first)) {
    const near = nearest(first, context.commands);
    const hint = near === undefined ? '`gatecrash --help` lists the commands' : `did you mean "${near}"?`;
    return [{ code: 'unknown-command', message: `unknown command "${first}"`, hint }];
  }
  const camelCased = new Set(words.filter((word) => word.includes('-')).map(camelCase));
  return words.filter((word) => !camelCased.has(word)).map((word) => unknownWord(word, context));
}

function unknownWord(word: string, context: UsageContext): Problem {
  const option =
    context.args.find((arg) => arg.split('=')[0] === `--${word}`) ??
    context.args.find((arg) => /^-[^-]/.test(arg) && arg.includes(word));
  if (option === undefined)
    return { code: 'unexpected-argument', message: `unexpected argument "${word}"`, hint: helpHint(context) };
  const dashed = option.startsWith('--') ? `--${word}` : `-${word}`;
  const near = nearest(word, context.options);
  const hint = near === undefined ? helpHint(context) : `did you mean "--${near}"?`;
  return { code: 'unknown-option', message: `unknown option ${dashed}`, hint };
}

function wrongChoice(name: string, given: string, list: string): Problem {
  const valid = list.split(', ').map((choice) => choice.replace(/^"|"$/g, ''));
  return { code: 'wrong-choice', message: `--${name} cannot be "${given}"`, hint: didYouMean(given, valid, 'valid') };
}

function helpHint({ args, commands }: UsageContext): string {
  const [first] = args;
  const command = first !== undefined && commands.includes(first) ? `${first} ` : '';
  return `see \`gatecrash ${command}--help\``;
}

function camelCase(word: string): string {
  return word.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
