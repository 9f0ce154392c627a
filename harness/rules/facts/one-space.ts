/** A field value without white space at its ends, and with one space for every white space within: fold or not is no matter. */
export function oneSpace(value: string): string {
  return value.replace(/[ \t]+/g, ' ').replace(/^ | $/g, '');
}
