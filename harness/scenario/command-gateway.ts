import { access, constants } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import type { Found, Gateway } from '../core/gateway.ts';
import type { CommandConfig } from './command-config.ts';
import { fillGatewayText } from './gateway-placeholder.ts';

/** A gateway of the user's own, started by the command that gatecrash.yaml gives. One instance serves one case. */
export function commandGateway(name: string, config: CommandConfig): Gateway {
  const [program = '', ...args] = config.command.map((word) => fromFolder(word, config.folder));
  return {
    name,
    title: name,
    summary: `your own: ${config.command.join(' ')}`,
    embedded: false,
    features: config.features,
    slots: 1,
    timeouts: config.timeouts,
    image: null,
    find: () => find(program),
    launch(setup) {
      const [slot] = setup.slots;
      if (!slot) throw new TypeError('a gateway is launched with a slot');
      const fill = (text: string): string => fillGatewayText(text, setup, slot);
      const filled = (texts: Readonly<Record<string, string>>): Record<string, string> =>
        Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, fill(text)]));
      return {
        files: filled(config.files),
        command: [setup.program, ...args.map(fill)],
        env: filled(config.env),
        stop: config.stop,
      };
    },
  };
}

/** A word that begins with `./` or `../` is a path from the folder of gatecrash.yaml, wherever the command is run. */
function fromFolder(word: string, folder: string): string {
  return /^\.\.?\//.test(word) ? resolve(folder, word) : word;
}

async function find(program: string): Promise<Found> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const candidates = program.includes('/') ? [program] : folders.map((folder) => join(folder, program));
  for (const candidate of candidates)
    if (await isExecutable(candidate)) return { found: true, program: candidate, version: '-' };
  const where = program.includes('/') ? 'no executable file' : 'not on PATH';
  return { found: false, reason: `${program} is ${where}; correct \`command\` in gatecrash.yaml` };
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
