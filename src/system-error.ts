// What the system says of a file or a stream, in words.

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  EISDIR: 'it is a folder',
  EEXIST: 'there is a file of that name',
  ENAMETOOLONG: 'the name is too long',
};

/** Why it failed. `missing`: what is not there when something is not: of what is read the file, of what is written its folder. */
export function reasonOf(error: unknown, missing: 'file' | 'folder'): string {
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return `there is no such ${missing}`;
  return REASONS[code] ?? message;
}
