// Elements of the page, found and made, and files that it hands out.

/** The element of that id. @throws TypeError when there is none of that class */
export function byId<E extends HTMLElement>(id: string, type: new () => E): E {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new TypeError(`the page has no ${type.name} #${id}`);
}

/** The first element in `parent` that `selector` names. @throws TypeError when there is none of that class */
export function query<E extends Element>(parent: ParentNode, selector: string, type: new () => E): E {
  const found = parent.querySelector(selector);
  if (found instanceof type) return found;
  throw new TypeError(`the page has no ${type.name} ${selector}`);
}

/** Has the browser save `text` as a file of that name. */
export function download(name: string, text: string, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser has begun to write it by then
}

/** Greys the result in `root` when the form has changed since: it says itself of what it is. */
export function markOutdated(root: HTMLElement): void {
  if (root.textContent.trim() !== '') root.classList.add('outdated');
}
