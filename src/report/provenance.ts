// The footer under every result: where it comes from.

import type { Environment } from '../machine/environment.js';
import { wrapped } from './layout.js';

export function provenance(environment: Environment): string {
  const { cpuModel, arch, cpus, threadsPerCore, cpuQuota, kernel, governor, node, v8, reftorture } = environment;
  const parts = [
    `${cpuModel}${arch === undefined ? '' : `, ${arch}`}, ${cpus} CPU${cpus === 1 ? '' : 's'}${threadsPerCore ? `, ${threadsPerCore} thread${threadsPerCore === 1 ? '' : 's'} per core` : ''}`,
    ...(cpuQuota === null ? [] : [`quota ${cpuQuota} CPUs`]),
    kernel,
    ...(governor === null ? [] : [`governor ${governor}`]),
    `Node ${node} (V8 ${v8})`,
    `reftorture ${reftorture}`,
  ];
  return parts.join(' · ');
}

/** The same for a terminal. */
export function provenanceLines(environment: Environment): string[] {
  return wrapped(provenance(environment));
}
