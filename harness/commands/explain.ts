import type { Argv, CommandModule } from 'yargs';
import { withUsage } from '../terminal/with-usage.ts';

interface Args {
  url?: string | undefined;
  response?: string | undefined;
  har?: string | undefined;
  json?: boolean | undefined;
  tries: number;
  'no-retry'?: boolean | undefined;
  'no-color'?: boolean | undefined;
}

const EXAMPLES = [
  ['gatecrash explain https://shop.example/report', 'who made the 502 there, and is it temporary?'],
  ['curl -si https://shop.example/ | gatecrash explain --response -', 'the same for what you have got already'],
  ['gatecrash explain --har shop.har', 'all that failed while a browser recorded'],
] as const;

const EPILOGUE = `A URL is asked with GET, at most --tries times, with waits of 1, 2 and 4 s and none after 15 s; Retry-After is kept to.
Exit codes: 0 explained, whatever it is, or nothing is wrong (healthy in --json); 2 bad usage, or input that is no response;
3 gatecrash itself is broken.`;

/** `gatecrash explain`: an error page, seen from the client's side alone. */
const command = {
  command: 'explain [url]',
  describe: 'Explain an error page: who made it, why, whether it is temporary, what to do',
  builder: (yargs: Argv) =>
    withUsage(yargs, 'gatecrash explain [url]', EXAMPLES)
      .positional('url', { type: 'string', describe: 'The page to ask for; with --response, where that came from' })
      .option('response', {
        type: 'string',
        requiresArg: true,
        describe: 'A response as curl -i saves it; - for stdin',
      })
      .option('har', { type: 'string', requiresArg: true, describe: 'An HTTP archive of a browser; - for stdin' })
      .option('tries', {
        type: 'number',
        default: 4,
        requiresArg: true,
        describe: 'Requests at most, 1 to 10',
      })
      .option('no-retry', { type: 'boolean', describe: 'Ask once; the same as --tries 1' })
      .option('json', { type: 'boolean', describe: 'A list of explanations as JSON' })
      .epilogue(EPILOGUE),
  async handler(args) {
    const { explainInput } = await import('../explain/explain-input.ts');
    const { readScreen } = await import('../terminal/screen.ts');
    const { styleOf } = await import('../terminal/style.ts');
    const screen = readScreen({ stream: process.stdout, env: process.env, noColor: args['no-color'] });
    await explainInput({
      ...args,
      tries: args['no-retry'] ? 1 : args.tries,
      style: styleOf(screen),
      width: Math.min(screen.width, 100),
      out: (text) => process.stdout.write(text),
      progress: (text) => process.stderr.write(`info: ${text}\n`),
    });
  },
} satisfies CommandModule<object, Args>;

export default command;
