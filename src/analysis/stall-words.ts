// Settings of a race in words: its stall, as it is typed and as it is printed for a reader, and what else is unusual.

import type { RaceConfig, Stall } from '../results/race-result.js';
import { descriptorWords } from '../scenarios/reclaim.js';
import { plain } from '../statistics/digits.js';

/** As `--stall` takes it: `none`, `spin:1000@0.1`, `yield`, `sleep:50`, `noise:131072@0.05`. */
export function stallAsTyped({ kind, amount, probability }: Stall): string {
  if (kind === 'none') return kind;
  const length = kind === 'yield' ? '' : `:${amount}`;
  return `${kind}${length}${probability === 1 ? '' : `@${plain(probability)}`}`;
}

/** `no stall`, `spin stall of 1,000 rounds in every window`. */
export function stallInWords({ kind, amount, probability }: Stall): string {
  if (kind === 'none') return 'no stall';
  const count = amount.toLocaleString('en-US');
  if (kind === 'noise') return `noise of up to ${count} rounds at ${plain(probability)} of all accesses`;
  const length = kind === 'spin' ? ` of ${count} rounds` : kind === 'sleep' ? ` of ${count} µs` : '';
  const share = probability === 1 ? 'every window' : `${plain(probability)} of the windows`;
  return `${kind} stall${length} in ${share}`;
}

/** Returns the settings of a race that are not as usual, but for its stall. */
export function unusualSettings(config: RaceConfig): string[] {
  return [
    ...(config.dtor === 'captured' ? [] : [config.dtor]),
    ...(config.recheck ? [] : ['no recheck']),
    ...(config.reuse === 'cold' ? ['cold reuse'] : []),
    ...descriptorWords(config),
  ];
}
