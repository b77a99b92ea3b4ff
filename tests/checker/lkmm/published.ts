// Answers for classic shapes that are known without running anything: from the tables of the paper of ASPLOS 2018, from the tests in
// tools/memory-model/litmus-tests and Documentation/litmus-tests of the kernel, and from explanation.txt and
// memory-barriers.txt there. The name of the shape, or what is said of it, is beside it.

export const PUBLISHED: Readonly<Record<string, string>> = {
  // Message passing.
  'PodWW Rfe PodRR Fre': 'Sometimes',
  'WmbdWW Rfe RmbdRR Fre': 'Never',
  'PodWW Rel Rfe Acq PodRR Fre': 'Never',
  'WmbdWW Rfe DpAddrdR Fre': 'Never', // addresses order loads since READ_ONCE() has a barrier on Alpha
  'WmbdWW Rfe CtrlPodRR Fre': 'Sometimes', // a branch orders no load
  'WmbdWW Rfe PodRR Fre': 'Sometimes',
  'PodWW Rfe RmbdRR Fre': 'Sometimes',
  // Store buffering.
  'PodWR Fre PodWR Fre': 'Sometimes',
  'MbdWR Fre MbdWR Fre': 'Never',
  'PodWR Fre MbdWR Fre': 'Sometimes',
  'WmbdWR Fre WmbdWR Fre': 'Sometimes',
  'Rel PodWR Acq Fre Rel PodWR Acq Fre': 'Sometimes', // a release and an acquire are no full barrier
  'Rfi PodRR Fre Rfi PodRR Fre': 'Sometimes', // SB+rfionceonce-poonceonces
  // Load buffering.
  'PodRW Rfe PodRW Rfe': 'Sometimes',
  'PodRW Rfe DpDatadW Rfe': 'Sometimes',
  'DpDatadW Rfe DpDatadW Rfe': 'Never', // no value out of thin air
  'CtrlPodRW Rfe MbdRW Rfe': 'Never',
  'MbdRW Rfe CtrlPodRW Rfe': 'Never', // LB+fencembonceonce+ctrlonceonce
  'Acq PodRW Rfe PodRW Rel Rfe': 'Never', // LB+poacquireonce+pooncerelease
  'RmbdRW Rfe RmbdRW Rfe': 'Sometimes',
  'DpAddrdW Rfe CtrlPodRW Rfe': 'Never',
  // S, R, 2+2W.
  'PodWW Rfe PodRW Coe': 'Sometimes',
  'WmbdWW Rfe Acq PodRW Coe': 'Never', // S+fencewmbonceonce+poacquireonce
  'WmbdWW Rfe DpDatadW Coe': 'Never',
  'PodWW Coe PodWR Fre': 'Sometimes',
  'MbdWW Coe MbdWR Fre': 'Never', // R+fencembonceonces
  'WmbdWW Coe MbdWR Fre': 'Sometimes', // a write barrier does not do for R
  'PodWW Rel Coe MbdWR Fre': 'Sometimes',
  'PodWW Coe PodWW Coe': 'Sometimes',
  'WmbdWW Coe WmbdWW Coe': 'Sometimes',
  'MbdWW Coe MbdWW Coe': 'Never',
  // More than two threads.
  'Rfe PodRW Rfe PodRR Fre': 'Sometimes', // WRC+poonceonces+Once
  'Rfe PodRW Rel Rfe RmbdRR Fre': 'Never', // WRC+pooncerelease+fencermbonceonce+Once
  'Rfe DpDatadW Rfe RmbdRR Fre': 'Sometimes', // nothing here is cumulative
  'PodWW Rfe PodRW Rfe PodRR Fre': 'Sometimes', // ISA2+poonceonces
  'PodWW Rel Rfe Acq PodRW Rel Rfe Acq PodRR Fre': 'Never', // ISA2+pooncerelease+poacquirerelease+poacquireonce
  'Rfe MbdRR Fre Rfe MbdRR Fre': 'Never', // IRIW+fencembonceonces+OnceOnce
  'Rfe PodRR Fre Rfe PodRR Fre': 'Sometimes', // IRIW+poonceonces+OnceOnce
  'Rfe Acq PodRR Fre Rfe Acq PodRR Fre': 'Sometimes', // acquires do not make writes of two threads one order
  'Rfe MbdRR Fre MbdWR Fre': 'Never', // RWC
  'PodWW Rel Rfe Acq PodRW Rel Coe MbdWR Fre': 'Sometimes', // Z6.0+pooncerelease+poacquirerelease+fencembonceonce
  'MbdWW Rfe MbdRW Coe MbdWR Fre': 'Never',
  // One word.
  'Rfe PosRR Fre': 'Never', // CoRR
  // Read-modify-writes.
  'PodWW Rel Rfe XRlx Rfe Acq PodRR Fre': 'Never', // a sequence of them passes the release on
  'X PodWR Fre X PodWR Fre': 'Never', // a full operation is a full barrier
  'XRlx PodWR Fre XRlx PodWR Fre': 'Sometimes',
  'PodWW Rel Rfe Inc RmbdRR Fre': 'Sometimes', // smp_rmb() does not see what returns no value
  'PodWW Rel Rfe Inc MbdRR Fre': 'Never', // MP+o-r+ai-mb-o
  'PodWR FRlx AftdRR Fre PodWR FRlx AftdRR Fre': 'Never', // cmpxchg-fail-ordered-1
  'PodWR F PodRR Fre PodWR F PodRR Fre': 'Sometimes', // cmpxchg-fail-unordered-1
  'Inc AftdWR Fre Inc AftdWR Fre': 'Never', // Atomic-RMW+mb__after_atomic-is-stronger-than-acquire
  // RCU.
  'SyncdWW Rfe RcudRR Fre': 'Never', // RCU+sync+read
  'RcudWW Rfe SyncdRR Fre': 'Never', // the first example of explanation.txt
  'RcudRW Rfe SyncdRW Rfe': 'Never',
  'RcudWR Fre SyncdWR Fre': 'Never',
  'RcudWW Coe SyncdWW Coe': 'Never',
  'NestdWW Rfe SyncdRR Fre': 'Never', // the outer section counts
  'SyncdWR Fre SyncdWR Fre': 'Never', // a grace period is a full barrier
  'RcudWR Fre RcudWR Fre': 'Sometimes', // a section orders nothing
  'RcudWW Rfe RcudRR Fre': 'Sometimes',
  'RcudWR Fre MbdWR Fre': 'Sometimes',
  'RcudRW Rfe SyncdRW Rfe RcudRW Rfe': 'Sometimes', // more sections than grace periods: explanation.txt
  'SyncdRW Rfe SyncdRW Rfe RcudRW Rfe': 'Never',
  'SyncdRW Rfe SyncdRW Rfe RcudRW Rfe RcudRW Rfe': 'Never', // as many
  'SyncdRW Rfe RcudRW Rfe RcudRW Rfe RcudRW Rfe': 'Sometimes',
  // SRCU: as RCU, by domains.
  'SsyncdWW Rfe SrcudRR Fre': 'Never',
  'SrcudWW Rfe SsyncdRR Fre': 'Never',
  'SsyncdWW Rfe TrcudRR Fre': 'Sometimes', // another domain
  'SsyncdWR Fre RcudWR Fre': 'Sometimes', // and RCU is another one, too
  'SsyncdWR Fre SsyncdWR Fre': 'Never', // a full barrier as well
  'SrcudWR Fre SrcudWR Fre': 'Sometimes',
  'SrcudRW Rfe SsyncdRW Rfe SrcudRW Rfe': 'Sometimes', // more sections than grace periods
  'SrmbdWR Fre MbdWR Fre': 'Never', // smp_mb__after_srcu_read_unlock() in ordering.txt
  // Locks: explanation.txt, and the kernel's tests MP+polocks, MP+porevlocks, ISA2+pooncelock+pooncelock+pombonce and others.
  'LockdWW Rfe LockdRR Fre': 'Never', // MP+polocks
  'LockdWR Fre LockdWR Fre': 'Never', // critical sections of one lock
  'UnlkdWW Rfe RmbdRR Fre': 'Never', // MP+unlocklockonceonce+fencermbonceonce
  'UnlkdRW Rfe DpDatadW Rfe': 'Never', // as LB+unlocklockonceonce+poacquireonce
  'UnlkdWR Fre MbdWR Fre': 'Sometimes', // an unlock and a lock are no full barrier
  'UnmbdWR Fre MbdWR Fre': 'Never', // but with smp_mb__after_unlock_lock() they are
  'LkmbdWR Fre MbdWR Fre': 'Never', // and a lock with smp_mb__after_spinlock()
  // Plain accesses.
  'P WmbdWW Rfe CtrlRmbdRR P Fre': 'Never', // the example of explanation.txt that has no data race
  'P WmbdWW Rfe RmbdRR P Fre': 'Never race', // without the branch there is one
  'P PodWW Rel Rfe Acq CtrlPodRR P Fre': 'Never',
  'P WmbdWW Rfe CtrlDpAddrdR P Fre': 'Never', // rcu_dereference()
  'P WmbdWW Rfe CtrlMbdRW P Coe': 'Never race', // a plain write may begin with a read, which smp_wmb() does not order
  'DpDatadW P Rfi P DpDatadW P Rfi P CtrlPodRW Rfe Acq PodRW Rel Rfe': 'Never', // dep+plain
  'DpAddrdW P WmbdWW Rfe MbdRW Rfe': 'Never', // an address, a plain write, smp_wmb()
};
