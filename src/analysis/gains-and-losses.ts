// Gains and losses of a protocol against old, side by side: the series makes gets and puts of a shared page
// faster, and failed gets and frees slower.

import type { Engine } from '../front-end/sources.js';
import type { ScaleResult } from '../results/scale-result.js';
import type { Estimate } from '../statistics/estimate.js';
import { baselineOf } from './scale-series.js';

/** Workloads in which an addition takes the place of a loop. */
const GAINS = ['shared', 'read'];
/** Workloads in which a locked instruction takes the place of a load, or is added. */
const LOSSES = ['failed-get', 'free', 'free-contended'];

/** The workloads that it takes to judge a gain, and a loss, each with its cost in words. */
const NEEDED = {
  gain: [['shared', 'what sharing a page gains']],
  loss: [
    ['failed-get', 'what a failed get costs'],
    ['free', 'what a free costs'],
  ],
} as const;

/** A protocol at a number of threads. */
export interface Balance {
  readonly protocol: string;
  readonly engine: Engine;
  readonly threads: number;
  readonly oversubscribed: boolean;
  /** Speed relative to the base, for each of the workloads; null where it was not to be had. */
  readonly ratios: readonly (Estimate | null)[];
}

export interface GainsAndLosses {
  /** The protocol that the others are compared with. */
  readonly base: string;
  /** Gains first. */
  readonly workloads: readonly string[];
  /** Empty unless a gain and a loss were measured. */
  readonly rows: readonly Balance[];
  /** The other side of what was measured. */
  readonly missing: { readonly workloads: readonly string[]; readonly words: readonly string[] } | undefined;
}

/** Undefined where nothing is compared, or neither a gain nor a loss was measured. */
export function gainsAndLosses({ config, series }: ScaleResult): GainsAndLosses | undefined {
  const gains = GAINS.filter((name) => config.workloads.includes(name));
  const losses = LOSSES.filter((name) => config.workloads.includes(name));
  if (config.protocols.length < 2 || gains.length + losses.length === 0) return undefined;
  const base = baselineOf(config.protocols);
  const workloads = [...gains, ...losses];
  const rows = new Map<string, Balance>();
  for (const { protocol, engine, threads, oversubscribed } of series) {
    if (protocol === base) continue;
    const ratios = workloads.map(
      (workload) =>
        series.find(
          (other) =>
            other.workload === workload &&
            other.protocol === protocol &&
            other.engine === engine &&
            other.threads === threads,
        )?.speedupVsOld ?? null,
    );
    if (ratios.some((ratio) => ratio !== null)) {
      rows.set(JSON.stringify([protocol, engine, threads]), { protocol, engine, threads, oversubscribed, ratios });
    }
  }
  const both = gains.length > 0 && losses.length > 0;
  const place = ({ protocol }: Balance): number => config.protocols.indexOf(protocol);
  const sorted = [...rows.values()].sort((a, b) => place(a) - place(b)); // by engine and threads as they were
  return { base, workloads, rows: both ? sorted : [], missing: missingOf(gains, losses) };
}

function missingOf(gains: readonly string[], losses: readonly string[]): GainsAndLosses['missing'] {
  const absent = [
    ...(gains.length === 0 ? NEEDED.gain : []),
    ...NEEDED.loss.filter(([workload]) => !losses.includes(workload)),
  ];
  if (absent.length === 0) return undefined;
  return { workloads: absent.map(([workload]) => workload), words: absent.map(([, words]) => words) };
}

/** A sentence that names what was left out, and how to measure it. */
export function missingInWords({ missing }: GainsAndLosses): string | undefined {
  return missing && `Not measured here: ${missing.words.join(', ')} (--workload ${missing.workloads.join(',')}).`;
}
