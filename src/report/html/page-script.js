// Runs in the reader's browser: moves through the interleavings of the page. Every word that it shows is in the page
// already, as text; nothing is ever put in as markup.

for (const player of document.querySelectorAll('.player')) setUp(player);
addEventListener('hashchange', unfold);
unfold();

/** What a link leads to may be folded away. */
function unfold() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = target?.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
  target?.scrollIntoView({ block: 'center' });
}

function setUp(player) {
  const rows = [...player.querySelectorAll('tr[data-step]')];
  const last = rows.length - 1;
  const slider = player.querySelector('input[type=range]');
  const said = player.querySelector('.said');
  const playButton = player.querySelector('[data-go=play]');
  const scroller = player.querySelector('.scroller');
  let at = last;
  let timer;

  for (const part of player.querySelectorAll('[hidden]')) part.hidden = false;
  player.classList.add('live');

  function show(step) {
    at = Math.max(0, Math.min(last, step));
    rows.forEach((row, index) => {
      row.classList.toggle('ahead', index > at);
      row.classList.toggle('current', index === at);
      if (index === at) row.setAttribute('aria-current', 'step');
      else row.removeAttribute('aria-current');
    });
    slider.value = String(at);
    slider.setAttribute('aria-valuetext', at === 0 ? 'start' : `step ${at} of ${last}`);
    player.querySelector('.position').textContent = `${at} / ${last}`;
    said.textContent = rows[at].dataset.say;
    said.classList.toggle('wrong', rows[at].classList.contains('violation'));
    showMemory();
    showSource(rows[at].dataset);
    for (const [go, end] of [
      ['first', at === 0],
      ['back', at === 0],
      ['next', at === last],
      ['last', at === last],
    ]) {
      player.querySelector(`[data-go=${go}]`).setAttribute('aria-disabled', String(end));
    }
  }

  function showMemory() {
    for (const cell of player.querySelectorAll('dl [data-cell]')) {
      let value = cell.dataset.start;
      let state = cell.dataset.startState;
      for (const row of rows.slice(1, at + 1)) {
        if (row.dataset.cell !== cell.dataset.cell) continue;
        value = row.dataset.value;
        state = row.dataset.state;
      }
      const touched = rows[at].dataset.cell === cell.dataset.cell;
      cell.className = `${state ? `s-${state}` : ''}${touched ? ' touched' : ''}`;
      cell.querySelector('dd').textContent = value;
    }
  }

  /** The lines around the step where the page has the file, else its line alone. */
  function showSource({ source, code, file, line }) {
    const figure = player.querySelector('.excerpt');
    if (!source) return;
    figure.querySelector('figcaption').textContent = source;
    const around = [];
    for (let number = line - 4; file && number <= Number(line) + 4; number++) {
      const original = document.getElementById(`source-${file}-${number}`);
      if (original) around.push([number, original.dataset.text]);
    }
    if (!file) around.push([source.split(':').at(-1), code]);
    const lines = around.map(([number, text]) => {
      const copy = document.createElement('span');
      copy.className = String(number) === (line ?? String(number)) ? 'line current' : 'line';
      copy.textContent = `${String(number).padStart(3)}  ${text}\n`;
      return copy;
    });
    figure.querySelector('pre').replaceChildren(...lines);
  }

  /** Brings the current row into sight without moving the page. */
  function follow() {
    const { offsetTop, offsetHeight } = rows[at];
    const top = scroller.scrollTop;
    const head = player.querySelector('thead').offsetHeight;
    if (offsetTop - head < top) scroller.scrollTop = offsetTop - head;
    else if (offsetTop + offsetHeight > top + scroller.clientHeight) {
      scroller.scrollTop = offsetTop + offsetHeight - scroller.clientHeight;
    }
  }

  function go(step) {
    stop();
    show(step);
    follow();
  }

  function stop() {
    clearInterval(timer);
    timer = undefined;
    playButton.textContent = '▶ play';
    playButton.setAttribute('aria-label', 'Play');
  }

  function play() {
    if (timer !== undefined) return stop();
    if (at === last) show(0);
    playButton.textContent = '❚❚ pause';
    playButton.setAttribute('aria-label', 'Pause');
    timer = setInterval(() => {
      show(at + 1);
      follow();
      if (at === last) stop();
    }, 1000);
  }

  const MOVES = {
    first: () => go(0),
    back: () => go(at - 1),
    next: () => go(at + 1),
    last: () => go(last),
    play,
  };
  const KEYS = { ArrowRight: 'next', ArrowLeft: 'back', Home: 'first', End: 'last', ' ': 'play' };

  player.addEventListener('click', (event) => {
    const button = event.target.closest('[data-go]');
    if (button) return MOVES[button.dataset.go]();
    const row = event.target.closest('tr[data-step]');
    if (row && !event.target.closest('a')) go(rows.indexOf(row));
  });
  player.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !KEYS[event.key]) return;
    if (event.key === ' ' && event.target.closest('button, a')) return; // a button answers to its own key
    event.preventDefault();
    MOVES[KEYS[event.key]]();
  });
  slider.addEventListener('input', () => go(Number(slider.value)));
  show(0);
}
