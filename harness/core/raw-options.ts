import type { GatewaySettings } from './scenario.ts';

/**
 * The options that a scenario has for a gateway that is a library, whose configuration is a JSON object. Throws where the
 * text is none, so that the gateway does not start and says why.
 */
export function rawOptions({ configuration }: Pick<GatewaySettings, 'configuration'>, gateway: string): object {
  const text = configuration?.[gateway];
  if (text === undefined) return {};
  const options: unknown = JSON.parse(text);
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return options;
  throw new TypeError(`configuration of ${gateway}: must be a JSON object of options`);
}
