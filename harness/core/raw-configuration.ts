import type { GatewaySettings } from './scenario.ts';

/**
 * The text that a scenario has for the configuration of this gateway, each line behind `indent` and the last one ended;
 * empty where it has none.
 */
export function rawConfiguration(
  { configuration }: Pick<GatewaySettings, 'configuration'>,
  gateway: string,
  indent = '',
): string {
  const text = configuration?.[gateway]?.trimEnd();
  if (!text) return '';
  return text
    .split('\n')
    .map((line) => (line === '' ? '\n' : `${indent}${line}\n`))
    .join('');
}
