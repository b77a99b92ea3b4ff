// Reads a cycle of relations as the events of a litmus test. A cycle is a list of edges, and between two edges how the event there
// is written, if not with READ_ONCE() or WRITE_ONCE(): `PodWW Rel Rfe Acq PodRR Fre`. The edges are named as diy of herdtools does:
//
//   Rfe Fre Coe                 from one thread to the next, on one word: reads-from, from-reads, coherence
//   Rfi Fri Coi PosXY           the same within a thread; X and Y, each R or W, of one word
//   PodXY MbdXY RmbdXY WmbdXY   from X to Y on another word: program order, and a fence between
//   BefdXY AftdXY               smp_mb__before_atomic(), smp_mb__after_atomic()
//   SyncdXY                     synchronize_rcu()
//   RcudXY NestdXY              both in one read-side section of RCU; the same with another section around X alone
//   SsyncdXY SrcudXY            synchronize_srcu(), and a section of SRCU; TsyncdXY and TrcudXY of another domain
//   SoverdXY                    each in a section of SRCU: the second begins before the first ends
//   SrmbdXY                     X in a section of SRCU, then smp_mb__after_srcu_read_unlock()
//   LockdXY UnlkdXY             both in one critical section of a spin lock; in one after the other
//   LkmbdXY UnmbdXY             a lock is taken between, and smp_mb__after_spinlock(); as UnlkdXY, and
//                               smp_mb__after_unlock_lock()
//   DpAddrdX DpDatadW           dependencies of address and data
//   CtrlPodXY CtrlRmbdXY ...    any of these in a branch on what X read, in which the rest of the thread is, too
//
// The events on one word happen in the order in which the cycle has them, each write one more than the one before. That is
// what the condition of the test asks for: it holds if the cycle can be.

import { isUpdate } from './annotations.js';

type Direction = 'R' | 'W';

export interface CycleEvent {
  readonly thread: number;
  readonly word: number;
  readonly direction: Direction;
  /** See annotations.ts; '' for READ_ONCE() and WRITE_ONCE(). */
  readonly annotation: string;
  /** The edge from the event before it, if that is of its thread: Podd, Mbd, DpAddrd, Rfi and so on. */
  readonly after?: string;
  /** It begins a branch on the value of the event before it. */
  readonly isGuarded: boolean;
}

interface Edge {
  readonly name: string;
  readonly from: Direction;
  readonly to: Direction;
  readonly external: boolean;
  readonly otherWord: boolean;
}

const COMMUNICATION: Readonly<Record<string, readonly [Direction, Direction]>> = {
  Rf: ['W', 'R'],
  Fr: ['R', 'W'],
  Co: ['W', 'W'],
};

export function parseCycle(text: string): CycleEvent[] {
  const tokens = text.split(' ');
  const edges: Edge[] = [];
  const annotations: string[] = [];
  for (const token of tokens) {
    const edge = edgeOf(token);
    if (edge) edges.push(edge);
    else annotations[edges.length] = token;
  }
  // Thread 0 begins behind an edge from another thread.
  const last = edges.at(-1);
  if (!last?.external) throw new Error(`${text}: the last edge does not lead to another thread`);
  const words = edges.filter(({ otherWord }) => otherWord).length;
  let [thread, word] = [0, 0];
  return edges.map((edge, index): CycleEvent => {
    const before = edges.at(index - 1) as Edge;
    const updates = isUpdate(annotations[index] ?? '');
    if (before.to !== edge.from && !updates) {
      throw new Error(`${text}: ${before.name} ends in ${before.to}, not in ${edge.from}`);
    }
    const event = {
      ...{ thread, word: words === 0 ? 0 : word % words, direction: edge.from, annotation: annotations[index] ?? '' },
      ...(index > 0 && !before.external && { after: before.name.replace('Ctrl', '') }),
      isGuarded: before.name.startsWith('Ctrl'),
    };
    if (edge.external) thread++;
    if (edge.otherWord) word++;
    return event;
  });
}

function edgeOf(token: string): Edge | undefined {
  const [, relation, where] = /^(Rf|Fr|Co)([ei])$/.exec(token) ?? [];
  if (relation !== undefined) {
    const [from, to] = COMMUNICATION[relation] as [Direction, Direction];
    return { name: token, from, to, external: where === 'e', otherWord: false };
  }
  const [, name, directions] =
    /^((?:Ctrl)?(?:Pos|Pod|Mbd|Rmbd|Wmbd|Befd|Aftd|Syncd|Rcud|Nestd|Ssyncd|Tsyncd|Srcud|Trcud|Soverd|Srmbd|Lockd|Unlkd|Lkmbd|Unmbd|DpAddrd|DpDatad))([RW]{1,2})$/.exec(
      token,
    ) ?? [];
  if (name === undefined || directions === undefined) return undefined;
  const from = name.includes('Dp') ? 'R' : (directions[0] as Direction);
  return { name, from, to: directions.at(-1) as Direction, external: false, otherWord: !name.endsWith('Pos') };
}
