// Which cycles make a test: the classic shapes, with the ways to order each of their threads that the model knows. A part
// of a cycle is a list of edges and annotations, as in cycle.ts.

const RR = ['PodRR', 'MbdRR', 'RmbdRR', 'WmbdRR', 'Acq PodRR', 'DpAddrdR', 'CtrlPodRR'];
const RW = ['PodRW', 'MbdRW', 'RmbdRW', 'WmbdRW', 'Acq PodRW', 'PodRW Rel', 'DpAddrdW', 'DpDatadW', 'CtrlPodRW'];
const WR = ['PodWR', 'MbdWR', 'RmbdWR', 'WmbdWR', 'Rel PodWR Acq'];
const WW = ['PodWW', 'MbdWW', 'RmbdWW', 'WmbdWW', 'PodWW Rel'];

const UPDATES = ['X', 'C', 'A'].flatMap((name) => ['', 'Acq', 'Rel', 'Rlx'].map((suffix) => name + suffix));
const FAILING = ['F', 'FAcq', 'FRel', 'FRlx'];

type Parts = readonly (readonly string[])[];

/** Two threads: every way of each. */
const twoThreads: readonly Parts[] = [
  [WW, ['Rfe'], RR, ['Fre']], // MP
  [WW, ['Rfe'], RW, ['Coe']], // S
  [WW, ['Coe'], WR, ['Fre']], // R
];
const symmetric: Parts = [WR, RW, WW];
const back = ['Fre', 'Rfe', 'Coe'];

/** Three and four threads: the ways that differ in how far they reach. */
const more: readonly Parts[] = [
  [
    ['Rfe'],
    ['PodRW', 'DpDatadW', 'PodRW Rel', 'MbdRW', 'Acq PodRW'],
    ['Rfe'],
    ['RmbdRR', 'Acq PodRR', 'DpAddrdR'],
    ['Fre'],
  ], // WRC
  [
    ['PodWW Rel', 'WmbdWW'],
    ['Rfe'],
    ['DpDatadW', 'PodRW Rel', 'Acq PodRW Rel'],
    ['Rfe'],
    ['RmbdRR', 'Acq PodRR'],
    ['Fre'],
  ], // ISA2
  [['Rfe'], ['Acq PodRR', 'MbdRR', 'RmbdRR', 'DpAddrdR'], ['Fre'], ['PodWR', 'MbdWR'], ['Fre']], // RWC
  [['Rfe'], ['RmbdRR', 'MbdRR', 'Acq PodRR'], ['Fre'], ['Rfe'], ['RmbdRR', 'MbdRR'], ['Fre']], // IRIW
  [['PodWW Rel', 'MbdWW'], ['Rfe'], ['Acq PodRR', 'MbdRR'], ['Fre'], ['MbdWR', 'PodWR'], ['Fre']], // W+RWC
  [['PodWW Rel', 'WmbdWW'], ['Rfe'], ['Acq PodRW Rel', 'MbdRW'], ['Coe'], ['MbdWR', 'PodWR'], ['Fre']], // Z6.0
  [['MbdWW', 'WmbdWW'], ['Coe'], ['MbdWW', 'PodWW Rel'], ['Rfe'], ['DpDatadW', 'MbdRW'], ['Coe']], // Z6.1
  [['PodWW Rel', 'WmbdWW'], ['Rfe'], ['PodRW Rel', 'DpDatadW'], ['Rfe'], ['Acq PodRW', 'CtrlPodRW'], ['Coe']], // Z6.2
  [['MbdWW', 'WmbdWW'], ['Coe'], ['PodWW Rel', 'MbdWW'], ['Rfe'], ['Acq PodRR', 'RmbdRR'], ['Fre']], // Z6.3
  [['MbdWW', 'WmbdWW'], ['Coe'], ['MbdWR'], ['Fre'], ['MbdWR', 'PodWR'], ['Fre']], // Z6.4
  [['MbdWW', 'PodWW Rel'], ['Coe'], ['MbdWW', 'WmbdWW'], ['Coe'], ['MbdWR', 'PodWR'], ['Fre']], // Z6.5
  [['DpDatadW', 'PodRW'], ['Rfe'], ['CtrlPodRW'], ['Rfe'], ['DpAddrdW', 'Acq PodRW'], ['Rfe']], // 3.LB
  [['MbdWR', 'PodWR'], ['Fre'], ['MbdWR'], ['Fre'], ['MbdWR'], ['Fre']], // 3.SB
];

/** Data that is accessed plainly, handed over by a flag that is not. */
const plain: readonly Parts[] = [
  [WW.map((way) => `P ${way}`), ['Rfe'], RR.map((way) => `${way} P`), ['Fre']],
  [
    ['P PodWW Rel', 'P WmbdWW', 'P MbdWW'],
    ['Rfe'],
    RW.filter((way) => !way.endsWith('Rel')).map((way) => `${way} P`),
    ['Coe'],
  ],
  [['P MbdWR', 'P PodWR', 'PodWR P', 'P MbdWR P'], ['Fre'], ['MbdWR', 'MbdWR P'], ['Fre']],
  [
    ['PodRW P', 'DpDatadW P', 'MbdRW P', 'Acq PodRW P'],
    ['Rfe'],
    ['P PodRW', 'P DpDatadW', 'P MbdRW', 'P PodRW Rel'],
    ['Rfe'],
  ],
  [
    ['P PodWW Rel', 'P WmbdWW'],
    ['Rfe'],
    ['PodRW Rel', 'WmbdRW'],
    ['Rfe'],
    ['Acq PodRR P', 'RmbdRR P', 'DpAddrdR P'],
    ['Fre'],
  ],
  [['P WmbdWW', 'P PodWW Rel'], ['Rfe'], ['CtrlMbdRR P', 'CtrlRmbdRR P', 'CtrlDpAddrdR P', 'Acq CtrlPodRR P'], ['Fre']],
  [
    ['P WmbdWW', 'P PodWW Rel'],
    ['Rfe'],
    ['CtrlMbdRW P', 'CtrlRmbdRW P', 'CtrlDpAddrdW P', 'Acq CtrlPodRW P', 'CtrlDpDatadW P', 'CtrlDpAddrdW', 'CtrlPodRW'],
    ['Coe'],
  ],
  // Reads that are over before a write happens.
  [
    ['P PodRW Rel', 'P MbdRW', 'P RmbdRW'],
    ['Rfe'],
    ['CtrlMbdRW P', 'CtrlRmbdRW P', 'CtrlDpAddrdW P', 'Acq CtrlPodRW P', 'CtrlPodRW', 'CtrlDpAddrdW'],
    ['Rfe'],
  ],
  // An address that is known before a plain write lets the write behind smp_wmb() wait.
  [
    ['DpAddrdW P WmbdWW', 'DpDatadW P WmbdWW', 'DpAddrdW P PodWW', 'DpAddrdW P MbdWW'],
    ['Rfe'],
    ['MbdRW', 'DpDatadW'],
    ['Rfe'],
  ],
  // A value that a thread writes and reads back carries a dependency.
  [
    ['DpDatadW P Rfi P CtrlPodRW', 'DpDatadW P Rfi P DpDatadW', 'DpDatadW Rfi DpAddrdW', 'CtrlPodRW P Rfi P DpDatadW'],
    ['Rfe'],
    ['Acq PodRW Rel', 'MbdRW'],
    ['Rfe'],
  ],
];

/** Read-modify-writes in the place of each access, and the fences beside them. */
const updates: readonly Parts[] = [
  [['PodWW'], UPDATES.concat('Inc'), ['Rfe'], ['Acq PodRR'], ['Fre']],
  [['PodWW Rel'], ['Rfe'], [...UPDATES, ...FAILING], ['PodRR'], ['Fre']],
  [['PodWR'], UPDATES.concat(FAILING), ['Fre'], ['MbdWR'], ['Fre']],
  [['X', 'C', 'A', 'Inc', 'XRel'], ['PodWR'], ['Fre'], ['MbdWR'], ['Fre']],
  [['PodWW Rel'], ['Rfe'], ['Inc'], ['RmbdRR', 'MbdRR', 'PodRR'], ['Fre']],
  [['PodWW Rel'], ['Rfe'], ['XRlx', 'XAcq', 'CRlx', 'Inc'], ['Rfe'], ['Acq PodRR', 'RmbdRR'], ['Fre']],
  [['BefdWW Inc', 'BefdWW XRlx', 'BefdWW', 'AftdWW Inc'], ['Rfe'], ['Acq PodRR'], ['Fre']],
  [
    ['Inc AftdWR', 'ARlx AftdWR', 'AftdWR', 'PodWR FRlx AftdRR', 'BefdWR FRlx', 'BefdWR XRlx'],
    ['Fre'],
    ['MbdWR'],
    ['Fre'],
  ],
  [['PodRW'], ['X', 'XAcq', 'XRel', 'XRlx', 'Inc'], ['Rfe'], ['DpDatadW'], ['Rfe']],
];

/** Within a thread: a read that finds its own thread's write, and two accesses of one word. */
const within: readonly Parts[] = [
  [['Rfi PodRR', 'Rfi MbdRR', 'Rfi Acq PodRR'], ['Fre'], ['Rfi PodRR', 'MbdWR'], ['Fre']],
  [['PodWW Rel'], ['Rfe'], ['DpAddrdW Rfi PodRR', 'DpDatadW Rfi DpAddrdR', 'DpDatadW Rfi Acq PodRR'], ['Fre']],
  [
    ['PodWW Rel'],
    ['Rfe'],
    ['PosRR DpAddrdR', 'PosRR PodRR', 'Acq PosRR PodRR', 'Fri PodWR', 'Fri MbdWR', 'Fri Rfi DpAddrdR'],
    ['Fre'],
  ],
  [['Coi MbdWR'], ['Fre'], ['MbdWR', 'Coi MbdWR'], ['Fre']],
];

/** Grace periods and read-side sections of RCU. */
const rcu = (directions: string): string[] => ['Syncd', 'Rcud'].map((edge) => edge + directions);
const grace: readonly Parts[] = [
  [[...rcu('WW'), 'NestdWW'], ['Rfe'], [...rcu('RR'), 'PodRR', 'MbdRR', 'NestdRR'], ['Fre']],
  [[...rcu('WW'), 'MbdWW'], ['Coe'], [...rcu('WR'), 'MbdWR'], ['Fre']],
  [[...rcu('WR')], ['Fre'], [...rcu('WR'), 'PodWR', 'MbdWR'], ['Fre']],
  [[...rcu('WW')], ['Coe'], [...rcu('WW'), 'PodWW', 'MbdWW'], ['Coe']],
  [[...rcu('RW')], ['Rfe'], [...rcu('RW'), 'PodRW', 'MbdRW'], ['Rfe']],
  [rcu('RW'), ['Rfe'], rcu('RW'), ['Rfe'], rcu('RW'), ['Rfe']],
  [rcu('WR'), ['Fre'], rcu('WR'), ['Fre'], rcu('WR'), ['Fre']],
  [['SyncdWR'], ['Fre'], rcu('WR'), ['Fre'], ['RcudWR'], ['Fre'], rcu('WR'), ['Fre']],
  [['SyncdRW'], ['Rfe'], rcu('RW'), ['Rfe'], ['RcudRW', 'DpDatadW'], ['Rfe'], ['RcudRW', 'Acq PodRW'], ['Rfe']],
  [['P SyncdWW'], ['Rfe'], ['RcudRR P', 'PodRR P', 'Acq CtrlPodRR P'], ['Fre']],
  [['SyncdWW P'], ['Rfe'], ['P RcudRR', 'P PodRR', 'P MbdRR'], ['Fre']],
  [['SyncdWW P'], ['Coe'], ['P RcudWR', 'P PodWR', 'P MbdWR'], ['Fre']],
];

/** The same of SRCU, in one domain and in two. */
const srcu = (directions: string): string[] => ['Ssyncd', 'Srcud'].map((edge) => edge + directions);
const domains: readonly Parts[] = [
  [['SsyncdWW'], ['Rfe'], [...srcu('RR'), 'TrcudRR', 'SoverdRR', 'SrmbdRR'], ['Fre']],
  [['SrcudWW', 'SoverdWW'], ['Rfe'], [...srcu('RR'), 'MbdRR', 'TrcudRR'], ['Fre']],
  [[...srcu('WW'), 'MbdWW', 'SrmbdWW'], ['Coe'], [...srcu('WR'), 'MbdWR', 'TrcudWR', 'SrmbdWR'], ['Fre']],
  [['SsyncdWR', 'SrcudWR', 'TsyncdWR'], ['Fre'], [...srcu('WR'), 'PodWR', 'MbdWR', 'RcudWR', 'SrmbdWR'], ['Fre']],
  [srcu('RW'), ['Rfe'], [...srcu('RW'), 'PodRW', 'TrcudRW', 'RcudRW'], ['Rfe']],
  [srcu('RW'), ['Rfe'], ['SsyncdRW'], ['Rfe'], ['SrcudRW', 'TrcudRW'], ['Rfe']],
  [['SsyncdWR'], ['Fre'], ['TsyncdWR'], ['Fre'], ['TrcudWR', 'SrcudWR'], ['Fre'], ['SrcudWR', 'TrcudWR'], ['Fre']],
  [['P SsyncdWW'], ['Rfe'], ['SrcudRR P', 'TrcudRR P'], ['Fre']],
  [['SsyncdWW P'], ['Coe'], ['P SrcudWR', 'P SrmbdWR'], ['Fre']],
];

/** Spin locks: two critical sections at most, since a naive enumerator orders all that is written to the word of a lock. */
const locked: readonly Parts[] = [
  [['LockdWW', 'PodWW'], ['Rfe'], ['LockdRR', 'Acq PodRR'], ['Fre']],
  [['UnlkdWW', 'UnmbdWW'], ['Rfe'], ['Acq PodRR', 'RmbdRR', 'DpAddrdR'], ['Fre']],
  [['PodWW Rel', 'WmbdWW'], ['Rfe'], ['UnlkdRR', 'UnmbdRR'], ['Fre']],
  [['LockdWW', 'PodWW'], ['Coe'], ['LockdWR', 'LkmbdWR'], ['Fre']],
  [['UnlkdWR', 'LkmbdWR', 'UnmbdWR'], ['Fre'], ['MbdWR'], ['Fre']],
  [['LockdWR'], ['Fre'], ['LockdWR', 'LkmbdWR'], ['Fre']],
  [['LockdRW'], ['Rfe'], ['LockdRW', 'PodRW'], ['Rfe']],
  [['UnlkdRW'], ['Rfe'], ['PodRW', 'DpDatadW'], ['Rfe']],
  [['PodWW Rel'], ['Rfe'], ['UnlkdRW'], ['Rfe'], ['Acq PodRR', 'RmbdRR'], ['Fre']],
  [['P LockdWW', 'P LockdWW P'], ['Rfe'], ['CtrlPodRR P', 'LockdRR P'], ['Fre']],
];

/** Cycles that no product gives: each of these is where one clause of the model, or its absence, decides. */
const single = [
  'DpDatadW XAcq PodWW Rfe MbdRW Rfe',
  'PodRR XRel DpDatadW Rfe MbdRW Rfe',
  'DpDatadW Coi Rfe MbdRW Rfe',
  'DpAddrdR Fri Rfe MbdRW Rfe',
  'PodWW Rel Rfe DpAddrdW Rfi Acq PodRR Fre',
  'PodWW Rel Rfe CtrlPodRW Rfi Acq PodRR Fre',
  'PodWW Rel Rfe DpDatadW P Rfi Acq PodRR Fre',
  'DpDatadW P Rfi P DpDatadW P Rfi P CtrlPodRW Rfe Acq PodRW Rel Rfe',
  'DpDatadW P Rfi P DpAddrdW Rfe Acq PodRW Rel Rfe',
  'Rfe P PodRW Rel Rfe Acq PodRR Fre',
  'PodWW Rel Rfe XRlx Rfe XRlx Rfe Acq PodRR Fre',
  'P PodWW Rel Rfe CtrlRmbdRW WmbdWW P Coe',
  'P PodWW Rel Rfe CtrlPodRW WmbdWW P Coe',
  'P PodWW Rel Rfe CRlx Rfe CtrlRmbdRR P Fre',
  'Rfe PosRR Fre',
  'Rfe Acq CtrlPosRR P Fre',
  'DpDatadW Rfe CtrlMbdRW P Rfe',
  'P RmbdRR DpDatadW Rfe CtrlMbdRW P Rfe',
  'P RmbdWR Acq WmbdRW Rfe CtrlMbdRW P Coe',
  'P MbdWR Fre MbdWR Acq PodRR P Fre',
  'P PodWW Rel Rfe MbdRR Fre MbdWR Acq PodRR P Fre',
  'P PodWW Rel Rfe DpDatadW Rfe Acq PodRR P Fre',
  'P PosRW Rfe CtrlPosRW Rfe',
  'P Coi Rfe PosRR Fre',
  'WmbdWW P Rfe XRlx Rfe Acq PodRR Fre',
  'Rfe CtrlPodRW Rfe Acq CtrlPodRW P Coe',
];

export function everyCycle(): string[] {
  const cycles = [...twoThreads, ...more, ...plain, ...updates, ...within, ...grace, ...domains, ...locked]
    .flatMap(products)
    .concat(single);
  for (const [index, ways] of symmetric.entries()) {
    for (const [one, first] of ways.entries()) {
      for (const second of ways.slice(one)) cycles.push(`${first} ${back[index]} ${second} ${back[index]}`);
    }
  }
  return [...new Set(cycles)];
}

function products(parts: Parts): string[] {
  return parts.reduce<string[]>(
    (prefixes, part) => prefixes.flatMap((one) => part.map((next) => `${one} ${next}`.trim())),
    [''],
  );
}
