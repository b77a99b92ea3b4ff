// Facts about the machine that bear on a measurement, as far as the system tells them.

import { parseCpuTimes } from './other-load.js';
import { systemText } from './system-text.js';
import { type ReadSystemFile, readTopology, summarise } from './topology.js';

/** Null: the system does not say. The meaning of each key: results/doctor-result.ts. */
export type Machine = ReturnType<typeof readMachine>;

export function readMachine(read: ReadSystemFile = systemText) {
  const trimmed = (path: string): string | undefined => read(path)?.trim() || undefined;
  return {
    ...summarise(readTopology((path) => trimmed(`/sys/devices/system/${path}`))),
    cacheLineBytes: numberOrNull(trimmed('/sys/devices/system/cpu/cpu0/cache/index0/coherency_line_size')),
    virtualisation: virtualisation(trimmed),
    stealShare: stealShare(read('/proc/stat')),
    loadAverage: numberOrNull(trimmed('/proc/loadavg')?.split(' ')[0]),
  };
}

/** The name that the hypervisor shows its guests, `unnamed`, or null on bare metal and where unknown. */
function virtualisation(read: ReadSystemFile): string | null {
  const product = read('/sys/class/dmi/id/product_name');
  const vendor = read('/sys/class/dmi/id/sys_vendor');
  const named = [read('/sys/hypervisor/type'), vendor, product].find((name) =>
    /\b(kvm|qemu|xen|vmware|virtualbox|hyper-v|virtual machine|amazon ec2|google compute|bochs)\b/i.test(name ?? ''),
  );
  if (named) return named;
  return /^flags\s*:.*\bhypervisor\b/m.test(read('/proc/cpuinfo') ?? '') ? 'unnamed' : null;
}

/** Share of the CPUs' time since the start of the system that the hypervisor kept for others. */
function stealShare(stat: string | undefined): number | null {
  if (stat === undefined) return null;
  const { total, steal } = parseCpuTimes(stat, ') ');
  return total === 0 ? null : steal / total;
}

function numberOrNull(text: string | undefined): number | null {
  const number = Number(text);
  return text === undefined || Number.isNaN(number) ? null : number;
}
