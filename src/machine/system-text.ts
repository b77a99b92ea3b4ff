// Files in which Linux tells of itself.

import { host } from '#host';

/** The contents of the file at `path`, trimmed; undefined where there is none, or nothing in it. */
export function systemText(path: string): string | undefined {
  try {
    return host.readText(path).trim() || undefined;
  } catch {
    return undefined;
  }
}
