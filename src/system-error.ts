// The system's errors about files and streams, in words.

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  EFBIG: 'the file would be larger than is allowed',
  EDQUOT: 'no space is left',
  EISDIR: 'it is a folder',
  EEXIST: 'there is a file of that name',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead round in a circle',
};

/** Why it failed. `missing` is what ENOENT means: of a file that is read the file, of one that is written its folder. */
export function reasonOf(error: unknown, missing: 'file' | 'folder'): string {
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return `there is no such ${missing}`;
  return REASONS[code] ?? message;
}
