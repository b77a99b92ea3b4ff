// Portable. The probes of a kernel whose speed is measured. It counts what loops hand over at their end, and those
// near misses of the protocols that lie off the fast path. A resurrection is not counted: noticing one takes a comparison
// on the fast path of every get. There are no detectors, as in the kernel that counts nothing.

import { ABORTED_FREES, CAS_RETRIES } from './counters.js';
import { tallyMany } from './probes.bare.js';

export {
  assert,
  detecting,
  forgetStaged,
  look,
  recordViolation,
  resurrected,
  tally,
  tallyMany,
  tookBack,
  tookStaged,
} from './probes.bare.js';

export function retried(): void {
  tallyMany(CAS_RETRIES, 1);
}

export function abortedFree(): void {
  tallyMany(ABORTED_FREES, 1);
}
