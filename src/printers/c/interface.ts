// The agreement between a native kernel and its host.

/** Of the functions that a host calls. */
export const MOST_PARAMETERS = 4;

/** A kernel as the host sees it: its functions, in the order of their numbers, and its constants. */
export interface KernelInterface {
  readonly functions: readonly { readonly name: string; readonly returnsValue: boolean }[];
  readonly constants: Readonly<Record<string, number>>;
}
