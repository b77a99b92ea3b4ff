// The axioms a second time, by the letter: relations are predicates over pairs of events, composed by trying every event
// in between. It is slow, and it shares nothing with src/checker/memory/lkmm.

import type { Axiom } from '../../../src/checker/memory/lkmm/axioms.js';
import type { Event, Execution } from '../../../src/checker/memory/lkmm/execution.js';
import { PLAIN } from '../../../src/printers/model/instructions.js';
import { ACQUIRE, FULL, RELEASE } from '../../../src/runtime/order.js';

type Pairs = readonly (readonly boolean[])[];
/** From i to j, if some k is between them. */
function followedBy(left: Pairs, right: Pairs): Pairs {
  return left.map((row) => {
    const through = right.filter((_, k) => row[k]);
    return row.map((_, j) => through.some((next) => next[j]));
  });
}

type Test = (event: number) => boolean;

export interface Judgement {
  /** Every axiom that is broken. */
  readonly broken: ReadonlySet<Axiom>;
  /** Racing pairs as texts, in no order. */
  readonly races: ReadonlySet<string>;
}

export function judge(execution: Execution): Judgement {
  const { events, readsFrom, coherence, rmwWrite } = execution;
  const all = [...events.keys()];
  const at = (index: number): Event => events[index] as Event;

  const pairs = (holds: (from: number, to: number) => boolean): Pairs => all.map((i) => all.map((j) => holds(i, j)));
  const or = (...of: Pairs[]): Pairs =>
    of.reduce((one, other) => one.map((row, i) => row.map((bit, j) => bit || other[i]?.[j] === true)));
  const and = (...of: Pairs[]): Pairs =>
    of.reduce((one, other) => one.map((row, i) => row.map((bit, j) => bit && other[i]?.[j] === true)));
  const not = (of: Pairs): Pairs => pairs((i, j) => !of[i]?.[j]);
  const inverse = (of: Pairs): Pairs => pairs((i, j) => of[j]?.[i] === true);
  const then = (...of: Pairs[]): Pairs => of.reduce(followedBy);
  const only = (holds: Test): Pairs => pairs((i, j) => i === j && holds(i));
  const id = only(() => true);
  const maybe = (of: Pairs): Pairs => or(id, of);
  const star = (of: Pairs): Pairs => {
    let [last, next] = [id, maybe(of)];
    while (next.some((row, i) => row.some((bit, j) => bit !== last[i]?.[j]))) [last, next] = [next, then(next, next)];
    return next;
  };
  const cyclic = (of: Pairs): boolean => then(of, star(of)).some((row, i) => row[i]);
  const isEmpty = (of: Pairs): boolean => !of.some((row) => row.includes(true));

  // Sets.
  const isRead: Test = (i) => at(i).kind === 'read';
  const isWrite: Test = (i) => at(i).kind === 'write';
  const isAccess: Test = (i) => isRead(i) || isWrite(i);
  const isInitial: Test = (i) => at(i).thread < 0;
  const isPlain: Test = (i) => isAccess(i) && !isInitial(i) && at(i).order === PLAIN;
  const isMarked: Test = (i) => isAccess(i) && !isPlain(i);
  const isAtomic: Test = (i) => rmwWrite[i] !== -1 || rmwWrite.includes(i) || at(i).failed === true;
  const isNoReturn: Test = (i) => isRead(i) && at(i).noReturn;
  const [M, W, R] = [only(isAccess), only(isWrite), only(isRead)];
  // Fences count as marked.
  const Marked = only((i) => !isPlain(i));
  const R4rmb = only((i) => isRead(i) && !isNoReturn(i));
  const Returning = only((i) => isAccess(i) && !isNoReturn(i));

  // Relations that the execution states.
  const same = (i: number, j: number): boolean => i === j || (!isInitial(i) && at(i).thread === at(j).thread);
  const int = pairs(same);
  const ext = not(int);
  const po = pairs((i, j) => i < j && same(i, j));
  const poLoc = pairs((i, j) => po[i]?.[j] === true && isAccess(i) && isAccess(j) && at(i).word === at(j).word);
  const rf = pairs((i, j) => readsFrom[j] === i);
  const co = pairs((i, j) =>
    coherence.some((order) => order.includes(i) && order.includes(j) && order.indexOf(i) < order.indexOf(j)),
  );
  const fr = then(inverse(rf), co);
  const rmw = pairs((i, j) => rmwWrite[i] === j);
  const [rfe, rfi] = [and(rf, ext), and(rf, int)];
  const depends = (lists: Execution['address']): Pairs => pairs((i, j) => lists[j]?.includes(i) === true);
  const plainData = depends(execution.data);
  const isSrcu =
    (kind: Event['kind']): Test =>
    (i) =>
      at(i).lock === 'srcu' && at(i).kind === kind;
  const [SrcuLock, SrcuUnlock] = [only(isSrcu('read')), only(isSrcu('write'))];
  const NoUnlock = only((i) => !isSrcu('write')(i));
  const carry = star(then(plainData, NoUnlock, rfi));
  const addr = then(carry, depends(execution.address));
  const data = then(carry, plainData);
  const ctrl = then(carry, depends(execution.control));

  // Fences.
  const fence = (name: string): Pairs =>
    then(
      po,
      only((i) => at(i).fence === name),
      po,
    );
  const full: Test = (i) => isAccess(i) && at(i).order === FULL;
  const Atomic = only(isAtomic);
  // An operation has a fence before its first event, and one after its last.
  const first = only((i) => full(i) && !rmwWrite.includes(i));
  const last = only(
    (i) =>
      (full(i) && rmwWrite[i] === -1 && !rmwWrite.includes(i)) || (rmwWrite.includes(i) && full(rmwWrite.indexOf(i))),
  );
  const mb = then(
    M,
    or(
      fence('full'),
      then(po, first, maybe(po)),
      then(maybe(po), last, po),
      then(fence('before-atomic'), Atomic, maybe(po)),
      then(maybe(po), Atomic, fence('after-atomic')),
    ),
    M,
  );
  const rmb = then(R4rmb, fence('read'), R4rmb);
  const wmb = then(W, fence('write'), W);
  const acqPo = then(
    only((i) => isRead(i) && at(i).order === ACQUIRE),
    po,
    M,
  );
  const poRel = then(
    M,
    po,
    only((i) => isWrite(i) && at(i).order === RELEASE),
  );
  const isUnlock: Test = (i) => isWrite(i) && at(i).lock === 'spin' && !rmwWrite.includes(i);
  const Unlock = only(isUnlock);
  const LockRead = only((i) => at(i).lock === 'spin' && rmwWrite[i] !== -1);
  const LockWrite = only((i) => at(i).lock === 'spin' && rmwWrite.includes(i));
  const unlockLock = then(po, Unlock, or(po, rf), LockRead, po);
  const Sync = only((i) => at(i).fence === 'rcu-sync');
  const SrcuSync = only((i) => at(i).fence === 'srcu-sync');
  const strong = or(
    mb,
    then(po, or(Sync, SrcuSync), maybe(po)),
    then(M, maybe(po), SrcuUnlock, fence('after-srcu-unlock'), M),
    then(M, maybe(po), LockWrite, fence('after-spinlock'), M),
    then(
      M,
      unlockLock,
      only((i) => at(i).fence === 'after-unlock-lock'),
      po,
      M,
    ),
  );
  const nonRw = or(strong, poRel, acqPo);
  const fences = or(nonRw, wmb, rmb);

  // Preserved program order, propagation, happens-before, propagates-before.
  const overwrite = or(co, fr);
  const dep = or(addr, data);
  const ppo = or(
    then(or(dep, ctrl), W),
    and(overwrite, int),
    then(addr, only(isPlain), wmb),
    then(addr, R),
    then(dep, Marked, rfi),
    fences,
    and(unlockLock, int),
  );
  const rmwSequence = star(then(rf, rmw));
  const cumulFence = then(
    Marked,
    or(then(maybe(then(rfe, Marked)), or(strong, poRel)), wmb, unlockLock),
    Marked,
    rmwSequence,
  );
  const prop = then(Marked, maybe(and(overwrite, ext)), star(cumulFence), Marked, maybe(rfe), Marked);
  const hb = then(Marked, or(ppo, rfe, and(prop, not(id), int)), Marked);
  const pb = then(prop, strong, star(hb), Marked);

  // RCU: a section is from a lock to the unlock behind it up to which there are as many unlocks as locks.
  const depth = (from: number, to: number): number =>
    all
      .filter((i) => i >= from && i <= to && same(i, from))
      .reduce((sum, i) => sum + Number(at(i).fence === 'rcu-lock') - Number(at(i).fence === 'rcu-unlock'), 0);
  const closes = (i: number, j: number): boolean =>
    at(i).fence === 'rcu-lock' &&
    at(j).fence === 'rcu-unlock' &&
    po[i]?.[j] === true &&
    depth(i, j) === 0 &&
    all.filter((k) => po[i]?.[k] && po[k]?.[j]).every((k) => depth(i, k) > 0);
  const rscsi = inverse(pairs(closes));
  const sameWord = pairs((i, j) => at(i).word >= 0 && at(i).word === at(j).word);
  const srcuRscsi = inverse(and(then(SrcuLock, star(then(plainData, NoUnlock, rf)), plainData, SrcuUnlock), sameWord));
  const link = then(maybe(po), star(hb), star(pb), prop, po);
  let order = or(Sync, SrcuSync);
  for (let before = not(order); order.some((row, i) => row.some((bit, j) => bit !== before[i]?.[j])); ) {
    before = order;
    const longer = then(link, order, link);
    order = or(
      order,
      then(Sync, or(link, longer), rscsi),
      then(rscsi, or(link, longer), Sync),
      and(then(SrcuSync, or(link, longer), srcuRscsi), sameWord),
      and(then(srcuRscsi, or(link, longer), SrcuSync), sameWord),
      then(order, link, order),
    );
  }
  const rcuFence = then(po, order, maybe(po));
  const rb = then(prop, rcuFence, star(hb), star(pb), Marked);

  // Plain accesses.
  const xbstar = star(or(hb, pb, rb));
  const anyFence = or(fences, rcuFence);
  const anyStrong = or(strong, rcuFence);
  const wPre = then(Marked, maybe(or(addr, anyFence)));
  const rPre = then(Marked, maybe(or(addr, nonRw, then(R4rmb, fence('read'), Returning))));
  const wPost = then(maybe(anyFence), Marked, rmwSequence);
  const rPost = then(maybe(or(nonRw, then(Returning, fence('read'), R4rmb))), Marked);
  const vis = then(star(cumulFence), maybe(rfe), Marked, or(then(anyStrong, Marked, xbstar), and(xbstar, int)));
  const wwVis = or(anyFence, then(anyStrong, xbstar, wPre), then(wPost, vis, wPre));
  const wrVis = or(anyFence, then(anyStrong, xbstar, rPre), then(wPost, vis, rPre));
  const rwXbstar = or(anyFence, then(rPost, xbstar, wPre));
  const preRace = pairs(
    (i, j) => !same(i, j) && isAccess(i) && isAccess(j) && (isPlain(i) || (!isInitial(i) && isPlain(j))),
  );
  const incoherent = or(
    and(preRace, rf, inverse(rwXbstar)),
    and(preRace, fr, inverse(wrVis)),
    and(preRace, co, inverse(wwVis)),
  );
  const wwNonrace = and(
    wwVis,
    or(
      pairs((i, j) => isMarked(i) && isWrite(j)),
      rwXbstar,
    ),
    or(
      pairs((i, j) => isWrite(i) && isMarked(j)),
      wrVis,
    ),
  );
  const races = or(
    and(preRace, co, not(wwNonrace)),
    and(preRace, then(maybe(co), rf), not(wrVis), not(inverse(rwXbstar))),
    and(preRace, fr, not(rwXbstar)),
  );

  const broken = new Set<Axiom>();
  if (cyclic(or(poLoc, rf, co, fr))) broken.add('coherence');
  if (!isEmpty(and(rmw, then(and(fr, ext), and(co, ext))))) broken.add('atomicity');
  if (cyclic(hb)) broken.add('happens-before');
  if (cyclic(pb)) broken.add('propagates-before');
  if (all.some((i) => rb[i]?.[i])) broken.add('rcu');
  if (!isEmpty(incoherent)) broken.add('plain-coherence');
  return { broken, races: new Set(all.flatMap((i) => all.filter((j) => races[i]?.[j]).map((j) => `${i},${j}`))) };
}
