// How the memory of freed descriptors comes back, and where read-side sections lie: options of the scenarios whose counts
// lie in descriptors.

import {
  type DescriptorOptions,
  RECLAIMS,
  type Reclaim,
  SECTIONS,
  withDescriptorDefaults,
} from '../scenarios/reclaim.js';
import type { Role } from '../scenarios/scenario.js';
import { pickName } from '../usage-error.js';
import { IdleOption, isHeeded, refuseUnheeded } from './idle-options.js';

/** Under these, freed memory waits for read-side sections. */
const GRACE: readonly Reclaim[] = ['grace', 'grace-but-one'];

/**
 * Those that some role of `cast` looks at, with their defaults.
 *
 * @throws UsageError for an unknown name, IdleOption for another value than the default that has no effect.
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
  if (section !== defaults.section) {
    refuseUnheeded('section', scenario, cast);
    if (!GRACE.includes(reclaim)) {
      throw new IdleOption(
        'section',
        `--section does nothing with --reclaim ${reclaim}, under which no memory waits for a section: ask for --reclaim grace, or leave it out`,
      );
    }
  }
  // Of roles of the user's own it is not known whether they count in descriptors: they do if that is asked for.
  const applies = (option: 'reclaim' | 'section'): boolean =>
    request[option] === undefined ? cast.some(({ heeds }) => heeds?.includes(option)) : isHeeded(option, cast);
  return { ...(applies('reclaim') && { reclaim }), ...(applies('section') && { section }) };
}
