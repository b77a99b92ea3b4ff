// A measurement as one Markdown table: for a mail or a front page.

import { gainsAndLosses, missingInWords } from '../analysis/gains-and-losses.js';
import type { ScaleResult, ScaleSeries } from '../results/scale-result.js';
import { short } from './numbers.js';
import { provenance } from './provenance.js';

export function scaleMarkdown(result: ScaleResult): string {
  const { config, series, environment } = result;
  const base = config.protocols.includes('old') ? 'old' : (config.protocols[0] ?? '');
  const others = config.protocols.filter((name) => name !== base);
  const head = ['workload', 'engine', 'threads', ...config.protocols, ...others.map((name) => `${name} / ${base}`)];
  const rows = new Map<string, ScaleSeries[]>();
  for (const entry of series) {
    const key = JSON.stringify([entry.workload, entry.engine, entry.threads]);
    rows.set(key, [...(rows.get(key) ?? []), entry]);
  }
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const body = [...rows.values()].map((cells) => {
    const [any] = cells as [ScaleSeries];
    const of = (protocol: string): ScaleSeries | undefined => cells.find((cell) => cell.protocol === protocol);
    return line([
      any.workload,
      any.engine,
      `${any.threads}${any.oversubscribed ? ' *' : ''}`,
      ...config.protocols.map((protocol) => speedOf(of(protocol))),
      ...others.map((protocol) => ratioOf(of(protocol))),
    ]);
  });
  const means = `Operations per second, median of ${config.trials} trials of ${config.durationMs} ms; ratios with their interval of 95 %.`;
  const balance = gainsAndLosses(result);
  const missing = balance && missingInWords(balance);
  const remarks = [means, ...(missing === undefined ? [] : [missing]), provenance(environment)];
  return [line(head), line(head.map(() => '---')), ...body, '', remarks.join(' ')].join('\n');
}

function speedOf(entry: ScaleSeries | undefined): string {
  return entry?.median == null ? '-' : short(entry.median);
}

function ratioOf(entry: ScaleSeries | undefined): string {
  if (!entry?.speedupVsOld) return '-';
  const { median, low, high } = entry.speedupVsOld;
  return `${median.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
}
