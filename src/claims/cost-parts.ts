// Answers about v4's gain, with fetch-add and with a loop that assumes 1, and about its price: step 2 on a free, and the
// reset behind a failed get.

import { plural, ratioText } from '../report/numbers.js';
import type { Answer } from '../results/claims-result.js';
import type { ScaleSeries } from '../results/scale-result.js';
import { plain, rounded } from '../statistics/digits.js';
import type { Estimate } from '../statistics/estimate.js';
import { figure, NO, undecided, YES } from './answers.js';
import type { Instruments, Part, Parts, SettledPart } from './claim.js';
import {
  atThreads,
  boundOf,
  compared,
  engineName,
  faster,
  gainByThreads,
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
  speedUp,
} from './measuring.js';

/** The patch's own benchmark, and the bare get and put behind it. */
const WORKLOADS = [
  { workload: 'read', question: 'In the workload of its benchmark, small reads of one page?' },
  { workload: 'shared', question: 'For tryGet and put alone?' },
] as const;

function scalesBetter({ workload, question }: (typeof WORKLOADS)[number]): Part {
  return {
    label: workload,
    question,
    async settle(instruments) {
      const measured = await measure(instruments, ['old', 'v4'], workload);
      return {
        ...gainOf(measured),
        evidence: `${workload}: ${ratios(measured, 'v4')}. ${scalingOf(measured)}. The other side: ${await losses(instruments)}`,
        ...boundOf(measured, '; a curve over many cores needs many cores'),
      };
    },
  };
}

function gainOf(measured: Measured): Answer {
  const threads = mostThreads(measured);
  if (threads < 2) return undecided('one CPU: nothing contends');
  const estimate = speedUp(measured, 'v4', threads);
  if (!estimate) return undecided('no sample');
  if (!faster(estimate) && !slower(estimate)) return undecided('the interval includes 1');
  return figure(`${estimate.median.toFixed(2)}x, ${plural(threads, 'thread')}`);
}

/** Says whether more threads get more work done at all. */
function scalingOf(measured: Measured): string {
  const threads = mostThreads(measured);
  if (threads < 2) return 'One thread was measured, so nothing of how it scales';
  const gains = measured.protocols.map((protocol) => ({ protocol, gain: gainByThreads(measured, protocol) }));
  const gainTexts = gains.map(({ protocol, gain }) => `${protocol} ${gain === null ? 'no sample' : gain.toFixed(2)}`);
  const none = gains.every(({ gain }) => gain !== null && gain < 1);
  return `${threads} threads together do, relative to one thread of the same protocol: ${gainTexts.join(', ')}${none ? '; so both are slower than one thread, and what is compared is how much is lost' : ''}`;
}

async function assumeOne(instruments: Instruments): Promise<SettledPart> {
  const measured = await measure(instruments, ['old', 'v4', 'assume-one'], 'shared');
  const threads = mostThreads(measured);
  const reference = speedUp(measured, 'v4', threads);
  const estimate = speedUp(measured, 'assume-one', threads);
  const share = shareOfGain(estimate, reference);
  const wide = share.qualifier === TOO_WIDE ? `: ${TOO_WIDE} for a share of the gain` : '';
  const text = share.answer === 'measured' ? `: ${share.qualifier} of the gain` : wide;
  return {
    ...(threads < 2
      ? undecided('one CPU: nothing contends')
      : measured.engine === 'native'
        ? share
        : undecided("only in V8's baseline code")),
    evidence: `shared, ${plural(threads, 'thread')}: v4 / old ${reference ? ratioText(reference) : 'no sample'}, assume-one / old ${estimate ? ratioText(estimate) : 'no sample'}${text}`,
    details: [ratios(measured, 'v4'), ratios(measured, 'assume-one')],
    ...boundOf(measured),
  };
}

/** An interval of shares that is wider says nothing. */
const WIDEST = 1;
const TOO_WIDE = 'the intervals are too wide';

/** Returns the gain of `estimate` as a share of that of `reference`, by their intervals. */
function shareOfGain(estimate: Estimate | null, reference: Estimate | null): Answer {
  if (!estimate || !reference || !faster(reference)) return undecided('v4 has no gain here to share');
  const shares = [estimate.low, estimate.high].flatMap((ours) =>
    [reference.low, reference.high].map((theirs) => (ours - 1) / (theirs - 1)),
  );
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  return most - least > WIDEST ? undecided(TOO_WIDE) : figure(spanOf(least, most));
}

/** A loss is no share of a gain. */
function spanOf(least: number, most: number): string {
  if (most <= 0) return 'nothing';
  return least < 0 ? `at most ${percent(most)}` : `${percent(least)} to ${percent(most)}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Ratios nearer to 1 than this are called the same, if the interval allows no more. */
const SAME = 0.05;
const MARGIN = `±${SAME * 100} %`;

/** Returns how much longer v4 takes for a free, if its interval is clear of old's. */
function longer(measured: Measured, threads: number): Answer {
  const [v4, old] = ['v4', 'old'].map((protocol) => atThreads(measured, protocol, threads));
  const [ours, theirs] = [nsPerFree(v4), nsPerFree(old)];
  if (!v4 || !old || !ours || !theirs) return undecided('no sample');
  // By the ratio of paired trials, if an operation of both frees as many pages; else by their medians.
  const { speedupVsOld: ratio } = v4;
  const isClear =
    ratio && (v4.freesPerOp ?? 1) === (old.freesPerOp ?? 1)
      ? faster(ratio) || slower(ratio)
      : ours.low > theirs.high || theirs.low > ours.high;
  if (!isClear) return undecided('the intervals overlap');
  const difference = ours.median - theirs.median;
  return figure(`${difference < 0 ? '-' : '+'}${nanoseconds(Math.abs(difference))} ns`);
}

async function ownPage(instruments: Instruments): Promise<SettledPart> {
  const measured = await measure(instruments, ['old', 'v4'], 'free');
  return {
    ...longer(measured, 1),
    evidence: `a page handed out and freed by one thread: ${compared(measured, 1)}; ${await gains(instruments)}`,
    details: threadCounts(measured).map((threads) => `${plural(threads, 'thread')}: ${compared(measured, threads)}`),
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
    evidence: `pages that nobody holds for long, gets and puts of ${plural(threads, 'thread')} on one of them: ${compared(measured, threads, nsPerFree)} per page that was freed, with the gets around it; ${met ? `it contends: ${met}` : 'next to no get met a put that was under way'}`,
    details: threadCounts(measured).map(
      (count) => `${plural(count, 'thread')}: ${compared(measured, count, nsPerFree)}`,
    ),
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
  const estimate = speedUp(measured, 'v4', 1);
  if (!estimate) return undecided('no sample');
  const { low, high } = estimate;
  if (low > 1 - SAME && high < 1 + SAME) return YES;
  if (high >= 1 - SAME) return undecided(`the interval leaves ${MARGIN}`);
  return measured.engine === 'native' ? NO : undecided("only in V8's baseline code");
}

async function failedGets(instruments: Instruments): Promise<SettledPart> {
  const against = await measure(instruments, ['old', 'v4'], 'failed-get');
  const threads = mostThreads(against);
  const amongThreads = threads > 1 ? `; with ${plural(threads, 'thread')} ${compared(against, threads)}` : '';
  return branchOf(
    instruments,
    'failed-get',
    'gets that fail',
    `A failed get as such: ${compared(against, 1)}${amongThreads} (${engineName(against)})`,
  );
}

export const costParts: Parts = {
  C15: WORKLOADS.map(scalesBetter),
  C17: [{ label: 'share', question: "How much of v4's gain does such a loop have?", settle: assumeOne }],
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
