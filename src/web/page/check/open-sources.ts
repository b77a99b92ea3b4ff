/** Opens the listing that a link of `root` leads to and goes there. The address stays: it names the panel. */
export function openSources(root: HTMLElement): void {
  root.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    if (!link) return;
    event.preventDefault();
    const line = root.querySelector(`[id="${CSS.escape(link.getAttribute('href')?.slice(1) ?? '')}"]`);
    if (!line) return;
    for (const shown of root.querySelectorAll('.listing .shown')) shown.classList.remove('shown');
    line.classList.add('shown');
    const fold = line.closest('details');
    if (fold) fold.open = true;
    line.scrollIntoView({ block: 'center' });
  });
}
