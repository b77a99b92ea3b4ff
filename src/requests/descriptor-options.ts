// How the memory of freed descriptors comes back, and where read-side sections lie: options of the scenarios whose counts
// lie in descriptors.

import {
  type DescriptorOptions,
  RECLAIMS,
  SECTIONS,
  waitsForSections,
  withDescriptorDefaults,
} from '../scenarios/reclaim.js';
import type { Role } from '../scenarios/scenario.js';
import { pickName } from '../usage-error.js';
import { IdleOption, isHeeded, refuseUnheeded } from './inapplicable-options.js';

/**
 * With their defaults where some role of `threadRoles` looks at them; none where there are no descriptors. Whether roles of the
 * user's own have some is known from what is asked for.
 *
 * @throws UsageError for an unknown name, IdleOption for another value than the default that has no effect.
 */
export function descriptorOptionsOf(
  request: DescriptorOptions,
  scenario: string,
  threadRoles: readonly Role[],
): DescriptorOptions {
  const defaults = withDescriptorDefaults({});
  const reclaim = pickName('reclaim', RECLAIMS, request.reclaim ?? defaults.reclaim);
  const section = pickName('section', SECTIONS, request.section ?? defaults.section);
  if (reclaim !== defaults.reclaim) refuseUnheeded('reclaim', scenario, threadRoles);
  if (section !== defaults.section) {
    refuseUnheeded('section', scenario, threadRoles);
    if (!waitsForSections(reclaim)) {
      throw new IdleOption(
        'section',
        `--section does nothing with --reclaim ${reclaim}, under which no memory waits for a section: ask for --reclaim grace, or leave it out`,
      );
    }
  }
  const used = threadRoles.some(({ usesOptions }) => usesOptions?.includes('reclaim'));
  const asked = request.reclaim !== undefined && isHeeded('reclaim', threadRoles); // of roles of which nothing is known
  return used || asked ? { reclaim, section } : {};
}
