// The page as static files in dist/site, which any host can serve, and the script of reports: `npm run site`, and part of the
// build.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Metafile, transformSync } from 'esbuild';
import { host } from '#host';
import { stampSite } from '../engines/built-from.js';
import '../engines/pack-models.js';
import { PACKAGED_MODELS } from '../engines/packaged-models.js';
import { PORTABLE_FOLDERS } from '../front-end/sources.js';
import { MODEL_FILE, PACKED_FILES } from '../host/browser/files.js';
import { packageVersion } from '../machine/environment.js';
import { protocols } from '../protocols/index.js';
import { themeVariables } from '../report/charts/svg-theme.js';
import { bundle, bundleReportScript } from './bundle.js';
import { PAGE_POLICY, SITE } from './site.js';

const PAGE = join(host.packageRoot, 'src/web/page');
const SERVICE_WORKER = 'service-worker.js';

/** The page looks like a report: its style comes on top of that. */
function style(): string {
  const [light, dark] = [themeVariables('light'), themeVariables('dark')];
  const theme = `:root{${light}}@media(prefers-color-scheme:dark){:root{${dark}}}`;
  const own = host.list(PAGE).filter((name) => name.endsWith('.css'));
  const sheets = [join(host.packageRoot, 'src/report/html/page.css'), ...own.sort().map((name) => join(PAGE, name))];
  const { code } = transformSync([theme, ...sheets.map(host.readText)].join('\n'), { loader: 'css', minify: true });
  return code;
}

/** Scripts that another one needs at once, by the names of their files. */
function needsOf(script: string, outputs: Metafile['outputs']): string[] {
  const path = Object.keys(outputs).find((one) => basename(one) === script) ?? '';
  return (outputs[path]?.imports ?? [])
    .filter(({ kind }) => kind === 'import-statement')
    .flatMap((needed) => [basename(needed.path), ...needsOf(basename(needed.path), outputs)]);
}

/** The page, which names what its first scripts need, so that a browser asks for all of it at once. */
function index({ outputs }: Metafile): string {
  const charset = '<meta charset="utf-8">'; // has to come first
  const scriptsOf = (script: string): string[] =>
    needsOf(script, outputs).map((name) => `<link rel="modulepreload" href="${name}">`);
  const files = `<link rel="preload" as="fetch" crossorigin href="${PACKED_FILES}">`;
  // In the order in which they are needed: the page's first, which asks for a model and starts workers.
  const links = new Set([...scriptsOf('main.js'), files, ...scriptsOf('worker.js')]);
  const policy = `<meta http-equiv="Content-Security-Policy" content="${PAGE_POLICY}">`;
  return host
    .readText(join(PAGE, 'index.html'))
    .replace(charset, `${charset}\n${policy}`)
    .replace('</head>', `${[...links].join('\n')}\n</head>`);
}

/** The texts that the page compiles and shows, by their paths. */
function packedTexts(): Record<string, string> {
  const texts: Record<string, string> = { 'package.json': JSON.stringify({ version: packageVersion() }) };
  const portable = PORTABLE_FOLDERS.flatMap((folder) =>
    host.list(join(host.packageRoot, 'src', folder)).map((name) => `src/${folder}/${name}`),
  );
  const paths = [...portable, ...protocols.map(({ file }) => `src/protocols/${file}`)];
  for (const path of paths) if (path.endsWith('.ts')) texts[path] = host.readText(join(host.packageRoot, path));
  return texts;
}

rmSync(SITE, { recursive: true, force: true });
mkdirSync(SITE, { recursive: true });
const { metafile } = await bundle(
  ['main.ts', 'worker.ts', 'service-worker.ts'].map((file) => join(PAGE, file)),
  SITE,
);
await bundleReportScript();
writeFileSync(join(SITE, 'index.html'), index(metafile));
writeFileSync(join(SITE, 'style.css'), style());
writeFileSync(join(SITE, 'race.svg'), host.readText(join(host.packageRoot, 'docs/images/race.svg')));
const compressed = { [PACKED_FILES]: JSON.stringify(packedTexts()), [MODEL_FILE]: host.readText(PACKAGED_MODELS) };
for (const [name, text] of Object.entries(compressed)) {
  writeFileSync(join(SITE, name), gzipSync(text, { level: 9, memLevel: 9 }));
}
// Its version is that of all files, so that a browser takes it for a new one whenever any of them has changed.
const paths = host.list(SITE).filter((path) => path !== SERVICE_WORKER);
const digest = createHash('sha256');
for (const path of [...paths].sort()) digest.update(path).update(readFileSync(join(SITE, path)));
const version = digest.digest('hex').slice(0, 16);
const serviceWorker = join(SITE, SERVICE_WORKER);
const site = { version, paths: ['./', ...paths] };
writeFileSync(serviceWorker, `globalThis.SITE=${JSON.stringify(site)};${host.readText(serviceWorker)}`);
stampSite();
