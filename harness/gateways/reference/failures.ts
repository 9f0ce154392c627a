import type { ErrorType } from './error-types.ts';

/** The upstream, or the way to it, failed. `detail` is for the log alone. */
export class UpstreamFailure extends Error {
  readonly type: ErrorType;

  constructor(type: ErrorType, detail: string) {
    super(detail);
    this.name = 'UpstreamFailure';
    this.type = type;
  }
}

/** The client sent what is no valid request; the connection's framing is lost with it. `message` is told to the client. */
export class RequestRefused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'RequestRefused';
    this.status = status;
  }
}

/** The client went away, or can no longer be written to: there is nobody to answer. */
export class ClientGone extends Error {
  constructor() {
    super('the client is gone');
    this.name = 'ClientGone';
  }
}
