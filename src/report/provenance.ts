// The origin of a result: its machine and software, when it was made, and by which command line.

import { type Environment, UNKNOWN_CPU } from '../machine/environment.js';
import { typedText } from '../options/option.js';
import type { ResultFile } from '../results/result-bytes.js';
import { wrapped } from './layout.js';
import { plural } from './numbers.js';

export function provenance(environment: Environment): string {
  const { cpuQuota, kernel, governor, v8, reftorture } = environment;
  const parts = [
    machineText(environment),
    ...(cpuQuota === null ? [] : [`quota ${cpuQuota} CPUs`]),
    kernel,
    ...(governor === null ? [] : [`governor ${governor}`]),
    v8 === undefined ? runtimeName(environment) : `${runtimeName(environment)} (V8 ${v8})`,
    `reftorture ${reftorture}`,
  ];
  return parts.join(' · ');
}

function machineText({ cpuModel, arch, cpus, threadsPerCore }: Environment): string {
  return [
    cpuName(cpuModel),
    ...(arch === undefined ? [] : [arch]),
    plural(cpus, 'CPU'),
    ...(threadsPerCore ? [`${plural(threadsPerCore, 'thread')} per core`] : []),
  ].join(', ');
}

export function cpuName(cpuModel: string): string {
  return cpuModel === UNKNOWN_CPU ? 'unknown CPU' : cpuModel;
}

export function runtimeName({ node, browser }: Environment): string {
  return node === undefined ? (browser ?? 'a program in C') : `Node ${node}`;
}

/** The same for a terminal. */
export function provenanceLines(environment: Environment): string[] {
  return wrapped(provenance(environment));
}

/** `2026-01-31 12:00`, in UTC; empty where the file does not say. */
export function dateText({ madeAt }: Pick<ResultFile, 'madeAt'>): string {
  return madeAt === null ? '' : madeAt.slice(0, 'yyyy-mm-ddThh:mm'.length).replace('T', ' ');
}

/** `made 2026-01-31 12:00 UTC by: reftorture race`; empty where the file does not say. */
export function originText(file: Pick<ResultFile, 'madeAt' | 'commandLine'>): string {
  if (file.madeAt === null) return '';
  const by = file.commandLine === null ? 'through the library' : `by: ${typedText(file.commandLine)}`;
  return `made ${dateText(file)} UTC ${by}`;
}
