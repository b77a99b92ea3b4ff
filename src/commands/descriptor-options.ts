// The options of race and check for scenarios whose counts lie in descriptors.

import { Option } from 'commander';
import { RECLAIMS, SECTIONS } from '../scenarios/reclaim.js';

export const reclaimOption = new Option(
  '--reclaim <how>',
  'in folio-...: how the memory of a freed descriptor comes back: at once as another one, at once as anything, after a grace period, or after one that does not wait for the last thread (default: type-stable)',
).choices(RECLAIMS);

export const sectionOption = new Option(
  '--section <where>',
  'in folio-...: where read-side sections lie: from the lookup to the recheck; to the put, and around all other puts; to the get; around the lookup alone; or nowhere (default: put-outside)',
).choices(SECTIONS);
