// The page's first script: loads what all panels need, and the panel that the address names.

import { PACKAGED, PACKAGED_MODELS } from '../../engines/packaged-models.js';
import { loadParser } from '../../front-end/late-parser.js';
import { loadFiles, loadModels } from '../../host/browser/files.js';
import { readClientHints } from '../../host/browser/software.js';
import { startAhead } from '../../host/browser/threads.js';
import { html } from '../../report/markup.js';
import { mount as mountCheck } from './check/panel.js';
import { addressIn } from './frame/address.js';
import { isolationProblem, keepOffline } from './frame/isolation.js';
import { isShareFragment } from './frame/packed-text.js';
import { type PageContext, query } from './frame/page.js';
import { messageOf } from './frame/runner.js';
import { mount as mountRace } from './race/panel.js';
import { mount as mountStory } from './story/panel.js';

interface Panel {
  /** Its part of the address: `#race`. */
  readonly id: string;
  readonly title: string;
  /** Returns the function that fills a panel, once. */
  readonly load: () => Promise<(root: HTMLElement, page: PageContext) => void>;
}

const later = (): Promise<typeof import('./later.js')> => import('./later.js');

const resultsPanel: Panel = { id: 'results', title: 'Results', load: async () => (await later()).mountResults };

/** In their order. */
const PANELS: readonly Panel[] = [
  { id: 'story', title: 'The race', load: async () => mountStory },
  { id: 'check', title: 'Check', load: async () => mountCheck },
  { id: 'race', title: 'Race', load: async () => mountRace },
  { id: 'write', title: 'Write', load: async () => (await later()).mountWrite },
  { id: 'scale', title: 'Scale', load: async () => (await later()).mountScale },
  resultsPanel,
];

type Shelf = typeof import('./later.js').shelf;

/** Those that are filled, or will be. */
const mounted = new Map<Panel, Promise<HTMLElement>>();
/** Callbacks that end runs when the reader turns to another panel. */
const leaving: (() => void)[] = [];
const page: PageContext = {
  keep: (result, own) => void shelf().then((all) => all.keep(result, own), cannotBeShown),
  simulate: async (...given) => (await later()).showSimulation(page, ...given),
  race: async (...given) => (await later()).showRaces(page, ...given),
  announce: (text) => {
    query(document, '#announcements', HTMLElement).textContent = text;
  },
  onLeave: (act) => void leaving.push(act),
};

let shown: Panel | undefined;
/** The reason why threads share no memory here, if they do not. */
let unshared: string | undefined;
let loaded: Promise<Shelf> | undefined;
/** The number of results of this visit. */
let results = 0;

try {
  unshared = await isolationProblem();
  const { panel, choices } = addressIn(location.hash);
  // All at once: each takes a while on a slow line.
  const protocol = choices?.get('protocol') ?? 'v4';
  const isPackaged = PACKAGED.includes(protocol);
  startAhead(isPackaged ? 1 : 2); // one that compiles, too
  const models = panel === 'check' && isPackaged && loadModels(PACKAGED_MODELS);
  if (panel === 'check' && !isPackaged) loadParser().catch(() => {}); // for the worker, which says what is wrong
  await Promise.all([loadFiles(), readClientHints(), models, panelOf(location.hash).load()]);
  query(document, '#panels', HTMLElement).replaceChildren();
  addEventListener('hashchange', () => void show(true));
  await show(false);
  if (panel !== 'check' || choices === undefined) await shelf(); // which would share the line with a check, and waits for its result
  keepOffline();
} catch (error) {
  cannotBeShown(error);
}

/** Returns the results of this visit. Nothing that is shown first needs them. */
function shelf(): Promise<Shelf> {
  loaded ??= later().then(({ shelf: all }) => {
    all.onChange(() => {
      results = all.entries.length;
      showLinks();
    });
    return all;
  });
  return loaded;
}

/** Shows the panel that the address names, or the first. `turned`: the reader turned to it, and reads on from there. */
async function show(turned: boolean): Promise<void> {
  const panel = panelOf(location.hash);
  complain([unshared, strangeness(location.hash)].filter(Boolean).join(' '));
  if (shown === panel) return; // which follows its choices in the address
  for (const act of leaving.splice(0)) act();
  shown = panel;
  for (const root of document.querySelectorAll<HTMLElement>('#panels > section')) root.hidden = true;
  document.title = `${panel.title} – reftorture`;
  showLinks();
  const mounting = mounted.get(panel) ?? mount(panel);
  mounted.set(panel, mounting);
  const root = await mounting;
  if (shown !== panel) return; // the reader has turned on
  root.hidden = false;
  if (!turned) return;
  const heading = root.querySelector('h2');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus();
}

function panelOf(fragment: string): Panel {
  if (isShareFragment(fragment)) return resultsPanel;
  return PANELS.find(({ id }) => addressIn(fragment).panel === id) ?? (PANELS[0] as Panel);
}

/** Returns the complaint that an address names no panel, where it names something. */
function strangeness(fragment: string): string | undefined {
  const { panel } = addressIn(fragment);
  if (panel === '' || isShareFragment(fragment) || PANELS.some(({ id }) => id === panel)) return undefined;
  return `The address asks for "${panel.slice(0, 100)}", which is no part of this page. This is where it begins.`;
}

async function mount(panel: Panel): Promise<HTMLElement> {
  const root = document.createElement('section');
  root.id = `panel-${panel.id}`;
  root.hidden = true;
  root.setAttribute('aria-label', panel.title);
  try {
    const fill = await panel.load();
    query(document, '#panels', HTMLElement).append(root);
    fill(root, page);
  } catch (error) {
    mounted.delete(panel); // the next attempt may have more luck
    root.remove();
    cannotBeShown(error);
  }
  return root;
}

function showLinks(): void {
  query(document, '#links', HTMLElement).innerHTML = PANELS.map((panel) => {
    const count = panel === resultsPanel && results > 0 ? ` (${results})` : '';
    const current = panel === shown && html` aria-current="page"`;
    return html`<li><a href="#${panel.id}"${current}>${panel.title}${count}</a></li>`.text;
  }).join('');
}

function complain(problem: string): void {
  query(document, '#problem', HTMLElement).textContent = problem;
}

function cannotBeShown(error: unknown): void {
  complain(`This page cannot be shown: ${messageOf(error)}`);
}
