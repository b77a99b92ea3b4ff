// The axioms of the Linux-kernel memory model, from top to bottom: Alglave, Maranget, McKenney, Parri and Stern,
// "Frightening Small Children and Disconcerting Grown-ups: Concurrency in the Linux Kernel" (ASPLOS 2018), with what came
// later: plain accesses (2019), sequences of read-modify-writes, and dependencies that memory carries. Each section says
// under which heading tools/memory-model/Documentation/explanation.txt, in the kernel's sources, explains what it states.
// For words of one size.
//
// Each axiom is monotone: an execution that breaks it has no extension that does not. That is not so of data races.

import { PLAIN } from '../../../printers/model/instructions.js';
import { baseRelations } from './base-relations.js';
import type { Execution } from './execution.js';
import type { EventSet, Relation } from './relation.js';
import * as algebra from './relation.js';

export const AXIOMS = [
  'coherence',
  'atomicity',
  'happens-before',
  'propagates-before',
  'rcu',
  'plain-coherence',
] as const;
export type Axiom = (typeof AXIOMS)[number];

/** A relation that may lead from no event back to it: in any number of steps (acyclic), or in one (irreflexive). */
interface Requirement {
  readonly axiom: Axiom;
  readonly is: 'acyclic' | 'irreflexive';
  readonly relation: Relation;
}

/** Yields one axiom after the other, and computes what each needs only then. Returns what computes the data races. */
export function* requirements(execution: Execution): Generator<Requirement, (() => Relation) | undefined> {
  const { union, intersection, difference, sequence, inverse, optional, star, butNot, isEmpty } = algebra;
  const base = baseRelations(execution);
  const { reads, writes, accesses, marked, plain, acquires, releases, noReturn } = base;
  const { po, int, loc, rf, rfe, rfi, co, coe, fr, fre, rmw } = base;
  const poMaybe = optional(po);

  // Coherence ("Sequential consistency per variable"): the accesses to one word happen in one order, of which program
  // order, reads-from, coherence order and from-reads are each a part.
  const poLoc = intersection(po, loc);
  yield { axiom: 'coherence', is: 'acyclic', relation: union(poLoc, rf, co, fr) };

  // Atomicity ("Atomic updates"): between the read and the write of a read-modify-write, no write of another thread takes
  // effect on the word.
  yield { axiom: 'atomicity', is: 'irreflexive', relation: sequence(fre, coe, inverse(rmw)) };

  // Fences ("The preserved program order relation", "Odds and ends"). An operation with full ordering stands between two
  // of them. A fence before an atomic operation orders what is before the fence with the operation and all that is behind
  // that; a fence after one likewise. Both heed a compare-and-swap that fails as well, although that orders nothing itself.
  const { atomic, full, rmwReads, rmwWrites } = base;
  const [fullFirst, fullLast] = [butNot(full, rmwWrites), butNot(full, rmwReads)];
  const mb = sequence(po, base.fence('full'), po);
  const fullOperation = union(sequence(po, fullFirst, poMaybe), sequence(poMaybe, fullLast, po));
  const beforeAtomic = sequence(po, base.fence('before-atomic'), po, atomic, poMaybe);
  const afterAtomic = sequence(poMaybe, atomic, po, base.fence('after-atomic'), po);
  // Locks ("Locking"). Writes before a lock is released reach every thread before those behind the next lock that its thread
  // takes, and behind where another thread takes the lock then: that is part of cumulFence below, and so, within a thread, of
  // hb ("po-unlock-lock-po"). A fence behind a lock that is taken, or behind one that is taken after one was released, makes it a strong fence.
  const { unlocks, lockReads, lockWrites, srcuUnlocks } = base;
  const afterSpinlock = sequence(poMaybe, lockWrites, po, base.fence('after-spinlock'), po);
  const handedOver = (by: Relation): Relation => sequence(po, unlocks, by, lockReads, po);
  const unlockLock = union(handedOver(rf), handedOver(po));
  const afterUnlockLock = sequence(unlockLock, base.fence('after-unlock-lock'), po);
  const afterSrcuUnlock = sequence(poMaybe, srcuUnlocks, po, base.fence('after-srcu-unlock'), po);
  const lockFence = union(afterSpinlock, afterUnlockLock, afterSrcuUnlock);
  // A grace period is a full barrier, too.
  const [rcuSync, srcuSync] = [base.fence('rcu-sync'), base.fence('srcu-sync')];
  const gp = sequence(po, algebra.either(rcuSync, srcuSync), po);
  // The only fences on whose order all threads agree.
  const strong = sequence(accesses, union(mb, fullOperation, beforeAtomic, afterAtomic, lockFence, gp), accesses);
  // smp_rmb() does not order reads whose value the source cannot see: they may happen in the memory itself.
  const valued = butNot(reads, noReturn);
  const acrossRmb = sequence(po, base.fence('read'), po);
  const rmb = sequence(valued, acrossRmb, valued);
  const wmb = sequence(writes, sequence(po, base.fence('write'), po), writes);
  const acquirePo = sequence(acquires, po, accesses);
  const poRelease = sequence(accesses, po, releases);
  const nonRw = union(strong, acquirePo, poRelease);
  const fences = union(nonRw, rmb, wmb);

  // Dependencies ("The preserved program order relation"): of an address, of a value, of whether an access takes place. A
  // value that a thread writes and reads back carries them along.
  const carried = star(sequence(base.data, rfi));
  const address = sequence(carried, base.address);
  const data = sequence(carried, base.data);
  const control = sequence(carried, base.control);

  // Preserved program order, "ppo": which accesses of a thread happen in the order in which the program has them.
  const ppo = union(
    // A write takes effect when its address and value are known, and it is certain to happen. A read needs its address.
    sequence(reads, union(address, data, control), writes),
    sequence(reads, address, reads),
    // Accesses to one word that would otherwise change places in its coherence order.
    intersection(union(co, fr), int),
    // The address of a plain write is known before smp_wmb() lets a later write happen.
    sequence(reads, address, plain, wmb),
    // A read takes its value from a write of its thread, which is not there before what that depends on.
    sequence(reads, union(address, data), marked, rfi),
    fences,
  );

  // Propagation ("Propagation order relation: cumul-fence"): which writes reach other threads before which. A strong fence
  // and a release are cumulative: they order what their thread has read from others as well. A read-modify-write of a write
  // passes on what that one carries. By "prop", whoever sees the second event was reached by the first before.
  const rmwSequence = star(sequence(rf, rmw));
  const cumulative = sequence(optional(sequence(marked, rfe, marked)), union(strong, poRelease));
  const cumulFence = sequence(marked, union(cumulative, wmb, unlockLock), marked, rmwSequence);
  const cumulFences = star(cumulFence);
  const overwrites = optional(difference(union(co, fr), int));
  const prop = sequence(marked, overwrites, marked, cumulFences, marked, optional(rfe), marked);

  // Happens-before, "hb" ("The happens-before relation"): to an access that happens later, by preserved program order, or
  // because it saw what the first did.
  const propagated = difference(intersection(prop, int), algebra.identity(execution.events.length));
  const hb = sequence(marked, union(ppo, rfe, propagated), marked);
  yield { axiom: 'happens-before', is: 'acyclic', relation: hb };

  // Propagates-before, "pb" ("The propagates-before relation"): to an access that happens after the first has reached every
  // thread, as a strong fence ensures. Since hb has no cycle, pb has one if and only if one leads through such fences and hb.
  const throughStrong = sequence(prop, strong);
  yield { axiom: 'propagates-before', is: 'acyclic', relation: union(throughStrong, hb) };
  const isWaited = !isEmpty(rcuSync) || !isEmpty(srcuSync);
  if (!isWaited && isEmpty(plain)) return undefined;
  const hbs = star(hb);
  const pb = sequence(throughStrong, hbs);

  // RCU ("RCU relations"). A grace period and a read-side section are never so that the section begins before the grace
  // period does and ends after it has. By "rcu-link" the first event begins before the second ends, in some sense of time.
  const ordered = isWaited ? sequence(hbs, star(pb)) : algebra.noEdges(po.size);
  const rcuLink = union(po, sequence(poMaybe, ordered, prop, po));
  // By "rcu-order" whatever is before the first event has reached every thread when what is behind the second happens: the
  // events are grace periods, or ends and beginnings of sections, linked so that there are as many of the ones as of the
  // others. More grace periods than sections are no case of their own: one alone is a strong fence, so links lead across it.
  // The grace periods of an SRCU domain wait for its own sections alone.
  const pairedOf = (sync: EventSet, link: Relation, sections: Relation): Relation =>
    union(sequence(sync, link, sections), sequence(sections, link, sync));
  const paired = (link: Relation): Relation =>
    union(pairedOf(rcuSync, link, base.rcuSections), intersection(pairedOf(srcuSync, link, base.srcuSections), loc));
  const rcuOrder = algebra.least(paired(rcuLink), (order) =>
    union(paired(sequence(rcuLink, order, rcuLink)), sequence(order, rcuLink, order)),
  );
  yield { axiom: 'rcu', is: 'irreflexive', relation: sequence(rcuOrder, rcuLink) };
  // A strong fence between threads, and "rb" for it what pb is for the others.
  const rcuFence = sequence(accesses, po, rcuOrder, poMaybe, accesses);
  const rb = sequence(prop, rcuFence, ordered, marked);

  // Plain accesses ("Plain accesses and data races"). A compiler may split, repeat or drop one, so it is ordered only through
  // marked accesses that bound it: one after which it is sure to begin (pre-bounded), one before which it is sure to be over
  // (post-bounded).
  if (isEmpty(plain)) return undefined;
  // Executes before: the orders in time that are certain, one after another.
  const xb = star(union(hb, pb, rb));
  const anyFence = union(fences, rcuFence);
  const anyStrong = union(strong, rcuFence);
  // A compiler may make a plain write read its word first, so smp_rmb() bounds a write as well, as the read that it may
  // begin with.
  const mayRead = butNot(accesses, noReturn);
  const wPreBounded = sequence(marked, optional(union(address, anyFence)), accesses);
  const rPreBounded = sequence(marked, optional(union(address, nonRw, sequence(valued, acrossRmb, mayRead))), accesses);
  const wPostBounded = sequence(accesses, optional(anyFence), marked, rmwSequence);
  const rPostBounded = sequence(accesses, optional(union(nonRw, sequence(mayRead, acrossRmb, valued))), marked);
  // A marked write is visible to a thread that it has reached, and to all of them behind a strong fence.
  const reached = sequence(cumulFences, optional(rfe));
  const vis = sequence(reached, union(sequence(marked, anyStrong, marked, xb), intersection(xb, int)));
  // Between accesses of different threads: the first write is visible where the second happens (wwVis), the write where the
  // read happens (wrVis), the read is over before the write happens (rwXb). A fence that links them is enough.
  const visible = (preBounded: Relation): Relation =>
    union(anyFence, sequence(anyStrong, xb, preBounded), sequence(wPostBounded, vis, preBounded));
  const [wwVis, wrVis] = [visible(wPreBounded), visible(rPreBounded)];
  const rwXb = union(anyFence, sequence(rPostBounded, xb, wPreBounded));
  // Race candidates: accesses of different threads to one word, one of them plain. Initial writes race with nothing.
  const ofThreads = butNot(accesses, base.initial);
  const candidates = difference(union(sequence(plain, loc, accesses), sequence(ofThreads, loc, plain)), int);
  const candidate = (relation: Relation): Relation => intersection(relation, candidates);
  // Plain coherence: what a candidate saw or overwrote does not contradict what is visible.
  yield {
    axiom: 'plain-coherence',
    is: 'irreflexive',
    relation: union(sequence(candidate(rf), rwXb), sequence(candidate(fr), wrVis), sequence(candidate(co), wwVis)),
  };

  // Data races: candidates that nothing keeps apart. A plain write has to be in order as the read that it may begin with as
  // well; of a marked one that is true if it is in order as a write.
  return () =>
    union(
      difference(candidate(co), intersection(wwVis, intersection(rwXb, wrVis))),
      difference(candidate(sequence(optional(co), rf)), union(wrVis, inverse(rwXb))),
      difference(candidate(fr), rwXb),
    );
}

/** Returns whether the execution, complete or not, breaks no axiom. */
export function isAllowed(execution: Execution): boolean {
  for (const { is, relation } of requirements(execution)) {
    if (is === 'acyclic' ? !algebra.isAcyclic(relation) : !algebra.isIrreflexive(relation)) return false;
  }
  return true;
}

/**
 * Returns the pairs of accesses that race. If any execution of a program has some, the program is wrong, and its results
 * mean nothing. The execution is complete and allowed.
 */
export function dataRaces(execution: Execution): [first: number, second: number][] {
  if (!execution.events.some(({ kind, order }) => kind !== 'fence' && order === PLAIN)) return [];
  const model = requirements(execution);
  let next = model.next();
  while (!next.done) next = model.next();
  return next.value?.().edges() ?? [];
}
