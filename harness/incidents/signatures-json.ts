import type { RecordedSignatures } from '../core/signature.ts';

/** Signatures as JSON, a record a line, so that a difference is a line. */
export function signaturesJson({
  version,
  gateway,
  gatewayVersion,
  usual,
  signatures,
  skipped,
}: RecordedSignatures): string {
  const lines = (values: readonly unknown[]) => values.map((value) => `\n    ${JSON.stringify(value)}`).join(',');
  const parts = [
    `  "version": ${version}`,
    `  "gateway": ${JSON.stringify(gateway)}`,
    `  "gatewayVersion": ${JSON.stringify(gatewayVersion)}`,
    `  "usual": [${lines(usual)}\n  ]`,
    `  "signatures": [${lines(signatures)}\n  ]`,
    `  "skipped": [${lines(skipped)}\n  ]`,
  ];
  return `{\n${parts.join(',\n')}\n}\n`;
}
