// The marks (Vega's word for what is drawn) of a line chart, in the order in which they cover each other.

import type { Mark } from 'vega';
import { FONT, HEIGHT, LEGEND_COLUMNS, LEGEND_ROW_HEIGHT, WIDTH } from './dimensions.js';
import type { LineChart } from './line-chart.js';
import { FAINT_COLOUR, INK_COLOUR, PAPER_COLOUR } from './svg-theme.js';

/** Behind the lines: the shaded part, and the horizontal line to compare with. */
export function backgroundMarks({ shadeFrom, reference }: LineChart): Mark[] {
  const shade: Mark[] = shadeFrom
    ? [
        {
          type: 'rect',
          encode: {
            enter: {
              x: { scale: 'x', value: shadeFrom.x },
              x2: { value: WIDTH },
              y: { value: 0 },
              y2: { value: HEIGHT },
              fill: { value: FAINT_COLOUR },
              opacity: { value: 0.12 },
            },
          },
        },
        label(shadeFrom.label, { x: { value: WIDTH - 4 }, y: { value: 12 }, align: { value: 'right' } }),
      ]
    : [];
  const line: Mark[] = reference
    ? [
        {
          type: 'rule',
          encode: {
            enter: {
              x: { value: 0 },
              x2: { value: WIDTH },
              y: { scale: 'y', value: reference.y },
              stroke: { value: FAINT_COLOUR },
              strokeWidth: { value: 1.5 },
            },
          },
        },
        label(reference.label, { x: { value: 4 }, y: { scale: 'y', value: reference.y, offset: 13 } }),
      ]
    : [];
  return [...shade, ...line];
}

function label(text: string, position: object): Mark {
  const font = { font: { value: FONT }, fontSize: { value: 11 }, fill: { value: FAINT_COLOUR } };
  return { type: 'text', encode: { enter: { text: { value: text }, ...font, ...position } } };
}

const AT_X = { scale: 'x', field: 'x', offset: { field: 'dodge' } };
/** Half the width of the bars at the ends of an interval, in pixels. */
const HALF_CAP = 4;

/** The samples of all lines, then for each of `lines` the line itself, its intervals and its markers. */
export function lineMarks(lines: number): Mark[] {
  const samples: Mark = {
    type: 'symbol',
    from: { data: 'samples' },
    encode: {
      enter: {
        x: AT_X,
        y: { scale: 'y', field: 'y' },
        size: { value: 8 },
        fill: { field: 'colour' },
        opacity: { value: 0.3 },
      },
    },
  };
  return [samples, ...Array.from({ length: lines }, (_, line) => lineGroup(line))];
}

function lineGroup(line: number): Mark {
  const from = { data: `line${line}` };
  const stroke = { field: 'colour' };
  const cap = (end: 'low' | 'high'): Mark => ({
    type: 'rule',
    from,
    encode: {
      enter: {
        x: { ...AT_X, offset: { signal: `datum.dodge - ${HALF_CAP}` } },
        x2: { ...AT_X, offset: { signal: `datum.dodge + ${HALF_CAP}` } },
        y: { scale: 'y', field: end },
        stroke,
      },
    },
  });
  return {
    type: 'group',
    data: [
      { name: `line${line}`, source: 'points', transform: [{ type: 'filter', expr: `datum.line === ${line}` }] },
      { name: `seen${line}`, source: `line${line}`, transform: [{ type: 'filter', expr: '!datum.bound' }] },
    ],
    marks: [
      {
        type: 'line',
        from: { data: `seen${line}` }, // a bound is not a measured value, so the line leaves it out
        encode: {
          enter: {
            x: AT_X,
            y: { scale: 'y', field: 'y' },
            stroke,
            strokeWidth: { value: 2 },
            strokeDash: { field: 'dash' },
          },
        },
      },
      {
        type: 'rule',
        from,
        encode: {
          enter: {
            x: AT_X,
            y: { scale: 'y', field: 'low' },
            y2: { scale: 'y', field: 'high' },
            stroke,
            strokeWidth: { value: 1.5 },
          },
        },
      },
      cap('low'),
      cap('high'),
      {
        type: 'symbol',
        from,
        encode: {
          enter: {
            x: AT_X,
            y: { scale: 'y', field: 'y' },
            shape: { field: 'marker' },
            size: { value: 60 },
            fill: { signal: `datum.bound ? '${PAPER_COLOUR}' : datum.colour` },
            stroke,
            strokeWidth: { value: 1.5 },
          },
        },
      },
    ],
  };
}

/** Above the plot: each line's stroke and marker, and its name. */
export function legendMarks(rows: number): Mark[] {
  const column = WIDTH / LEGEND_COLUMNS;
  const left = (offset: number): { signal: string } => ({
    signal: `(datum.line % ${LEGEND_COLUMNS}) * ${column} + ${offset}`,
  });
  const middle = {
    signal: `floor(datum.line / ${LEGEND_COLUMNS}) * ${LEGEND_ROW_HEIGHT} - ${rows * LEGEND_ROW_HEIGHT + 2}`,
  };
  const from = { data: 'legend' };
  const stroke = { field: 'colour' };
  return [
    {
      type: 'rule',
      from,
      encode: {
        enter: {
          x: left(0),
          x2: left(32),
          y: middle,
          stroke,
          strokeWidth: { value: 2 },
          strokeDash: { field: 'dash' },
        },
      },
    },
    {
      type: 'symbol',
      from,
      encode: {
        enter: { x: left(16), y: middle, shape: { field: 'marker' }, size: { value: 60 }, fill: stroke, stroke },
      },
    },
    {
      type: 'text',
      from,
      encode: {
        enter: {
          x: left(38),
          y: middle,
          text: { field: 'name' },
          baseline: { value: 'middle' },
          font: { value: FONT },
          fontSize: { value: 12 },
          fill: { value: INK_COLOUR },
        },
      },
    },
  ];
}
