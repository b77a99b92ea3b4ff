// Tables of docs/machines/README.md, made of the results of the machines and of the figures that others published.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readResult } from '../dist/harness/scale/read-result.js';
import { ratioText } from '../dist/report/numbers.js';
import { perSecond } from '../dist/report/race-report.js';
import { markdownTable } from '../dist/report/table.js';
import type { RaceResult } from '../dist/results/race-result.js';
import type { ScaleResult, ScaleSeries } from '../dist/results/scale-result.js';
import { median } from '../dist/statistics/estimate.js';

export const MEASURED_WORKLOADS = ['shared', 'failed-get', 'free'] as const;

/** The names of the tables, and the lines of each. */
export type Tables = Readonly<Record<'measured' | 'published', readonly string[]>>;

/** Of the machines in `folder`. */
export function tablesOf(folder: string): Tables {
  const published = JSON.parse(readFileSync(join(folder, 'published.json'), 'utf8')) as Published;
  const machines = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = machines.map(({ name }) => name).sort();
  return { measured: measuredTable(folder, names), published: publishedTables(published) };
}

/** `page` with `tables` between their markers. */
export function withTables(page: string, tables: Tables): string {
  return Object.entries(tables).reduce(
    (text, [name, lines]) =>
      text.replace(
        new RegExp(`(<!-- ${name} -->\n)[\\s\\S]*?(<!-- /${name} -->)`),
        (_, before, behind) => `${before}\n${lines.join('\n')}\n\n${behind}`,
      ),
    page,
  );
}

function measuredTable(folder: string, names: readonly string[]): string[] {
  const file = (name: string, what: string): string => join(folder, name, `${what}.json`);
  const resultIn = (name: string, what: string): unknown =>
    existsSync(file(name, what)) ? readResult(file(name, what)).results[0] : undefined;
  const rows = names.flatMap((name) => {
    const scale = resultIn(name, 'scale') as ScaleResult;
    const race = resultIn(name, 'race') as RaceResult | undefined;
    const hops = existsSync(file(name, 'hop'))
      ? (JSON.parse(readFileSync(file(name, 'hop'), 'utf8')) as { hopNs: number[] }).hopNs
      : [];
    const most = Math.max(...scale.config.threads);
    return [...new Set([1, 2, most])].map((threads) => [
      threads === 1 ? `${name}: ${scale.environment.cpuModel}, ${scale.environment.cpus} CPUs` : '',
      String(threads),
      ...MEASURED_WORKLOADS.map((workload) => speedUp(scale.series, workload, threads)),
      threads === 2 && hops.length > 0 ? `${median(hops).toFixed(0)} ns` : '',
      threads === 2 && race ? perSecond(race, race.violations.stolenFree) : '',
    ]);
  });
  const heads = ['machine', 'threads', ...MEASURED_WORKLOADS.map((name) => `v4 / old, ${name}`)];
  const columns = [...heads, 'hop', 'stolen frees/s'].map((head) => ({ head }));
  return names.length === 0 ? ['No machine yet.'] : markdownTable({ columns, rows });
}

function speedUp(series: readonly ScaleSeries[], workload: string, threads: number): string {
  const cell = series.find((one) => one.protocol === 'v4' && one.workload === workload && one.threads === threads);
  return cell?.speedupVsOld ? ratioText(cell.speedupVsOld) : '-';
}

/** Threads, and nanoseconds of an add and of a loop around a compare-and-swap. */
type Row = readonly [threads: number, addNs: number, casNs: number | null];

interface Source {
  readonly source: string;
  readonly url: string;
  readonly date: string;
}

interface Published {
  readonly atomics: readonly (Source & {
    readonly machines: readonly { readonly hardware: string; readonly rows: readonly Row[] }[];
  })[];
  readonly hops: Source & {
    readonly machines: readonly {
      readonly hardware: string;
      readonly ns: readonly number[];
      readonly socketNs?: number;
    }[];
  };
}

function publishedTables({ atomics, hops }: Published): string[] {
  const sources = [...atomics, hops].map(
    ({ source, url, date }, index) => `${index + 1}. ${source}, ${date}: <${url}>`,
  );
  const rows = atomics.flatMap(({ machines, date }, index) =>
    machines.flatMap(({ hardware, rows: measured }) =>
      measured.map(([threads, addNs, casNs], place) => [
        place === 0 ? hardware : '',
        place === 0 ? `${index + 1}, ${date}` : '',
        String(threads),
        String(addNs),
        casNs === null ? '-' : String(casNs),
        casNs === null ? '-' : (casNs / addNs).toFixed(1),
      ]),
    ),
  );
  const heads = ['hardware', 'source', 'threads', 'fetch-add, ns', 'CAS loop, ns', 'CAS loop / add'];
  const ways = hops.machines.map(({ hardware, ns, socketNs }) => [
    hardware,
    ns.join(', '),
    socketNs?.toString() ?? '-',
  ]);
  return [
    ...markdownTable({ columns: heads.map((head) => ({ head })), rows }),
    '',
    `A cache line from core to core (source ${atomics.length + 1}), in nanoseconds:`,
    '',
    ...markdownTable({
      columns: ['hardware', 'within a socket', 'to the other socket'].map((head) => ({ head })),
      rows: ways,
    }),
    '',
    ...spreads(atomics.flatMap(({ machines }) => machines)),
    '',
    ...sources,
  ];
}

/** Sentences on how much machines and operations differ, for each number of threads at which several machines have both. */
function spreads(machines: readonly { readonly rows: readonly Row[] }[]): string[] {
  const all = machines.flatMap(({ rows }) => rows).filter(([, , casNs]) => casNs !== null) as [
    number,
    number,
    number,
  ][];
  const counts = [...new Set(all.map(([threads]) => threads))].sort((a, b) => a - b);
  return counts.flatMap((count) => {
    const there = all.filter(([threads]) => threads === count);
    if (there.length < 2) return [];
    const adds = there.map(([, addNs]) => addNs);
    const ratios = there.map(([, addNs, casNs]) => casNs / addNs);
    const between = Math.max(...adds) / Math.min(...adds);
    const word =
      between > Math.max(...ratios)
        ? 'machines differ more than the operations do'
        : 'the operations differ as much or more';
    const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(1));
    return `- ${count} thread${count === 1 ? '' : 's'}: the add differs by a factor of ${between.toFixed(1)} between ${there.length} machines, the CAS loop from it by ${least} to ${most} on one: ${word}.`;
  });
}
