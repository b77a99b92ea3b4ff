// The generated tests that are files of tests/litmus as well, by the names that the field has for them. Their results are
// the naive enumerator's.

/** `why`: what the test shows, in a sentence or two. `differs`: why release/acquire gives another answer. */
export interface Shipped {
  readonly name: string;
  readonly cycle: string;
  readonly why: string;
  readonly differs?: string;
}

const DEPENDENCIES = 'Dependencies are not honoured: an access may overtake the load that it depends on.';
const BUFFERING = 'A load does not return what is written later on (load buffering).';
const FENCES = 'smp_mb__before_atomic() and smp_mb__after_atomic() are full barriers here, whatever is beside them.';
const RMB = 'smp_rmb() orders the load of every operation here, whether it returns something or not.';

type Row = readonly [name: string, cycle: string, why: string, differs?: string];

const rows: readonly Row[] = [
  ['MP+wmb+addr', 'WmbdWW Rfe DpAddrdR Fre', 'A load waits for its address.', DEPENDENCIES],
  ['MP+wmb+ctrl-rmb', 'WmbdWW Rfe CtrlRmbdRR Fre', 'A branch orders no load, but a read barrier in it does.'],
  [
    'MP+release+data-rfi-addr',
    'PodWW Rel Rfe DpDatadW Rfi DpAddrdR Fre',
    'A store that is read back hands the dependency on.',
    DEPENDENCIES,
  ],
  [
    'MP+release+addr-rfi-once',
    'PodWW Rel Rfe DpAddrdW Rfi PodRR Fre',
    'What comes behind a forwarded load may overtake it.',
  ],
  [
    'MP+wmb+fri-rfi-addr',
    'WmbdWW Rfe Fri Rfi DpAddrdR Fre',
    'The own store may be forwarded before the load in front of it is done.',
  ],
  [
    'MP+release+inc-rmb',
    'PodWW Rel Rfe Inc RmbdRR Fre',
    'smp_rmb() does not order an operation that returns nothing.',
    RMB,
  ],
  ['MP+release+inc-mb', 'PodWW Rel Rfe Inc MbdRR Fre', 'smp_mb() orders an operation that returns nothing.'],
  [
    'MP+before_atomic-inc+acquire',
    'BefdWW Inc Rfe Acq PodRR Fre',
    'smp_mb__before_atomic() orders what is before it with the operation.',
  ],
  [
    'MP+before_atomic-once+acquire',
    'BefdWW Rfe Acq PodRR Fre',
    'Without an operation behind it, smp_mb__before_atomic() orders nothing.',
    FENCES,
  ],
  [
    'MP+release+xchg_relaxed-xchg_relaxed+acquire',
    'PodWW Rel Rfe XRlx Rfe XRlx Rfe Acq PodRR Fre',
    'Any number of read-modify-writes pass a release on.',
  ],
  [
    'MP+release+add_return_acquire',
    'PodWW Rel Rfe AAcq PodRR Fre',
    'The read of an operation with acquire ordering is an acquire.',
  ],
  [
    'MP+release+add_return_release',
    'PodWW Rel Rfe ARel PodRR Fre',
    'The read of an operation with release ordering is not an acquire.',
  ],
  [
    'SB+inc-after_atomics',
    'Inc AftdWR Fre Inc AftdWR Fre',
    'smp_mb__after_atomic() makes a full barrier of an operation that orders nothing.',
  ],
  [
    'SB+after_atomics',
    'AftdWR Fre AftdWR Fre',
    'Without an operation in front of it, smp_mb__after_atomic() orders nothing.',
    FENCES,
  ],
  ['SB+cmpxchg-fails', 'PodWR F PodRR Fre PodWR F PodRR Fre', 'A compare-and-swap that fails orders nothing.'],
  [
    'SB+cmpxchg_relaxed-fails-after_atomics',
    'PodWR FRlx AftdRR Fre PodWR FRlx AftdRR Fre',
    'A compare-and-swap that fails is a full barrier with smp_mb__after_atomic() behind it.',
  ],
  [
    'SB+rfi-acquires',
    'Rfi Acq PodRR Fre Rfi Acq PodRR Fre',
    'A load that finds the own store is satisfied before others see that.',
  ],
  ['LB+addrs', 'DpAddrdW Rfe DpAddrdW Rfe', 'A store waits for its address.'],
  ['LB+data+once', 'DpDatadW Rfe PodRW Rfe', 'One dependency is not enough.', BUFFERING],
  ['LB+addr+ctrl', 'DpAddrdW Rfe CtrlPodRW Rfe', 'Any two dependencies are enough.'],
  [
    'LB+data-coi+mb',
    'DpDatadW Coi Rfe MbdRW Rfe',
    'A store waits for an earlier one to its word, and for what that waits for.',
  ],
  ['LB+addr-fri+mb', 'DpAddrdR Fri Rfe MbdRW Rfe', 'A store waits for an earlier load of its word.'],
  [
    'LB+data-xchg_acquire-once+mb',
    'DpDatadW XAcq PodWW Rfe MbdRW Rfe',
    'The store of an acquiring operation does not acquire.',
    BUFFERING,
  ],
  [
    'LB+xchg_release-data+mb',
    'PodRR XRel DpDatadW Rfe MbdRW Rfe',
    'The load of a releasing operation does not release.',
    BUFFERING,
  ],
  ['LB+once+xchg_relaxed', 'PodRW Rfe PodRW XRlx Rfe', 'A relaxed operation may overtake a load.', BUFFERING],
  [
    'LB+once+xchg',
    'PodRW Rfe PodRW X Rfe',
    'A full operation keeps its place, but the other thread has no order.',
    BUFFERING,
  ],
  ['3.LB+data+ctrl+addr', 'DpDatadW Rfe CtrlPodRW Rfe DpAddrdW Rfe', 'Nothing comes out of thin air.'],
  ['3.LB+data+ctrl+once', 'DpDatadW Rfe CtrlPodRW Rfe PodRW Rfe', 'One thread without an order is enough.', BUFFERING],
  ['S+wmb+addr', 'WmbdWW Rfe DpAddrdW Coe', 'A store waits for its address.', DEPENDENCIES],
  ['S+release+data', 'PodWW Rel Rfe DpDatadW Coe', 'A release and a data dependency.', DEPENDENCIES],
  [
    'WRC+data+addr',
    'Rfe DpDatadW Rfe DpAddrdR Fre',
    'A data dependency is not cumulative: the third thread need not see the first store.',
  ],
  ['WRC+release+addr', 'Rfe PodRW Rel Rfe DpAddrdR Fre', 'A release is cumulative.', DEPENDENCIES],
  [
    'ISA2+release+data+acquire',
    'PodWW Rel Rfe DpDatadW Rfe Acq PodRR Fre',
    'A data dependency is not cumulative, not even between a release and an acquire.',
  ],
  ['Z6.2+release+ctrl+data', 'PodWW Rel Rfe CtrlPodRW Rfe DpDatadW Coe', 'A control dependency is not cumulative.'],
  [
    'LB+addr-plain-wmb+mb',
    'DpAddrdW P WmbdWW Rfe MbdRW Rfe',
    'The address of a plain store is known before smp_wmb() lets a later store happen.',
  ],
  [
    'LB+data-plain-wmb+mb',
    'DpDatadW P WmbdWW Rfe MbdRW Rfe',
    'The value of a plain store need not be known before smp_wmb() lets a later store happen.',
  ],
  [
    'LB+data-plain-rfi-ctrl+mb',
    'DpDatadW P Rfi P CtrlPodRW Rfe MbdRW Rfe',
    'Plain accesses carry a dependency as registers do.',
  ],
  ['MP+plain-wmb+ctrl-rmb-plain', 'P WmbdWW Rfe CtrlRmbdRR P Fre', 'Plain data behind a flag: no data race.'],
  [
    'MP+plain-release+acquire-ctrl-plain',
    'P PodWW Rel Rfe Acq CtrlPodRR P Fre',
    'Plain data between a release and an acquire: no data race.',
  ],
  [
    'MP+plain-release+ctrl-addr-plain',
    'P PodWW Rel Rfe CtrlDpAddrdR P Fre',
    'Plain data at an address that a release publishes: no data race.',
  ],
  [
    'MP+plain-release+ctrl-plain',
    'P PodWW Rel Rfe CtrlPodRR P Fre',
    'A branch does not keep a plain load behind the flag.',
  ],
  ['MP+plain-wmb+rmb-plain', 'P WmbdWW Rfe RmbdRR P Fre', 'Who does not look at the flag races.'],
  [
    'S+plain-release+acquire-ctrl-plain',
    'P PodWW Rel Rfe Acq CtrlPodRW P Coe',
    'A plain store behind a flag: no data race.',
  ],
  [
    'S+plain-wmb+acquire-ctrl-plain',
    'P WmbdWW Rfe Acq CtrlPodRW P Coe',
    'A plain store may begin with a load, which smp_wmb() does not order.',
  ],
  [
    'LB+plain-release+acquire-ctrl-plain',
    'P PodRW Rel Rfe Acq CtrlPodRW P Rfe',
    'A plain load that is over before the flag is set: no data race.',
  ],
  [
    'LB+plain-rmb+acquire-ctrl-plain',
    'P RmbdRW Rfe Acq CtrlPodRW P Rfe',
    'smp_rmb() does not order a plain load with a store.',
  ],
  ['RCU+MP+sync+section', 'SyncdWW Rfe RcudRR Fre', 'Who sees what is behind a grace period sees what is before it.'],
  ['RCU+MP+section+sync', 'RcudWW Rfe SyncdRR Fre', 'A section that began before a grace period ends before it does.'],
  ['RCU+SB+section+sync', 'RcudWR Fre SyncdWR Fre', 'A section is before a grace period, or behind it.'],
  ['RCU+LB+section+sync', 'RcudRW Rfe SyncdRW Rfe', 'The same in a shape of which no barrier in the section is part.'],
  ['RCU+2+2W+section+sync', 'RcudWW Coe SyncdWW Coe', 'The same of two pairs of stores.'],
  ['RCU+R+section+sync', 'RcudWW Coe SyncdWR Fre', 'The same of a pair of stores, and a store and a load.'],
  ['RCU+SB+sections', 'RcudWR Fre RcudWR Fre', 'Sections alone order nothing.'],
  [
    'RCU+3.LB+section+sync+section',
    'RcudRW Rfe SyncdRW Rfe RcudRW Rfe',
    'One grace period does not keep two sections apart.',
  ],
  ['SRCU+MP+sync+section', 'SsyncdWW Rfe SrcudRR Fre', 'The sections and the grace periods of one domain.'],
  [
    'SRCU+MP+sync+other-section',
    'SsyncdWW Rfe TrcudRR Fre',
    'No grace period waits for the sections of another domain.',
  ],
  ['SRCU+SB+unlock-mb+mb', 'SrmbdWR Fre MbdWR Fre', 'smp_mb__after_srcu_read_unlock() is a full barrier.'],
  ['MP+critical-sections', 'LockdWW Rfe LockdRR Fre', 'Two critical sections of one lock do not overlap.'],
  ['SB+unlock-lock+mb', 'UnlkdWR Fre MbdWR Fre', 'An unlock and a lock are no full barrier.'],
  ['SB+unlock-lock-mb+mb', 'UnmbdWR Fre MbdWR Fre', 'With smp_mb__after_unlock_lock() they are.'],
  ['SB+lock-mb+mb', 'LkmbdWR Fre MbdWR Fre', 'So is a lock with smp_mb__after_spinlock().'],
];

export const SHIPPED: readonly Shipped[] = rows.map(([name, cycle, why, differs]) => ({
  ...{ name, cycle, why },
  ...(differs !== undefined && { differs }),
}));

/** Files of tests/litmus that no cycle gives: something beside the cycle makes the point. */
export const BY_HAND: readonly string[] = [
  ...['LB+ctrl-plain-rfi-data+mb', 'MP+before_atomic-once-inc+acquire'],
  ...['2+2W', 'LB', 'MP', 'MP+helper', 'MP+one-epoch', 'MP+no-barrier', 'LB+no-release', 'R', 'S', 'SB'].map(
    (name) => `epochs+${name}`,
  ),
];
