// What check --witness keeps of one check or of many.

import type { CheckResult, WitnessFile } from '../results/check-result.js';

export interface KeptWitness {
  /** The first witness that was found; undefined: there is none. */
  readonly value?: WitnessFile;
  /** What a reader of `file` has to know. */
  readonly remarks: readonly string[];
}

export function keptWitness(file: string, results: readonly CheckResult[]): KeptWitness {
  const found = results.flatMap(({ config, witness }): WitnessFile[] =>
    witness ? [{ schema: 'reftorture/witness@1', config, witness }] : [],
  );
  const [value] = found;
  if (!value) return { remarks: [`no violation, so no witness: "${file}" was not written`] };
  if (found.length === 1) return { value, remarks: [] };
  const { protocol, scenario, dtor } = value.config;
  const which = `that of ${protocol} in ${scenario}, ${dtor} destructor`;
  return { value, remarks: [`"${file}" holds the first of ${found.length} witnesses, ${which}`] };
}
