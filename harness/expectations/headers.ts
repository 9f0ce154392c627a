import { defineExpectation } from '../core/expectation.ts';
import { describeAnswer, type ExchangeFacts } from '../core/facts.ts';
import { fieldValues } from '../core/http.ts';
import type { Violation } from '../core/rule.ts';
import { isWantedField, type WantedField, wantedFieldsSchema, wantedFieldText } from '../core/wanted-field.ts';

/** Several lines of one field count as one, joined by `, ` (RFC 9110 section 5.3). */
export default defineExpectation({
  key: 'headers',
  named: false,
  summary: 'Fields of the final response: name -> text, present, absent, or { matches: REGEX }.',
  schema: wantedFieldsSchema,
  examples: ['{ Retry-After: 7 }', '{ Server: present, X-Secret: absent }', '{ Content-Type: { matches: ^text/ } }'],
  judge(expected, { exchanges }) {
    return exchanges.flatMap((facts) =>
      Object.entries(expected).flatMap(([name, wanted]) => judgeField(name, wanted, facts)),
    );
  },
});

function judgeField(name: string, wanted: WantedField, { exchange }: ExchangeFacts): Violation[] {
  const { final } = exchange;
  const values = final ? fieldValues(final.fields, name) : [];
  const actual = values.length > 0 ? values.join(', ') : null;
  if (final && isWantedField(actual, wanted)) return [];
  const found = actual === null ? `no ${name}` : `${name}: ${actual}`;
  return [
    {
      expected: wantedFieldText(name, wanted),
      actual: final ? found : describeAnswer(exchange),
      exchange: exchange.id,
    },
  ];
}
