import type { Options } from 'yargs';

/** Where a command plays that plays on one gateway. */
export const RUNTIME_OPTIONS = {
  runtime: {
    choices: ['auto', 'local', 'docker'] as const,
    default: 'auto' as const,
    describe: 'Where the gateway runs; auto: on this machine where it is installed, else in a container',
  },
  images: { choices: ['official', 'built'] as const, describe: 'Images of the docker runtime' },
  image: { type: 'string', array: true, default: [] as string[], describe: 'GATEWAY=IMAGE: another image for it' },
} as const satisfies Record<string, Options>;
