import type { ScaleConfig } from '../results/scale-result.js';

/** Which of V8's compilers made a measurement's code. */
export function tierText({ tier }: Pick<ScaleConfig, 'tier'>): string {
  return tier === undefined ? 'tier chosen by the browser' : `${tier} tier`;
}
