// The seed of what tests draw, set before every test file: what a run shows, every run shows. REFTORTURE_FUZZ_SEED=n draws
// others.

import fc from 'fast-check';

export const SEED = Number(process.env.REFTORTURE_FUZZ_SEED ?? 1);

fc.configureGlobal({ seed: SEED });
