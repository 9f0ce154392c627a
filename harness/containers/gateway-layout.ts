import { join, parse, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Gateway, GatewaySetup, Launch } from '../core/gateway.ts';
import { ProblemError } from '../core/problem.ts';
import { programInImage } from '../images/program-in-image.ts';

/** The port that a gateway listens on within its container. */
export const GATEWAY_PORT = 8080;

/** The gateway's folder within its container. */
const FOLDER = '/var/lib/gatecrash';

/** Our own code, which the commands of embedded gateways name. */
const HARNESS = fileURLToPath(new URL('../', import.meta.url));

/** What a test decides of a gateway's setup. */
export interface Choices extends Pick<GatewaySetup, 'settings' | 'timeouts' | 'root'> {
  readonly upstreams: GatewaySetup['slots'][number]['upstreams'];
}

/** A launch as a container takes it. */
export interface Layout extends Pick<Launch, 'command' | 'env' | 'ready'> {
  readonly workingDir: string;
  /** A target that ends in a slash is a folder. */
  readonly contents: readonly { readonly content: string; readonly target: string; readonly mode: number }[];
}

/** How a gateway is started in a container of its image. Its folder is anyone's, since images run as many users. */
export function gatewayLayout(gateway: Gateway, choices: Choices): Layout {
  const { upstreams, ...rest } = choices;
  const {
    command,
    env,
    ready,
    files,
    folders = [],
  } = gateway.launch({
    ...rest,
    dir: FOLDER,
    program: programOf(gateway),
    slots: [{ listen: { host: '0.0.0.0', port: GATEWAY_PORT }, upstreams }],
    resolver: null,
  });
  const [program, ...args] = command;
  return {
    command: [program, ...args.map(asInImage)],
    env,
    ready,
    workingDir: FOLDER,
    contents: [
      ...[FOLDER, ...folders.map((folder) => `${FOLDER}/${folder}`)].map((folder) => ({
        content: '',
        target: `${folder}/`,
        mode: 0o777,
      })),
      ...Object.entries(files).map(([file, content]) => ({ content, target: `${FOLDER}/${file}`, mode: 0o644 })),
    ],
  };
}

function programOf({ name, image }: Gateway): string {
  if (image) return image.program;
  throw new ProblemError('usage', [{ code: 'no-image', message: `the gateway ${name} has no image to run it in` }]);
}

/** A program of ours is elsewhere in the images that hold it. */
function asInImage(argument: string): string {
  const { dir, name } = parse(relative(HARNESS, argument));
  return argument.startsWith(HARNESS) ? programInImage(join(dir, name)) : argument;
}
