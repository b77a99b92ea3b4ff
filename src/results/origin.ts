// Origin of a result: when it was made, and by which command line. Both stand at the head of whatever a command writes or
// a caller gets, and say nothing about the runs: merging and comparing leave them out. parts.ts says what each key means.

export interface Origin {
  readonly madeAt?: string;
  /** Null: a program made it, through the library. */
  readonly commandLine?: readonly string[] | null;
}

/** Returns `result` as made now, with the keys of its head in order. */
export function withOrigin<T extends { readonly schema: string }>(
  result: T,
  commandLine: readonly string[] | null,
): T & Required<Origin> {
  const made = { madeAt: new Date().toISOString(), commandLine };
  const head = { schema: result.schema, ...made };
  return { ...head, ...result, ...made };
}

/** Returns `result` without its origin: several that are taken together were not made at once. */
export function withoutOrigin<T extends Origin>({ madeAt: _, commandLine: __, ...rest }: T): Omit<T, keyof Origin> {
  return rest;
}
