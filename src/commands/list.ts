// The command list.

import { output } from '../options/shared.js';
import { protocols } from '../protocols/index.js';
import { listText } from '../report/list-text.js';
import type { ListResult } from '../results/list-result.js';
import { findsOf } from '../scenarios/finds.js';
import { scenarios } from '../scenarios/index.js';
import { workloads } from '../scenarios/workloads.js';
import { commandOf } from './shell.js';

export const define = commandOf({
  description: 'Shows the built-in protocols, with what is known of them, the scenarios and the workloads.',
  help: [
    [
      ['reftorture list', ''],
      ['reftorture list --json --out gallery.json', ''],
    ],
    'Exit codes: 0 shown; 2 bad usage.',
  ],
  options: output,
  run: () => {
    const list: ListResult = {
      schema: 'reftorture/list@1',
      protocols,
      scenarios: scenarios.map(({ name, description, minThreads, pages, slots }) => ({
        ...{ name, description, minThreads, pages, slots },
        finds: findsOf(name) ?? [],
      })),
      workloads: workloads.map(({ name, description, operation }) => ({ name, description, operation })),
    };
    return { value: list, text: () => listText(list) };
  },
});
