/** One line of `doctor`. */
export interface Examined {
  readonly subject: string;
  readonly ok: boolean;
  readonly verdict: string;
}
