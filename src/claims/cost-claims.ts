// What was said about speed. It is measured on this machine, in turns, with intervals. Where the intervals do not decide,
// the claim is not decided.

import { NativeError } from '../engines/native/compiler.js';
import type { ScaleResult, ScaleSeries } from '../results/scale-result.js';
import type { Estimate } from '../statistics/estimate.js';
import type { Claim, Finding, Instruments } from './claim.js';
import { ratio } from './telling.js';

/** Ratios nearer to 1 than this are called the same, if the interval allows no more. */
const SAME = 0.05;

/** In turns, with native code beside it where there is a compiler: V8's baseline code flatters short protocols. */
async function measure(instruments: Instruments, protocols: string[], workload: string): Promise<ScaleResult> {
  const config = {
    protocols,
    workloads: [workload],
    ...(instruments.quick ? { trials: 9, durationMs: 40 } : { trials: 21, durationMs: 100 }),
  };
  try {
    return await instruments.scale({ ...config, native: true });
  } catch (error) {
    if (!(error instanceof NativeError)) throw error;
    return instruments.scale(config);
  }
}

/** The series of `protocol` that are not oversubscribed, by number of threads: in native code where that was measured. */
function seriesOf({ series }: ScaleResult, protocol: string): ScaleSeries[] {
  const fitting = series.filter((one) => one.protocol === protocol && !one.oversubscribed);
  const native = fitting.filter(({ engine, speedupVsOld }) => engine === 'native' && speedupVsOld !== null);
  return native.length > 0 ? native : fitting.filter(({ engine }) => engine !== 'native');
}

function measured({ config, series }: ScaleResult, note: string): Pick<Finding, 'bound' | 'commands'> {
  const threads = [...new Set(series.map((one) => one.threads))].join(', ');
  return {
    bound: `measured: ${threads} threads on this machine, ${config.trials} trials of ${config.durationMs} ms in turns, medians with bootstrap intervals${note}`,
    commands: [
      `reftorture scale --protocol ${config.protocols.join(',')} --workload ${config.workloads.join(',')}${config.native ? ' --native' : ''}`,
    ],
  };
}

function lines(result: ScaleResult, protocol: string): string[] {
  return seriesOf(result, protocol).map(
    ({ threads, engine, speedupVsOld }) =>
      `${engine}, ${threads} thread${threads === 1 ? '' : 's'}: ${protocol} / ${result.config.protocols[0]} = ${speedupVsOld ? ratio(speedupVsOld) : 'no sample'}`,
  );
}

function faster(estimate: Estimate | null): boolean {
  return estimate !== null && estimate.low > 1;
}

function slower(estimate: Estimate | null): boolean {
  return estimate !== null && estimate.high < 1;
}

/** Between what shares of the gain of `reference` that of `estimate` lies, by their intervals. */
function shareOfGain(estimate: Estimate | null, reference: Estimate | null): [least: number, most: number] {
  if (estimate === null || reference === null || reference.low <= 1) {
    return [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  }
  const shares = [estimate.low, estimate.high].flatMap((ours) =>
    [reference.low, reference.high].map((theirs) => (ours - 1) / (theirs - 1)),
  );
  return [Math.min(...shares), Math.max(...shares)];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

export const costClaims: readonly Claim[] = [
  {
    id: 'C15',
    who: 'patch cover letter',
    message: '2602.3/05653.html',
    claim: 'shared tryGet/put scales better with fetch-add than with the CAS loop',
    async settle(instruments) {
      const result = await measure(instruments, ['old', 'v4', 'assume-one'], 'shared');
      const contended = seriesOf(result, 'v4').filter(({ threads }) => threads > 1);
      const all = contended.length > 0 && contended.every(({ speedupVsOld }) => faster(speedupVsOld));
      const none = contended.length > 0 && contended.every(({ speedupVsOld }) => slower(speedupVsOld));
      return {
        verdict: all ? 'confirmed' : none ? 'refuted' : 'not decided here',
        evidence: `v4 against old: ${lines(result, 'v4').join('; ')}`,
        details: contended.length === 0 ? ['one CPU: nothing contends'] : [],
        ...measured(result, '; a curve over many cores needs many cores'),
      };
    },
  },
  {
    id: 'C16',
    who: 'Hildenbrand, 4 Mar',
    claim: 'the extra cmpxchg has a cost on every free',
    async settle(instruments) {
      const own = await measure(instruments, ['old', 'v4'], 'free');
      const contended = await measure(instruments, ['old', 'v4'], 'free-contended');
      const alone = seriesOf(own, 'v4').find(({ threads }) => threads === 1)?.speedupVsOld ?? null;
      return {
        verdict: slower(alone) ? 'confirmed' : 'not decided here',
        evidence: `allocate and free, v4 against old: own page ${lines(own, 'v4').join('; ')}; contended pages ${lines(contended, 'v4').join('; ')}`,
        ...measured(own, ''),
        commands: [own, contended].flatMap((result) => measured(result, '').commands),
      };
    },
  },
  {
    id: 'C17',
    who: 'Torvalds, 1 Mar',
    message: '2603.0/00393.html',
    claim: 'an assume-one CAS loop gets most of the gain',
    async settle(instruments) {
      const result = await measure(instruments, ['old', 'v4', 'assume-one'], 'shared');
      const v4 = seriesOf(result, 'v4')
        .filter(({ threads }) => threads > 1)
        .at(-1);
      const assumed = seriesOf(result, 'assume-one').find(({ threads }) => threads === v4?.threads);
      const reference = v4?.speedupVsOld ?? null;
      const estimate = assumed?.speedupVsOld ?? null;
      const [least, most] = shareOfGain(estimate, reference);
      return {
        verdict: least > 0.5 ? 'confirmed' : most < 0.5 ? 'refuted' : 'not decided here',
        evidence:
          reference && estimate && faster(reference)
            ? `with ${v4?.threads} threads v4 / old = ${ratio(reference)}, assume-one / old = ${ratio(estimate)}: ${percent(least)} to ${percent(most)} of the gain`
            : `v4 has no gain here that could be shared: ${lines(result, 'v4').join('; ')}; assume-one: ${lines(result, 'assume-one').join('; ')}`,
        ...measured(result, ''),
      };
    },
  },
  {
    id: 'C18',
    who: 'Gladyshev, Jan',
    message: '2601.1/14783.html',
    claim: 'the reset branch costs nothing on the hot path',
    async settle(instruments) {
      const result = await measure(instruments, ['no-reset', 'v4'], 'shared');
      const [alone] = seriesOf(result, 'v4');
      const estimate = alone?.speedupVsOld ?? null;
      const same = estimate !== null && estimate.low > 1 - SAME && estimate.high < 1 + SAME && estimate.high >= 1;
      return {
        verdict: same
          ? 'confirmed'
          : slower(estimate) && (estimate?.high ?? 1) < 1 - SAME
            ? 'refuted'
            : 'not decided here',
        evidence: `v4 against v4 without the reset, gets that succeed: ${lines(result, 'v4').join('; ')}`,
        ...measured(result, ''),
      };
    },
  },
];
