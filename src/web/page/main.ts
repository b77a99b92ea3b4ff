// The page's first script: loads what all panels need, and shows the one that the address names.

import { loadFiles } from '../../host/browser/files.js';
import { readClientHints } from '../../host/browser/software.js';
import { html } from '../../report/markup.js';
import { checkPanel } from './check/panel.js';
import { addressIn } from './frame/address.js';
import { byId } from './frame/elements.js';
import type { PageContext, Panel } from './frame/panel.js';
import { isolationProblem, keepOffline } from './isolation.js';
import { racePanel } from './race/panel.js';
import { resultsPanel } from './results/panel.js';
import { isShareFragment } from './results/share-link.js';
import { shelf } from './results/shelf.js';
import { scalePanel } from './scale/panel.js';
import { storyPanel } from './story/panel.js';
import { writePanel } from './write/panel.js';

/** In their order. */
const PANELS: readonly Panel[] = [storyPanel, checkPanel, racePanel, writePanel, scalePanel, resultsPanel];

interface Mounted {
  readonly root: HTMLElement;
  /** Callbacks that end its runs when the reader turns to another panel. */
  readonly leaving: (() => void)[];
}

const mounted = new Map<Panel, Mounted>();
let shown: Panel | undefined;

try {
  complain(await isolationProblem());
  await Promise.all([loadFiles(), readClientHints()]);
  byId('panels', HTMLElement).replaceChildren();
  shelf.restore();
  addEventListener('hashchange', () => show(true));
  shelf.onChange(showLinks);
  show(false);
  keepOffline();
} catch (error) {
  complain(`This page cannot be shown: ${error instanceof Error ? error.message : String(error)}`);
}

/** Shows the panel that the address names, or the first. `turned`: the reader turned to it, and reads on from there. */
function show(turned: boolean): void {
  const panel = panelOf(location.hash);
  if (shown === panel) return; // which follows its choices in the address
  for (const act of (shown && mounted.get(shown)?.leaving.splice(0)) ?? []) act();
  shown = panel;
  for (const { root } of mounted.values()) root.hidden = true;
  const root = mounted.get(panel)?.root ?? mount(panel);
  root.hidden = false;
  document.title = `${panel.title} – reftorture`;
  showLinks();
  if (!turned) return;
  const heading = root.querySelector('h2');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus();
}

function panelOf(fragment: string): Panel {
  if (isShareFragment(fragment)) return resultsPanel;
  return PANELS.find(({ id }) => addressIn(fragment).panel === id) ?? (PANELS[0] as Panel);
}

function mount(panel: Panel): HTMLElement {
  const root = document.createElement('section');
  root.id = `panel-${panel.id}`;
  root.setAttribute('aria-label', panel.title);
  byId('panels', HTMLElement).append(root);
  const leaving: (() => void)[] = [];
  mounted.set(panel, { root, leaving });
  const page: PageContext = {
    keep: (result) => shelf.keep(result),
    announce: (text) => {
      byId('announcements', HTMLElement).textContent = text;
    },
    onLeave: (act) => void leaving.push(act),
  };
  panel.mount(root, page);
  return root;
}

function showLinks(): void {
  byId('links', HTMLElement).innerHTML = PANELS.map((panel) => {
    const count = panel === resultsPanel && shelf.entries.length > 0 ? ` (${shelf.entries.length})` : '';
    const current = panel === shown && html` aria-current="page"`;
    return html`<li><a href="#${panel.id}"${current}>${panel.title}${count}</a></li>`.text;
  }).join('');
}

function complain(problem: string | undefined): void {
  byId('problem', HTMLElement).textContent = problem ?? '';
}
