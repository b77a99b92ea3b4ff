// How the memory of freed descriptors comes back, and where read-side sections lie: options of the scenarios whose counts
// lie in descriptors.

import { type DescriptorOptions, RECLAIMS, SECTIONS, withDescriptorDefaults } from '../scenarios/reclaim.js';
import type { Role } from '../scenarios/scenario.js';
import { pickName } from '../usage-error.js';
import { isHeeded, refuseUnheeded } from './idle-options.js';

/**
 * Those that some role of `cast` looks at, with their defaults.
 *
 * @throws UsageError for an unknown name, IdleOption for another value than the default that no role looks at.
 */
export function descriptorOptionsOf(
  request: DescriptorOptions,
  scenario: string,
  cast: readonly Role[],
): DescriptorOptions {
  const defaults = withDescriptorDefaults({});
  const reclaim = pickName('reclaim', RECLAIMS, request.reclaim ?? defaults.reclaim);
  const section = pickName('section', SECTIONS, request.section ?? defaults.section);
  if (reclaim !== defaults.reclaim) refuseUnheeded('reclaim', scenario, cast);
  if (section !== defaults.section) refuseUnheeded('section', scenario, cast);
  return {
    ...(isHeeded('reclaim', cast) && { reclaim }),
    ...(isHeeded('section', cast) && { section }),
  };
}
