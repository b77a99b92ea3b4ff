// A user's own file is vetted before it is compiled: against the contract, and against the portable subset.

import { bindingsFor } from '../bindings.js';
import { checkTypes } from '../check-types.js';
import { KernelCompileError } from '../compile-error.js';
import { importableNames, importTarget } from '../portable-imports.js';
import { type Bindings, isOpenName, SOURCE_ROOT } from '../sources.js';
import { workerWordsOf } from '../worker-words.js';
import { againstContract, againstWorkerWords, CONTRACT } from './contract.js';
import { exportsBehind, exportsOf, pathOf } from './exports.js';
import { againstSubset } from './portable-subset.js';
import { type Ast, type Complaint, kindOf, nameOf, type Parsed, parsePortable, placeIn } from './syntax.js';

/**
 * Vets the protocol in `file`; the package's own files pass. `compiledNext`: AssemblyScript will compile the file next,
 * and will then say what is wrong with its types.
 *
 * @throws KernelCompileError that says in one line what is wrong with `file`, or with another file of the user's that
 * it imports, where, and what to write instead.
 */
export async function vetProtocol(file: string, compiledNext: boolean): Promise<void> {
  if (file.startsWith(SOURCE_ROOT)) return;
  const parsed = await vetPortable(file);
  const exported = await exportsOf(parsed);
  refuseFirst(parsed, againstContract(exported, parsed.text.trimEnd().length));
  refuseFirst(parsed, againstWorkerWords(exported, workerWordsOf(file)));
  if (!compiledNext) await checkTypes(file, Object.keys(CONTRACT), bindingsFor(file, 'wasm', 'detecting'));
}

/**
 * Vets the scenario in `file`, whose roles are its exports `names`. @throws KernelCompileError as vetProtocol() does.
 */
export async function vetScenario(
  file: string,
  names: readonly string[],
  bindings: Bindings,
  compiledNext: boolean,
): Promise<void> {
  await vetPortable(file);
  if (!compiledNext) await checkTypes(file, names, bindings);
}

/** Vets `file` and what it imports against the subset. `seen` are the files that are being vetted already. */
async function vetPortable(file: string, seen = new Set<string>()): Promise<Parsed> {
  seen.add(file);
  const parsed = await parsePortable(file);
  refuseFirst(parsed, parsed.complaints);
  refuseFirst(parsed, await unknownImports(parsed));
  refuseFirst(parsed, await againstSubset(parsed));
  for (const statement of parsed.statements) {
    const specifier = pathOf(statement);
    const target = specifier === undefined ? undefined : importTarget(specifier, file);
    if (target === undefined || isOpenName(target) || target.startsWith(SOURCE_ROOT) || seen.has(target)) continue;
    await vetPortable(target, seen);
  }
  return parsed;
}

async function unknownImports({ file, statements }: Parsed): Promise<Complaint[]> {
  const complaints: Complaint[] = [];
  for (const statement of statements) {
    const specifier = pathOf(statement);
    if (specifier === undefined) continue;
    const at = statement.range.start;
    if (importTarget(specifier, file) === undefined) {
      complaints.push({ at, message: `nothing to import at '${specifier}': there is ${importableNames()}` });
      continue;
    }
    const offered = await exportsBehind(specifier, file);
    for (const node of (statement.declarations ?? statement.members ?? []) as Ast[]) {
      const name = nameOf(kindOf(node) === 'ExportMember' ? node.localName : node.foreignName);
      if (offered.has(name)) continue;
      const known = [...offered.keys()].join(', ');
      complaints.push({ at: node.range.start, message: `'${specifier}' has no ${name}: it has ${known}` });
    }
  }
  return complaints;
}

/** Throws the first of `complaints` in the order of the text, if there is any. */
function refuseFirst(parsed: Parsed, complaints: readonly Complaint[]): void {
  const [first, ...others] = [...complaints].sort((one, other) => one.at - other.at);
  if (!first) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new KernelCompileError(`${placeIn(parsed, first.at)}: ${first.message}${more}`);
}
