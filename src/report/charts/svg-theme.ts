// Colours of charts, as CSS variables: the same drawing then serves the light and the dark theme, in the page and as a
// file of its own.

/** Chosen to differ in lightness as well as in hue (after Okabe and Ito, 2008), darkened or lightened for contrast. */
const LIGHT = ['#0b62a4', '#b8400b', '#0a7a5c', '#8e3f86', '#7a5c00', '#3d5a80', '#9b2226'];
const DARK = ['#6cb6ff', '#ff9d5c', '#4fd1a5', '#e08fd6', '#e6c34a', '#a9c4e6', '#ff8f94'];

const INK = { light: ['#1b1f24', '#5a636e', '#d5dae0', '#ffffff'], dark: ['#e6e9ee', '#a0a9b5', '#39414c', '#14181d'] };
const INK_NAMES = ['ink', 'faint', 'line', 'paper'];

export const COLOURS = LIGHT.map((_, index) => `var(--c${index})`);
export const INK_COLOUR = 'var(--ink)';
export const FAINT_COLOUR = 'var(--faint)';
export const LINE_COLOUR = 'var(--line)';
export const PAPER_COLOUR = 'var(--paper)';

/** Declarations for a rule in a stylesheet. */
export function themeVariables(theme: 'light' | 'dark'): string {
  const colours = theme === 'light' ? LIGHT : DARK;
  return [
    ...INK[theme].map((value, index) => `--${INK_NAMES[index]}:${value}`),
    ...colours.map((value, index) => `--c${index}:${value}`),
  ].join(';');
}

/** A chart of the page as an SVG document of its own, with the variables that it needs. */
export function standaloneSvg(svg: string): string {
  const style = `<style>svg{${themeVariables('light')};background:var(--paper)}@media(prefers-color-scheme:dark){svg{${themeVariables('dark')}}}</style>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg.replace(/(<svg[^>]*>)/, `$1${style}`)}\n`;
}
