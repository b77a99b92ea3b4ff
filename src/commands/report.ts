// The command report.

import { join } from 'node:path';
import { makeFolder } from '../engines/folders.js';
import { readResults } from '../harness/scale/read-result.js';
import { commandOption } from '../options/option.js';
import { output } from '../options/shared.js';
import { text } from '../options/value.js';
import { standaloneSvg } from '../report/charts/svg-theme.js';
import { htmlReport } from '../report/html/page.js';
import { plural } from '../report/numbers.js';
import type { ResultFile } from '../results/result-bytes.js';
import { reasonOf } from '../system-error.js';
import { UsageError } from '../usage-error.js';
import { commandOf } from './shell.js';

const options = {
  page: commandOption(text, '-o, --out <file>', 'the page', { default: 'report.html' }),
  svg: commandOption(text, '--svg <folder>', 'also write every chart as an SVG file'),
  force: output.force,
  title: commandOption(text, '--title <text>', 'heading of the page', { default: 'reftorture report' }),
};

export const define = commandOf({
  description: 'Writes one self-contained HTML page from any mix of result files, of one machine or several.',
  operands: [['<files...>', 'result files of any command, as written by --out']],
  help: [
    [
      ['reftorture check --threads 3 --out check.json', 'a witness to step through'],
      ['reftorture race --stall none,spin:10,spin:100 --out race.json', ''],
      ['reftorture scale --out scale.json', ''],
      ['reftorture report check.json race.json scale.json -o report.html', ''],
      ['reftorture report */scale.json --svg charts', 'several machines; the charts as files, too'],
    ],
    'The page is one file that loads nothing: open it from disk, print it, mail it.',
    'Exit codes: 0 written; 2 a file that cannot be read as a result, or an output that cannot be written.',
  ],
  options,
  run: async ({ page: out, svg, title }, { open }, files: string[]) => {
    const results = readResults(files);
    refuseLists(results);
    const file = open(out, 'page');
    if (svg !== undefined) chartFolder(svg);
    const { page, charts } = htmlReport(results, title);
    const drawn = [...(svg === undefined ? [] : charts)].map(([name, chart]) => ({
      file: open(join(svg ?? '', `${name}.svg`), 'chart'),
      text: standaloneSvg(chart),
    }));
    const beside = svg === undefined ? '' : `, and ${plural(charts.size, 'chart')} in ${svg}`;
    return {
      text: () => `${out}: ${plural(Buffer.byteLength(page), 'byte')} from ${plural(results.length, 'file')}${beside}`,
      files: [...drawn, { file, text: page }],
    };
  },
  inputs: (_, files: string[]) => files,
});

/** @throws UsageError for a list, which shows no result of a run. */
function refuseLists(files: readonly ResultFile[]): void {
  const list = files.find(({ schema }) => schema === 'reftorture/list@1' || schema === 'reftorture/results@1');
  if (list) throw new UsageError(`"${list.file}" is a list (${list.schema}), with nothing for a page: leave it out`);
}

function chartFolder(folder: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    throw new UsageError(`cannot make the folder "${folder}": ${reasonOf(error, 'folder')}`);
  }
}
