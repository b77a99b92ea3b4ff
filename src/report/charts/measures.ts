// Sizes of charts, in pixels before the page scales them.

export const WIDTH = 400;
export const HEIGHT = 240;
export const LEGEND_COLUMNS = 2;
export const LEGEND_ROW = 18;
export const FONT = 'system-ui, sans-serif';
