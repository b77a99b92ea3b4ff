// The results of this visit: to be read, downloaded and shared. They are what the command line writes and reads.

import { loadParser } from '../../../front-end/late-parser.js';
import { verdictMarkup } from '../../../report/html/tables.js';
import { html, type Markup } from '../../../report/markup.js';
import { plural } from '../../../report/numbers.js';
import { joined, machineOf, outcomeOf, resultText, subjectOf } from '../../../report/results-table.js';
import type { Result, ResultFile } from '../../../results/result-bytes.js';
import { UsageError } from '../../../usage-error.js';
import { isShareFragment } from '../frame/packed-text.js';
import { download, type PageContext, query } from '../frame/page.js';
import { attempt, wordsOf } from '../frame/runner.js';
import { type Entry, sharedResult, shareFragment } from './share-link.js';
import { showShared } from './shared-here.js';
import { shelf } from './shelf.js';

/** As much as the command line reads. */
const MOST_BYTES = 64 * 2 ** 20;

export function mount(root: HTMLElement, page: PageContext): void {
  root.innerHTML = html`<h2>Results: yours, to keep and to share</h2>
<p class="lead">What ran in this visit and what you open, newest first. It stays until this tab is closed. Each is the JSON that the command line writes: <code>reftorture report</code>, <code>compare</code> and <code>results --merge</code> read it. A link holds the result itself, which no server gets to see.</p>
<p class="buttons"><label class="file">Open result files <input type="file" accept=".json,application/json" multiple></label></p>
<p class="problem" role="alert"></p>
<p class="notes room" role="status"></p><div class="shared-here"></div>
<ul class="shelf"></ul>`.text;
  const input = query(root, 'input[type=file]', HTMLInputElement);
  input.addEventListener('change', () => void attempt(root, () => openFiles(input)));
  const openLink = (): void => {
    const { hash } = location;
    const place = query(root, '.shared-here', HTMLElement);
    if (!isShareFragment(hash)) return;
    place.replaceChildren(); // a link that cannot be read is not the one before it
    void attempt(root, async () => {
      const shared = await sharedResult(hash);
      shelf.add(shared);
      if (shared.own.protocol !== undefined || shared.own.scenario !== undefined) await loadParser();
      showShared(place, page, shared);
    });
  };
  addEventListener('hashchange', openLink);
  openLink();

  const list = query(root, '.shelf', HTMLUListElement);
  let listed = 0;
  const show = (): void => {
    for (const entry of shelf.entries.slice(listed)) list.prepend(itemOf(entry, page));
    listed = shelf.entries.length;
    root.classList.toggle('empty', listed === 0);
    query(root, '.room', HTMLElement).textContent = shelf.keepsAll
      ? ''
      : 'The browser has no room for all of them: download what you want to keep before you load this page again.';
  };
  shelf.onChange(show);
}

async function openFiles(input: HTMLInputElement): Promise<void> {
  const files = [...(input.files ?? [])];
  input.value = ''; // the same file may be opened again
  const problems: string[] = [];
  for (const file of files) {
    try {
      if (file.size > MOST_BYTES) {
        throw new UsageError(`"${file.name}" has more than ${MOST_BYTES / 2 ** 20} MiB, which no result has`);
      }
      shelf.open(file.name, new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      problems.push(wordsOf(error));
    }
  }
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
}

function itemOf(entry: Entry, page: PageContext): HTMLLIElement {
  const item = document.createElement('li');
  item.innerHTML = entryMarkup(entry).text;
  query(item, '.download', HTMLButtonElement).addEventListener('click', () =>
    download(fileNameOf(entry.result), entry.json, 'application/json'),
  );
  query(item, '.share', HTMLButtonElement).addEventListener('click', () => void share(item, entry, page));
  return item;
}

/** Shows the link, and puts it on the clipboard if the browser allows it. */
async function share(item: HTMLElement, { json, own }: Entry, page: PageContext): Promise<void> {
  const said = query(item, '.shared', HTMLElement);
  const fragment = await shareFragment(json, own);
  if (fragment === undefined) {
    said.textContent = 'This result is too large for a link: download it, and hand the file on.';
    page.announce(said.textContent);
    return;
  }
  const { href } = new URL(fragment, location.href.replace(/#.*$/, ''));
  said.innerHTML = html`<label>Link <input readonly value="${href}"></label>`.text;
  query(said, 'input', HTMLInputElement).select();
  const { clipboard }: { readonly clipboard?: Clipboard } = navigator; // none over an unencrypted connection
  const copied = await clipboard?.writeText(href).then(
    () => true,
    () => false,
  );
  const where = copied ? 'It is on the clipboard.' : 'It is selected: copy it.';
  said.append(` ${where}`);
  page.announce(`The link is there. ${where}`);
}

function entryMarkup({ result }: Entry): Markup {
  const { results, file, madeAt } = result;
  const date = madeAt === null ? '' : `${new Date(madeAt).toLocaleString()} · `;
  return html`<h3>${kindOf(result)}: ${joined(results.map(subjectOf)) || plural(0, 'run')}</h3>
<p class="facts">${outcomes(results)} · ${date}${joined(results.map(machineOf))} · from ${file}</p>
<p class="buttons"><button type="button" class="download">Download</button> <button type="button" class="share">Share as a link</button></p>
<p class="shared"></p>
<details><summary>In full</summary><pre class="wide" tabindex="0">${resultText(result)}</pre></details>`;
}

function outcomes(results: readonly Result[]): Markup | string {
  const [first, ...others] = results;
  if (first && others.length === 0 && 'verdict' in first) return verdictMarkup(first.verdict);
  return joined(results.map(outcomeOf));
}

/** As the command is called: `race` of `reftorture/race@1` and of a set of them. */
function kindOf({ schema }: ResultFile): string {
  return schema.replace(/^reftorture\/|(?:-set)?@\d+$/g, '');
}

/** Of the file that a result is downloaded as. */
function fileNameOf(result: ResultFile): string {
  const words = [kindOf(result), ...result.results.slice(0, 1).map(subjectOf)].join('-');
  return `reftorture-${words.replace(/[^\w]+/g, '-').slice(0, 60)}-${result.digest}.json`;
}
