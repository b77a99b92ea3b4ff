// Names of the variables of a thread, each its own.

export function variableNames(
  variables: readonly { readonly name: string }[],
  reserved: ReadonlySet<string>,
): string[] {
  const taken = new Set(reserved);
  return variables.map(({ name }) => {
    let given = name;
    for (let number = 2; taken.has(given); number++) given = `${name}${number}`;
    taken.add(given);
    return given;
  });
}
