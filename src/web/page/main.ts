// The page's first script: loads what all panels need, and shows the one that the address names.

import { loadFiles } from '../../host/browser/files.js';
import { lookAround } from '../../host/browser/software.js';
import type { Result } from '../../results/result-bytes.js';
import { byId } from './elements.js';
import { isolationProblem } from './isolation.js';
import type { PageContext, Panel } from './panel.js';
import { PANELS } from './panels.js';

/** What runs until the reader turns to another panel. */
let leaving: (() => void)[] = [];
/** The results of this visit, in the order in which they came. */
const kept: Result[] = [];

const page: PageContext = {
  keep: (result) => void kept.push(result),
  announce: (text) => {
    byId('announcements', HTMLElement).textContent = text;
  },
  onLeave: (act) => void leaving.push(act),
};

const mounted = new Map<string, HTMLElement>();
try {
  complain(await isolationProblem());
  await Promise.all([loadFiles(), lookAround()]);
  addEventListener('hashchange', show);
  show();
} catch (error) {
  complain(`This page cannot be shown: ${error instanceof Error ? error.message : String(error)}`);
}

/** Says above all panels what is wrong with the page, if anything is. */
function complain(problem = ''): void {
  byId('problem', HTMLElement).textContent = problem;
}

/** Shows the panel that the address names, or the first. */
function show(): void {
  const panel = PANELS.find(({ id }) => location.hash === `#${id}`) ?? (PANELS[0] as Panel);
  for (const act of leaving) act();
  leaving = [];
  for (const root of mounted.values()) root.hidden = true;
  const root = mounted.get(panel.id) ?? mount(panel);
  root.hidden = false;
}

function mount(panel: Panel): HTMLElement {
  const root = document.createElement('section');
  root.id = `panel-${panel.id}`;
  root.setAttribute('aria-label', panel.title);
  byId('panels', HTMLElement).append(root);
  mounted.set(panel.id, root);
  panel.mount(root, page);
  return root;
}
