// Names in JavaScript that a printed kernel cannot give: words of JavaScript, and names that the text around its functions
// uses or declares.

const WORDS = `
  arguments await break case catch class const continue debugger default delete do else enum eval export extends false
  finally for function if implements import in instanceof interface let new null package private protected public return
  static super switch this throw true try typeof undefined var void while with yield

  Atomics Math RangeError words host`;

/** Those in a kernel that begins with `text`. */
export function reservedIn(text: string): ReadonlySet<string> {
  const declared = [...text.matchAll(/^function (\w+)/gm)].map(([, name]) => name as string);
  return new Set([...WORDS.trim().split(/\s+/), ...declared]);
}
