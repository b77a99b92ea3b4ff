// Ways of reclaiming the memory of freed descriptors, and the reach of read-side sections around their use: the names
// that users type, and the numbers that the kernel reads (src/runtime/layout.ts).

import * as layout from '../runtime/layout.js';

const RECLAIM_NUMBERS = {
  'type-stable': layout.RECLAIM_TYPE_STABLE,
  'at-once': layout.RECLAIM_AT_ONCE,
  grace: layout.RECLAIM_GRACE,
  'grace-but-one': layout.RECLAIM_GRACE_BUT_ONE,
} as const;

const SECTION_NUMBERS = {
  'put-outside': layout.SECTION_PUT_OUTSIDE,
  'put-inside': layout.SECTION_PUT_INSIDE,
  'before-recheck': layout.SECTION_BEFORE_RECHECK,
  'before-get': layout.SECTION_BEFORE_GET,
  none: layout.SECTION_NONE,
} as const;

export type Reclaim = keyof typeof RECLAIM_NUMBERS;
export type Section = keyof typeof SECTION_NUMBERS;

export const RECLAIMS = Object.keys(RECLAIM_NUMBERS) as readonly Reclaim[];
export const SECTIONS = Object.keys(SECTION_NUMBERS) as readonly Section[];

/** Returns whether freed memory waits for read-side sections. Otherwise those do nothing. */
export function waitsForSections(reclaim: Reclaim): boolean {
  return reclaim === 'grace' || reclaim === 'grace-but-one';
}

/** Of a configuration: both are absent where there are no descriptors. */
export interface DescriptorOptions {
  readonly reclaim?: Reclaim;
  readonly section?: Section;
}

/** Fills absent options in: pages are reused at once, and as nothing but pages. */
export function withDescriptorDefaults({
  reclaim = 'type-stable',
  section = 'put-outside',
}: DescriptorOptions): Required<DescriptorOptions> {
  return { reclaim, section };
}

/** Returns the numbers that the kernel reads. Without an option there are no descriptors. */
export function descriptorNumbers({ reclaim, section = 'put-outside' }: DescriptorOptions): {
  readonly reclaim: number;
  readonly section: number;
} {
  return {
    reclaim: reclaim === undefined ? layout.RECLAIM_NOTHING : RECLAIM_NUMBERS[reclaim],
    section: SECTION_NUMBERS[section],
  };
}

/** Returns the options that are not the default, as typed without dashes: `reclaim grace`, `section put-inside`. */
export function descriptorWords(options: DescriptorOptions): string[] {
  const { reclaim, section } = withDescriptorDefaults(options);
  return [
    ...(reclaim === 'type-stable' ? [] : [`reclaim ${reclaim}`]),
    ...(section === 'put-outside' ? [] : [`section ${section}`]),
  ];
}
