import { missingFeature } from '../../core/missing-feature.ts';
import { type Lint, rowsOf } from '../lint.ts';

/** Each setting may be had somewhere, and all of them together nowhere. */
const nobodyHonours: Lint = {
  code: 'nobody-honours',
  summary: 'The settings are such that every gateway there is would skip the scenario.',
  find: ({ scenario }, _all, gateways) =>
    rowsOf(scenario).flatMap(({ variant, row }) => {
      const reasons = gateways.map((gateway) => missingFeature(variant, false, gateway));
      if (variant.gateway !== null || gateways.length === 0 || reasons.includes(null)) return [];
      const message = `no gateway can be asked for all of this: ${reasons[0]}, and so on`;
      return [{ path: ['gateway'], row, message, hint: 'gatecrash gateways tells what each can be asked for' }];
    }),
};

export default nobodyHonours;
