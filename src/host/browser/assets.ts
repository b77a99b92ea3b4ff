// Files that the build puts beside the scripts of the page, packed.

/** The folder of the page's files: all scripts lie there, too. */
const SITE = new URL('.', import.meta.url);

export function assetUrl(name: string): URL {
  return new URL(name, SITE);
}

/** The contents of a file of the site that is compressed by gzip. @throws Error when it cannot be loaded */
export async function unpacked(name: string): Promise<Response> {
  const response = await fetch(assetUrl(name)).catch(() => undefined);
  if (!response) throw new Error(`${name} cannot be loaded: the host of this page does not answer`);
  if (!response.ok || !response.body) throw new Error(`${name} cannot be loaded: status ${response.status}`);
  return new Response(response.body.pipeThrough(new DecompressionStream('gzip')));
}
