// Answers about v4's gain: with fetch-add, and with a loop that assumes 1.

import type { Answer } from '../results/claims-result.js';
import type { Estimate } from '../statistics/estimate.js';
import { figure, undecided } from './answers.js';
import type { Instruments, Part, Parts, SettledPart } from './claim.js';
import {
  atThreads,
  boundOf,
  faster,
  gainByThreads,
  losses,
  type Measured,
  measure,
  mostThreads,
  ratios,
  slower,
  threadsInWords,
} from './measuring.js';
import { ratio } from './wording.js';

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
  const estimate = atThreads(measured, 'v4', threads)?.speedupVsOld;
  if (!estimate) return undecided('no sample');
  if (!faster(estimate) && !slower(estimate)) return undecided('the interval includes 1');
  return figure(`${estimate.median.toFixed(2)}x, ${threadsInWords(threads)}`);
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

/** Returns bounds of the gain of `estimate` as a share of that of `reference`, by their intervals. */
function shareOfGain(estimate: Estimate, reference: Estimate): [least: number, most: number] {
  const shares = [estimate.low, estimate.high].flatMap((ours) =>
    [reference.low, reference.high].map((theirs) => (ours - 1) / (theirs - 1)),
  );
  return [Math.min(...shares), Math.max(...shares)];
}

async function assumeOne(instruments: Instruments): Promise<SettledPart> {
  const measured = await measure(instruments, ['old', 'v4', 'assume-one'], 'shared');
  const threads = mostThreads(measured);
  const reference = atThreads(measured, 'v4', threads)?.speedupVsOld;
  const estimate = atThreads(measured, 'assume-one', threads)?.speedupVsOld;
  return {
    ...shareAnswer(measured, threads, estimate, reference),
    evidence: `shared, ${threadsInWords(threads)}: v4 / old ${reference ? ratio(reference) : 'no sample'}, assume-one / old ${estimate ? ratio(estimate) : 'no sample'}${sharesInWords(estimate, reference)}`,
    details: [ratios(measured, 'v4'), ratios(measured, 'assume-one')],
    ...boundOf(measured),
  };
}

/** An interval of shares that is wider says nothing. */
const WIDEST = 1;

function sharesInWords(estimate: Estimate | null | undefined, reference: Estimate | null | undefined): string {
  if (!estimate || !reference || !faster(reference)) return '';
  const [least, most] = shareOfGain(estimate, reference);
  return most - least > WIDEST
    ? ': the intervals are too wide for a share of the gain'
    : `: ${spanOf(least, most)} of the gain`;
}

function shareAnswer(
  measured: Measured,
  threads: number,
  estimate: Estimate | null | undefined,
  reference: Estimate | null | undefined,
): Answer {
  if (threads < 2) return undecided('one CPU: nothing contends');
  if (measured.engine !== 'native') return undecided("only in V8's baseline code");
  if (!estimate || !reference || !faster(reference)) return undecided('v4 has no gain here to share');
  const [least, most] = shareOfGain(estimate, reference);
  return most - least > WIDEST ? undecided('the intervals are too wide') : figure(spanOf(least, most));
}

/** A loss is no share of a gain. */
function spanOf(least: number, most: number): string {
  if (most <= 0) return 'nothing';
  return least < 0 ? `at most ${percent(most)}` : `${percent(least)} to ${percent(most)}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

export const gainParts: Parts = {
  C15: WORKLOADS.map(scalesBetter),
  C17: [{ label: 'share', question: "How much of v4's gain does such a loop have?", settle: assumeOne }],
};
