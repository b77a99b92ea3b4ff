// Dimensions and font of a chart, in pixels before the page scales it.

export const WIDTH = 400;
export const HEIGHT = 240;
/** Around the plot. It is fixed, since only a browser knows how wide a text is. The legend comes on top of it. */
export const MARGIN = { left: 64, right: 12, top: 16, bottom: 44 };
export const LEGEND_COLUMNS = 2;
export const LEGEND_ROW_HEIGHT = 18;
export const FONT = 'system-ui, sans-serif';
export const LABEL_SIZE = 11;

/** Hundredths are finer than any screen. */
export function px(length: number): number {
  return Math.round(length * 100) / 100;
}
