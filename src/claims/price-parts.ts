// Answers about v4's price: step 2 on a free, and the reset behind a failed get.

import type { Answer } from '../results/claims-result.js';
import type { ScaleSeries } from '../results/scale-result.js';
import { plain, rounded } from '../statistics/digits.js';
import { figure, NO, undecided, YES } from './answers.js';
import type { Instruments, Parts, SettledPart } from './claim.js';
import {
  atThreads,
  boundOf,
  compared,
  engineName,
  faster,
  gains,
  losses,
  type Measured,
  measure,
  mostThreads,
  nanoseconds,
  nsPerFree,
  ratios,
  seriesOf,
  slower,
  threadsInWords,
} from './measuring.js';

/** Ratios nearer to 1 than this are called the same, if the interval allows no more. */
const SAME = 0.05;
const MARGIN = `±${SAME * 100} %`;

/** Returns how much longer v4 takes for a free, if its interval is clear of old's. */
function longer(measured: Measured, threads: number): Answer {
  const [v4, old] = ['v4', 'old'].map((protocol) => atThreads(measured, protocol, threads));
  const [ours, theirs] = [nsPerFree(v4), nsPerFree(old)];
  if (!v4 || !old || !ours || !theirs) return undecided('no sample');
  if (!differ(v4, old)) return undecided('the intervals overlap');
  const difference = ours.median - theirs.median;
  return figure(`${difference < 0 ? '-' : '+'}${nanoseconds(Math.abs(difference))} ns`);
}

/** Compares by the ratio of paired trials, if an operation of both frees as many pages; else by their medians. */
function differ(v4: ScaleSeries, old: ScaleSeries): boolean {
  const { speedupVsOld } = v4;
  if (speedupVsOld && (v4.freesPerOp ?? 1) === (old.freesPerOp ?? 1)) {
    return faster(speedupVsOld) || slower(speedupVsOld);
  }
  const [ours, theirs] = [nsPerFree(v4), nsPerFree(old)];
  return ours !== null && theirs !== null && (ours.low > theirs.high || theirs.low > ours.high);
}

async function ownPage(instruments: Instruments): Promise<SettledPart> {
  const measured = await measure(instruments, ['old', 'v4'], 'free');
  return {
    ...longer(measured, 1),
    evidence: `a page handed out and freed by one thread: ${compared(measured, 1)}; ${await gains(instruments)}`,
    details: threadCounts(measured).map((threads) => `${threadsInWords(threads)}: ${compared(measured, threads)}`),
    ...boundOf(measured, '; nothing but the count word is touched, in Linux a free does much more'),
  };
}

function threadCounts(measured: Measured): number[] {
  return seriesOf(measured, 'v4').map(({ threads }) => threads);
}

async function contendedPage(instruments: Instruments): Promise<SettledPart> {
  const measured = await measure(instruments, ['old', 'v4'], 'free-contended');
  const threads = mostThreads(measured);
  const met = contention(measured);
  return {
    ...(threads < 2
      ? undecided('one CPU: nothing contends')
      : met
        ? longer(measured, threads)
        : undecided('the workload did not contend')),
    evidence: `pages that nobody holds for long, gets and puts of ${threadsInWords(threads)} on one of them: ${compared(measured, threads, nsPerFree)} per page that was freed, with the gets around it; ${met ? `it contends: ${met}` : 'next to no get met a put that was under way'}`,
    details: threadCounts(measured).map((count) => `${threadsInWords(count)}: ${compared(measured, count, nsPerFree)}`),
    ...boundOf(measured),
  };
}

/** Less often than this, per operation, threads that meet are an accident. */
const LEAST_MET = 0.001;

/** Returns the contention of each protocol with the most threads, in words; undefined if there was next to none. */
function contention(measured: Measured): string | undefined {
  const series = measured.protocols.flatMap((protocol) => atThreads(measured, protocol, mostThreads(measured)) ?? []);
  const met = series.map(({ casRetriesPerOp, abortedFreesPerOp }) => (casRetriesPerOp ?? 0) + (abortedFreesPerOp ?? 0));
  if (Math.max(0, ...met) < LEAST_MET) return undefined;
  return series.map(contentionOf).join('; ');
}

function contentionOf({ protocol, ...counts }: ScaleSeries): string {
  const { casRetriesPerOp, abortedFreesPerOp, failedGetsPerOp, freesPerOp } = counts;
  const rates = [
    ['frees', freesPerOp],
    ['aborted frees', abortedFreesPerOp],
    ['failed gets', failedGetsPerOp],
    ['CAS retries', casRetriesPerOp],
  ] as const;
  return `${protocol} ${rates.map(([name, count]) => `${plain(rounded(count ?? 0, 2))} ${name}`).join(', ')} per operation`;
}

async function branchOf(
  instruments: Instruments,
  workload: string,
  what: string,
  beside: string,
): Promise<SettledPart> {
  const measured = await measure(instruments, ['no-reset', 'v4'], workload);
  return {
    ...withinMargin(measured),
    evidence: `v4 against v4 without the reset, ${what}, the same within ${MARGIN}? ${ratios(measured, 'v4')}. ${beside}`,
    ...boundOf(measured),
  };
}

/** Decided by one thread, since contention hides a branch. V8's baseline code can tell that it is free, not that it is dear. */
function withinMargin(measured: Measured): Answer {
  const estimate = atThreads(measured, 'v4', 1)?.speedupVsOld;
  if (!estimate) return undecided('no sample');
  const { low, high } = estimate;
  if (low > 1 - SAME && high < 1 + SAME) return YES;
  if (high >= 1 - SAME) return undecided(`the interval leaves ${MARGIN}`);
  return measured.engine === 'native' ? NO : undecided("only in V8's baseline code");
}

async function failedGets(instruments: Instruments): Promise<SettledPart> {
  const against = await measure(instruments, ['old', 'v4'], 'failed-get');
  const threads = mostThreads(against);
  const amongThreads = threads > 1 ? `; with ${threadsInWords(threads)} ${compared(against, threads)}` : '';
  return branchOf(
    instruments,
    'failed-get',
    'gets that fail',
    `A failed get as such: ${compared(against, 1)}${amongThreads} (${engineName(against)})`,
  );
}

export const priceParts: Parts = {
  C16: [
    { label: 'alone', question: 'How much longer does a free take that nobody else touches?', settle: ownPage },
    { label: 'contended', question: 'And one that others try to get meanwhile?', settle: contendedPage },
  ],
  C18: [
    {
      label: 'succeed',
      question: `Do gets that succeed cost the same without the reset, within ${MARGIN}?`,
      settle: async (instruments) =>
        branchOf(instruments, 'shared', 'gets that succeed', `The other side: ${await losses(instruments)}`),
    },
    { label: 'fail', question: `Do gets that fail, within ${MARGIN}?`, settle: failedGets },
  ],
};
