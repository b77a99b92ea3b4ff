// The footer under every result: where it comes from.

import { type Environment, UNKNOWN_CPU } from '../machine/environment.js';
import { wrapped } from './layout.js';

export function provenance(environment: Environment): string {
  const { cpuModel, arch, cpus, threadsPerCore, cpuQuota, kernel, governor, reftorture } = environment;
  const parts = [
    `${cpuModel === UNKNOWN_CPU ? 'unknown CPU' : cpuModel}${arch === undefined ? '' : `, ${arch}`}, ${cpus} CPU${cpus === 1 ? '' : 's'}${threadsPerCore ? `, ${threadsPerCore} thread${threadsPerCore === 1 ? '' : 's'} per core` : ''}`,
    ...(cpuQuota === null ? [] : [`quota ${cpuQuota} CPUs`]),
    kernel,
    ...(governor === null ? [] : [`governor ${governor}`]),
    runtime(environment),
    `reftorture ${reftorture}`,
  ];
  return parts.join(' · ');
}

/** What ran it, with the version of its engine where that is known. */
function runtime(environment: Environment): string {
  const name = runtimeName(environment);
  return environment.v8 === undefined ? name : `${name} (V8 ${environment.v8})`;
}

export function runtimeName({ node, browser }: Environment): string {
  return node === undefined ? (browser ?? 'an unknown runtime') : `Node ${node}`;
}

/** The same for a terminal. */
export function provenanceLines(environment: Environment): string[] {
  return wrapped(provenance(environment));
}
