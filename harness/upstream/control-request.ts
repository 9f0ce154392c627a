/** One request of a controller. */
export interface ControlRequest {
  /** The path's NAME; empty where it has none. */
  readonly name: string;
  readonly body: string;
  /** Where the controller found this program, `HOST:PORT` as it wrote it. */
  readonly host: string;
  /** Resolves when the answer was handed to the kernel. */
  readonly answered: Promise<unknown>;
}
