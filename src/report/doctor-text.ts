// What `doctor` found, for a terminal.

import pc from 'picocolors';
import type { Ceiling, DoctorResult } from '../results/doctor-result.js';
import { short } from './numbers.js';
import { plainTable } from './plain-table.js';
import { provenance } from './provenance.js';

export function doctorText(result: DoctorResult): string {
  return [
    pc.bold('Machine'),
    plainTable(facts(result)),
    `${pc.bold('Ceilings')} ${pc.dim('(one instruction on one word; nanoseconds per operation and thread)')}`,
    ceilingTable(result.ceilings),
    pc.bold('Before you believe a number'),
    ...(result.advice.length > 0 ? result.advice.map((advice) => `- ${advice}`) : ['nothing stands in the way']),
    '',
    pc.dim(provenance(result.environment)),
  ].join('\n');
}

function facts({
  environment,
  machine,
  usableCpus,
  cpuOrder,
  pinning,
  compiler,
  othersShare,
}: DoctorResult): string[][] {
  const known = (value: number | string | null, unit = ''): string => (value === null ? 'unknown' : `${value}${unit}`);
  const percent = (share: number | null): string => (share === null ? 'unknown' : `${(share * 100).toFixed(1)} %`);
  return [
    ['CPU', environment.cpuModel],
    ['CPUs allowed, usable', `${environment.cpus}, ${usableCpus}`],
    ['cores, threads per core', `${known(machine.cores)}, ${known(machine.threadsPerCore)}`],
    ['packages, memory nodes', `${known(machine.packages)}, ${known(machine.numaNodes)}`],
    ['kinds of cores', known(machine.coreKinds)],
    ['cache line', known(machine.cacheLineBytes, ' bytes')],
    ['container quota', environment.cpuQuota === null ? 'none' : `${environment.cpuQuota} CPUs`],
    ['frequency governor', environment.governor ?? 'unknown'],
    ['virtual machine', machine.virtualisation ?? 'no, or not told'],
    ['stolen by the hypervisor', `${percent(machine.stealShare)} since the start of the system`],
    ['load', `${known(machine.loadAverage)}; others took ${percent(othersShare)} during the measurement`],
    ['pinning', pinning.works ? `works; order ${cpuOrder.join(', ')}` : `does not work: ${pinning.problem}`],
    ['C compiler', compiler.works ? 'works' : `no: ${compiler.problem}`],
    ['Node, V8', `${environment.node}, ${environment.v8}`],
  ];
}

function ceilingTable(ceilings: readonly Ceiling[]): string {
  const columns = [...new Set(ceilings.map(({ engine, threads }) => `${engine} x${threads}`))];
  const operations = [...new Set(ceilings.map(({ operation }) => operation))];
  const rows = operations.map((operation) => [
    operation,
    ...columns.map((column) => {
      const found = ceilings.find(
        (entry) => entry.operation === operation && `${entry.engine} x${entry.threads}` === column,
      );
      return found ? `${found.nanoseconds.toFixed(2)} ns  ${pc.dim(`${short(found.opsPerSec)}/s`)}` : '-';
    }),
  ]);
  return plainTable([['', ...columns.map(pc.bold)], ...rows]);
}
