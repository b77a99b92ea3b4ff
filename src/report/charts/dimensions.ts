// Dimensions and font of a chart, in pixels before the page scales it.

export const WIDTH = 400;
export const HEIGHT = 240;
export const LEGEND_COLUMNS = 2;
export const LEGEND_ROW_HEIGHT = 18;
export const FONT = 'system-ui, sans-serif';
