// Result of `doctor`: its schema and its type.

import type { Machine } from '../machine/inspect.js';
import * as is from './parts.js';

const machine: is.SchemaOf<Machine> = is.object({
  cores: is.orNull(is.count(), 'Number of physical cores.'),
  packages: is.orNull(is.count(), 'Number of processor packages (sockets).'),
  numaNodes: is.orNull(is.count(), 'Number of NUMA memory nodes.'),
  threadsPerCore: is.orNull(is.count(), 'Hardware threads of the core that has most of them.'),
  coreKinds: is.orNull(is.count(), 'Number of kinds of cores by speed: more than 1 on a hybrid processor.'),
  cacheLineBytes: is.orNull(is.count(), 'Length of a cache line, in bytes.'),
  virtualisation: is.orNull(is.text(), 'Name of the hypervisor, or "unnamed" when it does not give one.'),
  stealShare: is.orNull(
    is.positive(),
    'Share of the CPU time since the system started that the hypervisor gave to others, from 0 to 1.',
  ),
  loadAverage: is.orNull(is.positive(), 'Load average of the last minute, in runnable threads.'),
});

const ceiling = is.object({
  operation: is.text('The instruction: load, fetch-add or compare-exchange.'),
  engine: is.engine,
  threads: is.count('Number of threads that share the word.'),
  opsPerSec: is.positive('Operations per second of all threads together: median of the trials.'),
  nanoseconds: is.positive('Time of one operation of one thread, in nanoseconds.'),
});
/** The speed of one instruction on one word that all threads share. */
export type Ceiling = is.Infer<typeof ceiling>;

const distance = is.object({
  protocol: is.text(),
  engine: is.engine,
  threads: is.count('Number of threads that share the page.'),
  ofYardstick: is.described(is.estimate, 'Throughput divided by that of the hand-written loop in the same round.'),
});
/** The speed of `shared` on an engine, as a share of that of loops written in C by hand. */
export type Distance = is.Infer<typeof distance>;

function works(what: string) {
  return is.object(
    {
      works: is.flag(),
      problem: is.orNull(is.text(), 'Why it does not work. Null: it works.'),
    },
    what,
  );
}

export const doctorSchema = is.file(
  'reftorture/doctor@1',
  'Machine',
  'What a machine can measure, and what would disturb a measurement. Written by doctor.',
  {
    environment: is.environment,
    machine: is.described(machine, 'What the system says about the hardware. Null: it does not say.'),
    usableCpus: is.count('Number of CPUs that can be kept busy at once.'),
    cpuOrder: is.list(is.count(), 'Numbers of the CPUs, in the order in which threads are pinned to them.'),
    pinning: works('Whether threads can be pinned to CPUs.'),
    compiler: works('Whether there is a native engine: a C compiler, and what loads what it makes.'),
    cache: is.object(
      {
        folder: is.text('Path of the folder.'),
        files: is.count('Number of files in it.'),
        bytes: is.count('Size of these files, in bytes.'),
        writable: is.flag('Whether files can be written there. Where not, they are made in each run.'),
      },
      'Where kernels are kept that were compiled for the user.',
    ),
    othersShare: is.orNull(
      is.positive(),
      'Share of the CPU time that other processes and the hypervisor took during the measurement, from 0 to 1. Null: unknown.',
    ),
    ceilings: is.list(
      ceiling,
      'How fast one atomic instruction is on one word that all threads share. No protocol can be faster.',
    ),
    distances: is.optional(
      is.list(
        distance,
        'How near each engine comes to C written by hand, in the workload shared. Absent: there is no C compiler.',
      ),
    ),
    advice: is.list(is.text(), 'What to change, or to keep in mind, before a measurement is believed.'),
  },
);
export interface DoctorResult extends is.Infer<typeof doctorSchema> {}
