// Result of `doctor`: its schema and its type.

import * as v from 'valibot';
import type { Machine } from '../machine/inspect.js';
import {
  count,
  described,
  engine,
  environment,
  estimate,
  head,
  type Infer,
  positive,
  type SchemaOf,
  text,
  titled,
} from './parts.js';

const machine: SchemaOf<Machine> = v.object({
  cores: described(v.nullable(count), 'Number of physical cores.'),
  packages: described(v.nullable(count), 'Number of processor packages (sockets).'),
  numaNodes: described(v.nullable(count), 'Number of NUMA memory nodes.'),
  threadsPerCore: described(v.nullable(count), 'Hardware threads of the core that has most of them.'),
  coreKinds: described(v.nullable(count), 'Number of kinds of cores by speed: more than 1 on a hybrid processor.'),
  cacheLineBytes: described(v.nullable(count), 'Length of a cache line, in bytes.'),
  virtualisation: described(v.nullable(text), 'Name of the hypervisor, or "unnamed" when it does not give one.'),
  stealShare: described(
    v.nullable(positive),
    'Share of the CPU time since the system started that the hypervisor gave to others, from 0 to 1.',
  ),
  loadAverage: described(v.nullable(positive), 'Load average of the last minute, in runnable threads.'),
});

const ceiling = v.object({
  operation: described(text, 'The instruction: load, fetch-add or compare-exchange.'),
  engine,
  threads: described(count, 'Number of threads that share the word.'),
  opsPerSec: described(positive, 'Operations per second of all threads together: median of the trials.'),
  nanoseconds: described(positive, 'Time of one operation of one thread, in nanoseconds.'),
});
/** The speed of one instruction on one word that all threads share. */
export type Ceiling = Infer<typeof ceiling>;

const distance = v.object({
  protocol: text,
  engine,
  threads: described(count, 'Number of threads that share the page.'),
  ofYardstick: described(estimate, 'Throughput divided by that of the hand-written loop in the same round.'),
});
/** The speed of `shared` on an engine, as a share of that of loops written in C by hand. */
export type Distance = Infer<typeof distance>;

function works(what: string) {
  return described(
    v.object({
      works: v.boolean(),
      problem: described(v.nullable(text), 'Why it does not work. Null: it works.'),
    }),
    what,
  );
}

const doctorResult = v.object({
  ...head('reftorture/doctor@1'),
  environment,
  machine: described(machine, 'What the system says about the hardware. Null: it does not say.'),
  usableCpus: described(count, 'Number of CPUs that can be kept busy at once.'),
  cpuOrder: described(v.array(count), 'Numbers of the CPUs, in the order in which threads are pinned to them.'),
  pinning: works('Whether threads can be pinned to CPUs.'),
  compiler: works('Whether there is a native engine: a C compiler, and what loads what it makes.'),
  cache: described(
    v.object({
      folder: described(text, 'Path of the folder.'),
      files: described(count, 'Number of files in it.'),
      bytes: described(count, 'Size of these files, in bytes.'),
      writable: described(v.boolean(), 'Whether files can be written there. Where not, they are made in each run.'),
    }),
    'Where kernels are kept that were compiled for the user.',
  ),
  othersShare: described(
    v.nullable(positive),
    'Share of the CPU time that other processes and the hypervisor took during the measurement, from 0 to 1. Null: unknown.',
  ),
  ceilings: described(
    v.array(ceiling),
    'How fast one atomic instruction is on one word that all threads share. No protocol can be faster.',
  ),
  distances: v.exactOptional(
    described(
      v.array(distance),
      'How near each engine comes to C written by hand, in the workload shared. Absent: there is no C compiler.',
    ),
  ),
  advice: described(v.array(text), 'What to change, or to keep in mind, before a measurement is believed.'),
});
export interface DoctorResult extends Infer<typeof doctorResult> {}

export const doctorSchema: SchemaOf<DoctorResult> = titled(
  doctorResult,
  'Machine',
  'What a machine can measure, and what would disturb a measurement. Written by doctor.',
);
