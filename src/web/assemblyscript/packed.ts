// Where the page has AssemblyScript's front end.

export const FRONT_END = 'assemblyscript.bin';
