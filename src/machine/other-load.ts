// Share of the CPUs' time that went elsewhere during a measurement: to other processes, and to the hypervisor (steal).

import { systemText } from './system-text.js';

export interface CpuTimes {
  /** Of all CPUs, in clock ticks. */
  readonly total: number;
  readonly idle: number;
  readonly steal: number;
  /** Of this process and its children that have ended, in clock ticks. */
  readonly own: number;
}

/** Undefined where the system does not say. */
export function readCpuTimes(): CpuTimes | undefined {
  const [stat, selfStat] = [systemText('/proc/stat'), systemText('/proc/self/stat')];
  return stat && selfStat ? parseCpuTimes(stat, selfStat) : undefined;
}

/** Parses the contents of /proc/stat and /proc/self/stat (proc(5)). */
export function parseCpuTimes(stat: string, selfStat: string): CpuTimes {
  const [user = 0, nice = 0, system = 0, idle = 0, ioWait = 0, irq = 0, softIrq = 0, steal = 0] = (
    /^cpu +(.*)$/m.exec(stat)?.[1] ?? ''
  )
    .split(' ')
    .map(Number);
  // Fields 14 to 17 are utime, stime, cutime, cstime; the command in field 2 may hold spaces and brackets.
  const fields = selfStat.slice(selfStat.lastIndexOf(')') + 2).split(' ');
  const own = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  const busy = user + nice + system + irq + softIrq + steal;
  return { total: busy + idle + ioWait, idle: idle + ioWait, steal, own };
}

/** Share of all CPU time, from 0 to 1, that was neither idle nor ours. */
export function othersSince(before: CpuTimes | undefined, now = readCpuTimes()): number | null {
  if (!before || !now || now.total <= before.total) return null;
  const busy = now.total - before.total - (now.idle - before.idle);
  return Math.max(0, busy - (now.own - before.own)) / (now.total - before.total);
}
