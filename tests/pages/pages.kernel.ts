// Portable. The parts that actors are made of, as an entry module: a test plays the actor, one call at a time.

export { tookBack } from '#probes';
export { countOf, isDeadWord, populate, restingWord, run, setup } from '../../src/actors/kernel.js';
export { allocate, free } from '../../src/pages/allocator.js';
export { advancedEpoch, enterSection, epochAfterUnlinking, leaveSection } from '../../src/pages/epochs.js';
export { heldGeneration, release, speculate, useAndRelease, verify, verifyFrozen } from '../../src/pages/lifetime.js';
export { readPayload, writePayload } from '../../src/pages/payload.js';
export { giveBackRetired } from '../../src/pages/reclaim.js';
export { lock, lookup, publish, remove, slotOf, typeOfKey, unlock } from '../../src/pages/slots.js';
