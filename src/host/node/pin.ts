// Pins a worker's thread to one CPU, through koffi. Where that does not work the thread is not pinned, and the reason is
// returned.

/** The reason why a thread is not pinned; undefined if it is. */
export type PinProblem = string | undefined;

type SetAffinity = (pid: number, bytes: number, mask: Uint8Array) => number;

let setAffinity: SetAffinity | undefined;

/** Pins the calling thread to `cpu`. Linux only: sched_setaffinity(2) with pid 0 means the calling thread. */
export async function pinThisThread(cpu: number): Promise<PinProblem> {
  if (process.platform !== 'linux') return `pinning works on Linux only, not on ${process.platform}`;
  try {
    setAffinity ??= await loadSetAffinity();
  } catch {
    return 'pinning needs the optional package koffi, which is not installed or does not run here';
  }
  const mask = new Uint8Array(Math.ceil((cpu + 1) / 64) * 8);
  mask[cpu >> 3] = 1 << (cpu & 7);
  return setAffinity(0, mask.length, mask) === 0 ? undefined : `the system refused to pin a thread to CPU ${cpu}`;
}

async function loadSetAffinity(): Promise<SetAffinity> {
  const { default: koffi } = await import('koffi');
  const itself = koffi.load(null); // Node is linked with the C library of the system, whatever that is called
  return itself.func('int sched_setaffinity(int pid, size_t bytes, uint8_t *mask)') as unknown as SetAffinity;
}
