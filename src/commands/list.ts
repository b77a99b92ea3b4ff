// The command list.

import { EMITTED_FORMS, type EmittedForm } from '../engines/kernels.js';
import { emittedRace } from '../harness/compile-in-worker.js';
import { commandOption, inapplicableIf } from '../options/option.js';
import { output } from '../options/shared.js';
import { name } from '../options/value.js';
import { protocols } from '../protocols/index.js';
import { listText } from '../report/list-text.js';
import { resolveProtocol } from '../requests/resolve-protocol.js';
import { isPath } from '../requests/user-file.js';
import type { ListResult } from '../results/list-result.js';
import { findsOf } from '../scenarios/finds.js';
import { scenarios } from '../scenarios/index.js';
import { workloads } from '../scenarios/workloads.js';
import { UsageError } from '../usage-error.js';
import { commandOf } from './command.js';
import { EXIT } from './exit-codes.js';
import type { Outcome } from './shell.js';

const options = {
  emit: commandOption(
    name('form', EMITTED_FORMS),
    '--emit <form>',
    'print the kernel of a protocol: C, WebAssembly text or JavaScript',
  ),
  ...inapplicableIf(({ emit }) => (emit === undefined ? undefined : 'a kernel is printed as it is'), output),
};

export const define = commandOf({
  description:
    'Shows the built-in protocols, with what is known of them, the scenarios and the workloads; or the kernel of one protocol, as it runs in a race.',
  operands: [['[protocol]', 'a protocol, or the path of a .ts file of your own: for --emit']],
  help: [
    [
      ['reftorture list', ''],
      ['reftorture list --emit c v4', 'what the native engine compiles, below each line of the source'],
      ['reftorture list --json --out gallery.json', ''],
    ],
    'Exit codes: 0 shown; 2 bad usage.',
  ],
  options,
  run: ({ emit }, { signal }, protocol?: string) => (emit ? emitted(emit, protocol, signal) : listed(protocol)),
  inputs: (_, protocol?: string) => (protocol !== undefined && isPath(protocol) ? [protocol] : []),
});

async function emitted(form: EmittedForm, protocol: string | undefined, signal: AbortSignal): Promise<Outcome> {
  if (protocol === undefined) throw new UsageError(`--emit ${form} of which protocol? Type its name, such as v4`);
  const text = await emittedRace(resolveProtocol(protocol), form, signal);
  return { text: () => text.trimEnd(), exitCode: EXIT.asExpected };
}

function listed(protocol: string | undefined): Outcome {
  if (protocol !== undefined) throw new UsageError(`list shows everything: leave out ${protocol}, or add --emit c`);
  const scenarioRows = scenarios.map(({ name, description, minThreads, pages, slots }) => ({
    name,
    description,
    minThreads,
    pages,
    slots,
    finds: findsOf(name) ?? [],
  }));
  const workloadRows = workloads.map(({ name, description, operation }) => ({ name, description, operation }));
  const list: ListResult = { schema: 'reftorture/list@1', protocols, scenarios: scenarioRows, workloads: workloadRows };
  return { value: list, text: () => listText(list), exitCode: EXIT.asExpected };
}
