// The memory models by name: the one place where what explores is chosen.

import type { MemoryModelName } from '../memory-facts.js';
import { lkmm } from './memory/lkmm/lkmm.js';
import type { MemoryModel } from './memory/memory-model.js';
import { ra } from './memory/ra/ra.js';
import { sc } from './memory/sc/sc.js';

export const memoryModels: Readonly<Record<MemoryModelName, MemoryModel>> = { sc, ra, lkmm };
