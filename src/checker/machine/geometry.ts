/** Layout of the pages and index slots of a model in memory. `...Base`: byte addresses, as in the compiled kernels. */
export interface Geometry {
  readonly pages: number;
  readonly slots: number;
  readonly pagesBase: number;
  readonly pageBytes: number;
  readonly slotsBase: number;
}
