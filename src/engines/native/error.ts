import { UsageError } from '../../usage-error.js';

/** There is no compiler, or it refused a kernel, or what it makes cannot be loaded; the message says which. */
export class NativeError extends UsageError {
  override name = 'NativeError';
}
