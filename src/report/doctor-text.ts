// The findings of `doctor`, for a terminal; pages show its tables, too.

import { sep } from 'node:path';
import pc from 'picocolors';
import { host } from '#host';
import { groupBy } from '../group-by.js';
import type { Ceiling, Distance, DoctorResult } from '../results/doctor-result.js';
import { hanging } from './layout.js';
import { plural, ratioText, short } from './numbers.js';
import { provenanceLines } from './provenance.js';
import { type Figure, NONE, type Table, tableOf, textTable } from './table.js';

export function doctorText(result: DoctorResult): string {
  return [
    pc.bold('Machine'),
    textTable({
      columns: [
        { head: '', key: true },
        { head: '', least: 20 },
      ],
      rows: doctorFacts(result),
    }),
    `${pc.bold('Ceilings')}${pc.dim(' (one instruction on one word, per thread)')}`,
    textTable(ceilingTable(result.ceilings)),
    ...(result.distances
      ? [
          `${pc.bold('Engines')}${pc.dim(' (shared on an engine / the same loop in C by hand)')}`,
          textTable(distanceTable(result.distances)),
        ]
      : []),
    pc.bold('Before you believe a number'),
    ...(result.advice.length > 0
      ? result.advice.flatMap((advice) => hanging('- ', advice))
      : ['nothing stands in the way']),
    '',
    ...provenanceLines(result.environment).map(pc.dim),
  ].join('\n');
}

function cacheText({ folder, files, bytes, writable }: NonNullable<DoctorResult['cache']>): string {
  const home = host.homeFolder;
  const place = home !== undefined && folder.startsWith(`${home}${sep}`) ? `~${folder.slice(home.length)}` : folder;
  return `${place}: ${plural(files, 'file')}, ${(bytes / 1e6).toFixed(1)} MB${writable ? '' : '; cannot be written'}`;
}

export function doctorFacts({
  environment,
  machine,
  usableCpus,
  cpuOrder,
  pinning,
  compiler,
  cache,
  othersShare,
}: DoctorResult): [what: string, found: string][] {
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
    ['virtual machine', machine.virtualisation ?? 'no, or it does not say so'],
    ['stolen by the hypervisor', `${percent(machine.stealShare)} since the start of the system`],
    ['load', `${known(machine.loadAverage)}; others took ${percent(othersShare)} during the measurement`],
    ['pinning', pinning.works ? `works; order ${cpuOrder.join(', ')}` : `does not work: ${pinning.problem}`],
    ['native engine', compiler.works ? 'works' : `no: ${compiler.problem}`],
    ...(cache ? [['cache', cacheText(cache)] as [string, string]] : []),
    ['Node, V8', `${environment.node}, ${environment.v8}`],
  ];
}

export function ceilingTable(ceilings: readonly Ceiling[]): Table {
  return crossed(ceilings, 'instruction', {
    rowOf: ({ operation }) => operation,
    columnOf: ({ engine, threads }) => `${engine} x${threads}`,
    cellOf: ({ nanoseconds, opsPerSec }) => `${nanoseconds.toFixed(2)} ns  ${short(opsPerSec)}/s`,
  });
}

export function distanceTable(distances: readonly Distance[]): Table {
  return crossed(distances, 'protocol', {
    rowOf: ({ protocol, threads }) => `${protocol} x${threads}`,
    columnOf: ({ engine }) => engine,
    cellOf: ({ ofYardstick }) => ratioText(ofYardstick),
  });
}

/** Returns a table with a row and a column for each name that `items` have there, `head` above the names of the rows. */
function crossed<T>(
  items: readonly T[],
  head: string,
  { rowOf, columnOf, cellOf }: Readonly<Record<'rowOf' | 'columnOf' | 'cellOf', (item: T) => string>>,
): Table {
  const cell = (row: readonly T[], column: string): string => {
    const found = row.find((item) => columnOf(item) === column);
    return found ? cellOf(found) : NONE;
  };
  return tableOf(groupBy(items, rowOf), [
    { head, key: true, cell: ([first]) => rowOf(first as T) },
    ...[...new Set(items.map(columnOf))].map(
      (column): Figure<T[]> => ({ head: column, cell: (row) => cell(row, column) }),
    ),
  ]);
}
