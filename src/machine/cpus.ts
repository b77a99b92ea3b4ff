// The CPUs that this process may run on.

import { host } from '#host';
import { systemText } from './system-text.js';

/** CPU numbers in ascending order, from the affinity that Linux reports; 0 to n - 1 elsewhere. */
export function allowedCpus(): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(systemText('/proc/self/status') ?? '')?.[1];
  if (list) return parseCpuList(list);
  return Array.from({ length: host.cpus() }, (_, cpu) => cpu);
}

/** The numbers in a CPU list of Linux, such as `0-3,8,10-11`. */
export function parseCpuList(list: string): number[] {
  if (list === '') return [];
  return list.split(',').flatMap((part) => {
    const [first = Number.NaN, last = first] = part.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
