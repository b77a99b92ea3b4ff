// Atomicity (explanation.txt, "Atomic updates"): between the read and the write of a read-modify-write, no write of another thread takes effect
// on the word.

import type { Primitives } from './primitives.js';
import { intersection, type Relation, sequence } from './relation.js';

/** The steps by which a foreign write comes between, from the read to the write: empty unless atomicity is broken. */
export function intervening({ rmw, fre, coe }: Primitives): Relation {
  return intersection(sequence(fre, coe), rmw);
}
