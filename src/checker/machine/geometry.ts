/** Where a model's pages and index slots lie: byte addresses, as in the kernels of the other engines. */
export interface Geometry {
  readonly pages: number;
  readonly slots: number;
  readonly pagesBase: number;
  readonly pageBytes: number;
  readonly slotsBase: number;
}
