import type { Gateway } from '../core/gateway.ts';
import type { Problem } from '../core/problem.ts';
import { loadFolder } from '../core/registry.ts';
import { commandGateway } from './command-gateway.ts';
import { loadConfig } from './config.ts';
import { extendsGateway } from './extends-gateway.ts';
import { imageGateway } from './image-gateway.ts';
import { urlGateway } from './url-gateway.ts';

/** The built-in gateways, then the user's own from gatecrash.yaml, and all that is wrong with that file. */
export async function loadGateways(options: {
  config?: string | undefined;
  cwd: string;
}): Promise<{ gateways: readonly Gateway[]; problems: readonly Problem[] }> {
  const builtIn = await loadFolder<Gateway>('gateways');
  const config = await loadConfig({ file: options.config, cwd: options.cwd, builtIn });
  const own = Object.entries(config.gateways).map(([name, gateway]) => commandGateway(name, gateway));
  const extended = Object.entries(config.extended).map(([name, gateway]) => extendsGateway(name, gateway));
  const running = Object.entries(config.running).map(([name, gateway]) => urlGateway(name, gateway));
  const imaged = Object.entries(config.imaged).map(([name, gateway]) => imageGateway(name, gateway));
  return { gateways: [...builtIn, ...own, ...extended, ...imaged, ...running], problems: config.problems };
}
