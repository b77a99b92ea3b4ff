// Why a litmus test is not read.

import { UsageError } from '../usage-error.js';

/** A test violates the format, or this subset of it. The message begins with file and line. */
export class LitmusError extends UsageError {
  override name = 'LitmusError';

  /** `reason`: the message without the place. `kind`: what a summary counts it under; the reason itself unless given. */
  constructor(
    file: string,
    line: number,
    readonly reason: string,
    readonly kind: string = reason,
  ) {
    super(`${file}:${line}: ${reason}`);
  }
}
