// Results that a printed program wrote: it keeps each sample, and leaves what is computed of them to whoever reads it.

import { statisticsOf } from '../../analysis/scale-series.js';
import { usableCpus } from '../../machine/environment.js';
import type { ResultFile } from '../../results/result-bytes.js';
import type { ScaleResult } from '../../results/scale-result.js';
import { seededRandom } from '../../statistics/random.js';
import { warningsOf } from './warnings.js';

/** `file` with statistics and warnings, if it lacks them. */
export function completed<File extends Pick<ResultFile, 'results'>>(file: File): File {
  const results = file.results.map((result) =>
    result.schema === 'reftorture/scale@1' && lacksStatistics(result) ? withStatistics(result) : result,
  );
  return { ...file, results };
}

function lacksStatistics({ series }: ScaleResult): boolean {
  return series.some(({ median, samples }) => median === null && samples.length > 0);
}

function withStatistics(result: ScaleResult): ScaleResult {
  const { config, environment, othersShare, warnings } = result;
  const statistics = statisticsOf(result.series, config.protocols, seededRandom(config.seed));
  const found = warningsOf({
    ...{ config, environment, othersShare, series: statistics.series, usable: usableCpus(environment) },
    pinProblems: [], // the program has said so itself
    clockStepMs: 0,
  });
  return { ...result, ...statistics, warnings: [...warnings, ...found] };
}
