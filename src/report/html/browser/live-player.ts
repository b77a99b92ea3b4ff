// Moves through an interleaving. Every word that it shows is in the page already, as text; nothing is ever put in as
// markup.

/** The first element in `parent` that `selector` names. @throws TypeError when there is none of that class. */
function query<E extends HTMLElement>(parent: Element, selector: string, type: new () => E): E {
  const found = parent.querySelector(selector);
  if (found instanceof type) return found;
  throw new TypeError(`the page has no ${type.name} ${selector}`);
}

/** Makes a player answer to its buttons, its slider, its rows and the keyboard. */
export function setUpPlayer(player: HTMLElement): void {
  const rows = [...player.querySelectorAll<HTMLElement>('tr[data-step]')];
  const [start] = rows;
  if (!start) return;
  const last = rows.length - 1;
  const slider = query(player, 'input[type=range]', HTMLInputElement);
  const position = query(player, '.position', HTMLElement);
  const said = query(player, '.said', HTMLElement);
  const playButton = query(player, '[data-go=play]', HTMLElement);
  const scroller = query(player, '.scroller', HTMLElement);
  let at = last;
  let current = start;
  let timer: ReturnType<typeof setInterval> | undefined;

  for (const part of player.querySelectorAll<HTMLElement>('[hidden]')) part.hidden = false;
  player.classList.add('live');

  function show(step: number): void {
    at = Math.max(0, Math.min(last, step));
    current.removeAttribute('aria-current');
    current = rows[at] ?? current;
    current.setAttribute('aria-current', 'step');
    rows.forEach((row, index) => {
      row.classList.toggle('ahead', index > at);
      row.classList.toggle('current', index === at);
    });
    slider.value = String(at);
    slider.setAttribute('aria-valuetext', at === 0 ? 'start' : `step ${at} of ${last}`);
    position.textContent = `${at} / ${last}`;
    said.textContent = current.dataset.say ?? '';
    said.classList.toggle('wrong', current.classList.contains('violation'));
    showMemory();
    showSource(current.dataset);
    disable(['first', 'back'], at === 0);
    disable(['next', 'last'], at === last);
  }

  function disable(buttons: readonly string[], disabled: boolean): void {
    for (const button of buttons) {
      query(player, `[data-go=${button}]`, HTMLElement).setAttribute('aria-disabled', String(disabled));
    }
  }

  function showMemory(): void {
    for (const cell of player.querySelectorAll<HTMLElement>('dl [data-cell]')) {
      const { cell: name } = cell.dataset;
      const writer = rows.slice(1, at + 1).findLast((row) => row.dataset.cell === name);
      const value = writer ? writer.dataset.value : cell.dataset.start;
      const state = writer ? writer.dataset.state : cell.dataset.startState;
      const touched = current.dataset.cell === name;
      cell.className = `${state ? `s-${state}` : ''}${touched ? ' touched' : ''}`;
      query(cell, 'dd', HTMLElement).textContent = value ?? '';
    }
  }

  /** The lines around the step where the page has the file, else its line alone; none before the first step. */
  function showSource({ source = '', code, file, line }: DOMStringMap): void {
    query(player, '.excerpt figcaption', HTMLElement).textContent = source;
    const alone = source === '' ? [] : [sourceLine(source.slice(source.lastIndexOf(':') + 1), code ?? '', true)];
    const lines = file && line ? linesAround(file, Number(line)) : alone;
    query(player, '.excerpt pre', HTMLElement).replaceChildren(...lines);
  }

  function go(step: number): void {
    stop();
    show(step);
    follow(scroller, current);
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    playButton.textContent = '▶ play';
    playButton.setAttribute('aria-label', 'Play');
  }

  function play(): void {
    if (timer !== undefined) {
      stop();
      return;
    }
    if (at === last) show(0);
    playButton.textContent = '❚❚ pause';
    playButton.setAttribute('aria-label', 'Pause');
    timer = setInterval(() => {
      show(at + 1);
      follow(scroller, current);
      if (at === last) stop();
    }, 1000);
  }

  const moves = new Map([
    ['first', () => go(0)],
    ['back', () => go(at - 1)],
    ['next', () => go(at + 1)],
    ['last', () => go(last)],
    ['play', play],
  ]);
  const keys = new Map([
    ['Home', 'first'],
    ['ArrowLeft', 'back'],
    ['ArrowRight', 'next'],
    ['End', 'last'],
    [' ', 'play'],
  ]);

  player.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    const button = target.closest<HTMLElement>('[data-go]');
    const row = target.closest<HTMLElement>('tr[data-step]');
    if (button) moves.get(button.dataset.go ?? '')?.();
    else if (row && !target.closest('a')) go(rows.indexOf(row));
  });
  player.addEventListener('keydown', (event) => {
    const move = moves.get(keys.get(event.key) ?? '');
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    const { target } = event;
    if (event.key === ' ' && target instanceof Element && target.closest('button, a')) return; // it has a use for the key
    event.preventDefault();
    move();
  });
  slider.addEventListener('input', () => go(Number(slider.value)));
  show(0);
}

/** Brings the row of a step, and in it what moves, into sight in the lanes without moving the page. */
export function follow(scroller: HTMLElement, row: HTMLElement): void {
  const { offsetTop, offsetHeight } = row;
  const head = query(scroller, 'thead', HTMLElement).offsetHeight;
  const top = scroller.scrollTop;
  if (offsetTop - head < top) scroller.scrollTop = offsetTop - head;
  else if (offsetTop + offsetHeight > top + scroller.clientHeight) {
    scroller.scrollTop = offsetTop + offsetHeight - scroller.clientHeight;
  }
  followSideways(scroller, row);
}

/** The lane that moves, with the count word if both fit beside the numbers of the steps, which stay in sight. */
function followSideways(scroller: HTMLElement, row: HTMLElement): void {
  const lane = row.querySelector<HTMLElement>('.move');
  const word = row.querySelector<HTMLElement>('.rail.touched') ?? lane;
  const kept = query(row, '.number', HTMLElement).offsetWidth;
  let [left, right] = lane ? sidesOf(lane) : [kept, kept];
  if (lane && word) {
    const [first, last] = [Math.min(left, word.offsetLeft), Math.max(right, sidesOf(word)[1])];
    if (last - first <= scroller.clientWidth - kept) [left, right] = [first, last];
  }
  scroller.scrollLeft = Math.min(left - kept, Math.max(scroller.scrollLeft, right - scroller.clientWidth));
}

function sidesOf({ offsetLeft, offsetWidth }: HTMLElement): [left: number, right: number] {
  return [offsetLeft, offsetLeft + offsetWidth];
}

/** Four lines before `line` and four after it, as far as the page has them. */
function linesAround(file: string, line: number): HTMLElement[] {
  const lines: HTMLElement[] = [];
  for (let number = line - 4; number <= line + 4; number++) {
    const original = document.getElementById(`source-${file}-${number}`);
    if (original) lines.push(sourceLine(String(number), original.dataset.text ?? '', number === line));
  }
  return lines;
}

function sourceLine(number: string, text: string, current: boolean): HTMLElement {
  const line = document.createElement('span');
  line.className = current ? 'line current' : 'line';
  line.textContent = `${number.padStart(3)}  ${text}\n`;
  return line;
}
