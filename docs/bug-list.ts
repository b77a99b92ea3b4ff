// The bugs of examples/bugs, with what a check and a race of each need besides the folder's own files.

export interface Bug {
  /** Its folder. */
  readonly name: string;
  /** The code base that had it, and what of it. */
  readonly where: string;
  /** The property of `check` that shows. */
  readonly shows: string;
  /** Needs beyond the contract of a protocol. */
  readonly needs: string;
  /** Absent: the folder's own scenario.ts. */
  readonly scenario?: string;
  /** Absent: one for each role. */
  readonly threads?: number;
  readonly reclaim?: 'grace';
  readonly section?: 'put-inside';
  readonly memory?: 'ra';
  readonly width?: number;
  /** Pages of a race, where each time that the bug strikes may cost a page without a word: a leak ends no race. */
  readonly racePages?: number;
}

export const bugs: readonly Bug[] = [
  {
    name: 'vmaf-unref',
    where: 'libvmaf, `vmaf_picture_unref()`',
    shows: 'doubleFree',
    needs: 'nothing',
    scenario: 'two-puts',
  },
  {
    name: 'nitro-weak-lock',
    where: 'Nitro, `WeakReference::lock()`',
    shows: 'doubleFree',
    needs: 'a second word',
  },
  {
    name: 'godot-unreference',
    where: 'Godot, `RefCounted::unreference()`',
    shows: 'payloadRace',
    needs: 'a payload, operations of its own',
  },
  {
    name: 'openssl-print-ref',
    where: 'OpenSSL, `EVP_PKEY_free()`',
    shows: 'touchedFreed',
    needs: 'memory that is freed for anything',
    scenario: 'folio-email',
    threads: 2,
    reclaim: 'grace',
  },
  {
    name: 'swift-reclaim',
    where: 'Swift Foundation, `_CFRelease()`',
    shows: 'assertion',
    needs: 'a second word',
  },
  {
    name: 'rcuref-put',
    where: 'Linux, `rcuref_put()`',
    shows: 'assertion',
    needs: 'read-side sections',
    scenario: 'folio-email',
    reclaim: 'grace',
    section: 'put-inside',
  },
  {
    name: 'fget-unix-gc',
    where: 'Linux, `fget()`',
    shows: 'assertion',
    needs: 'a second word, two slots, a role that collects',
  },
  {
    name: 'gup-compound-head',
    where: 'Linux, `try_get_compound_head()`',
    shows: 'assertion',
    needs: 'a slot that is looked at again',
  },
  {
    name: 'epoll-poll',
    where: 'Linux, `ep_item_poll()`',
    shows: 'doubleFree',
    needs: 'a slot without a reference, and its lock',
  },
  {
    name: 'page-ref-overflow',
    where: 'Linux, `get_user_pages()`',
    shows: 'useAfterFree',
    needs: 'a narrow count',
    width: 3,
  },
  {
    name: 'cpython-merge',
    where: 'CPython, `_Py_ExplicitMergeRefcount()`',
    shows: 'assertion',
    needs: 'two more words',
    racePages: 64,
  },
  {
    name: 'arc-weak-count',
    where: 'Rust, `Arc::get_mut()`, 2015',
    shows: 'assertion',
    needs: 'a second count',
  },
  {
    name: 'arc-get-mut',
    where: 'Rust, `Arc::get_mut()`, 2018',
    shows: 'payloadRace',
    needs: 'a payload, weak memory',
    memory: 'ra',
  },
  {
    name: 'stabby-drop',
    where: 'stabby, `Arc`',
    shows: 'payloadRace',
    needs: 'a payload, weak memory',
    memory: 'ra',
  },
  {
    name: 'freebsd-release-if-gt',
    where: 'FreeBSD, `refcount_release_if_gt()`',
    shows: 'payloadRace',
    needs: 'a payload, weak memory, an operation of its own',
    memory: 'ra',
  },
];

/** The request for one version of `bug`, of a check or a race. */
export function requestOf(bug: Bug, version: 'before' | 'after', root: string) {
  const folder = `${root}examples/bugs/${bug.name}/`;
  const { scenario = `${folder}scenario.ts`, threads, reclaim, section } = bug;
  return {
    protocol: `${folder}${version}.ts`,
    scenario,
    ...(threads && { threads }),
    ...(reclaim && { reclaim }),
    ...(section && { section }),
  };
}

/** The bounds of a check of it. */
export function boundsOf({ memory, width }: Bug) {
  return { ...(memory && { memory }), ...(width && { width }) };
}

/** True when real threads can show it: their memory is sequentially consistent, and 2^32 references take too long. */
export function canRace({ memory, width }: Bug): boolean {
  return memory === undefined && width === undefined;
}
