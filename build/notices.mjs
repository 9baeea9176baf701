// Writes THIRD-PARTY-NOTICES.md out of what is published: the packages that have a file in it, with what their own metadata says, and
// the portal's client libraries as they are locked. To be run after any package came, went or changed:
//   node build/notices.mjs [folder that is published already]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const packagesFolder = process.env.NUGET_PACKAGES || join(homedir(), '.nuget', 'packages');

// What stands where a package gives a file or an address in place of an identifier, once somebody has read it.
const hangfire = 'LGPL-3.0-or-later; its makers sell other terms as well.';
const read = {
  'Hangfire.AspNetCore': hangfire,
  'Hangfire.Core': hangfire,
  'Hangfire.InMemory': hangfire,
  'Hangfire.NetCore': hangfire,
  'Hangfire.PostgreSql': 'LGPL-3.0-only, as its file names version 3 alone.',
  'Hangfire.SqlServer': hangfire,
  'Microsoft.Data.SqlClient.SNI.runtime': "Microsoft's own terms, not open source: it may be handed on inside a program, not by itself, "
    + 'to people bound by terms that protect it as much. Only Windows loads it.',
  'Microsoft.Rest.ClientRuntime': 'The address holds the MIT licence.',
  'SourceGear.sqlite3': 'SQLite itself, which is in the public domain.',
};

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decoded = text => text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name) =>
  name[0] === '#'
    ? String.fromCodePoint(name[1] === 'x' ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10))
    : entities[name] ?? whole);
const cell = text => (text ?? '').replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();
const address = repository => repository
  .replace(/^(git\+|github:)/, '').replace(/^git:/, 'https:').replace(/\.git$/, '').replace(/^(?=[\w-]+\/)/, 'https://github.com/');
const byName = (a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1);

/** What a package says of itself. */
function described(name, version, path) {
  const nuspec = readFileSync(join(packagesFolder, path, `${name.toLowerCase()}.nuspec`), 'utf8');
  const element = (tag, attributes = '') => {
    const match = nuspec.match(new RegExp(`<${tag}\\b${attributes}[^>]*>([^<]*)</${tag}>`));
    return match ? decoded(match[1]).trim() : undefined;
  };
  const file = element('license', '\\s+type="file"');
  return {
    name,
    version,
    licence: element('license', '\\s+type="expression"') ?? (file ? `in the package: ${file}` : element('licenseUrl') ?? ''),
    copyright: element('copyright') || element('authors'),
    source: element('projectUrl') ?? '',
  };
}

/** The packages that have a file in a published folder. */
function shipped(folder) {
  const dependencies = JSON.parse(readFileSync(join(folder, 'ChatOpportunities.Bot.deps.json'), 'utf8'));
  return Object.entries(Object.values(dependencies.targets)[0])
    .filter(([name, has]) => dependencies.libraries[name].type === 'package'
      && (has.runtime || has.native || has.runtimeTargets || has.resources))
    .map(([name]) => described(...name.split('/'), dependencies.libraries[name].path))
    .sort(byName);
}

/** Publishes into a folder that is gone afterwards. */
function published() {
  const folder = mkdtempSync(join(tmpdir(), 'published-'));
  try {
    const publish = ['publish', 'bot/ChatOpportunities.Bot.csproj', '--nologo', '-c', 'Debug', '-o', folder];
    execFileSync('dotnet', publish, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    return shipped(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The portal's client libraries, and what is built into them. */
function clientLibraries() {
  const lock = JSON.parse(readFileSync(join(root, 'portal', 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages).filter(([path, of]) => path && !of.dev).map(([path, of]) => {
    const { author, homepage, repository } = JSON.parse(readFileSync(join(root, 'portal', path, 'package.json'), 'utf8'));
    return {
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: of.version,
      licence: of.license ?? '',
      copyright: (typeof author === 'string' ? author : author?.name)?.replace(/\s*[<(].*/, ''),
      source: homepage ?? address(repository?.url ?? repository ?? ''),
    };
  }).sort(byName);
}

const table = rows => [
  '| Name | Version | Licence | Copyright | Project |',
  '|---|---|---|---|---|',
  ...rows.map(r => `| ${[r.name, r.version, r.licence, r.copyright, r.source].map(cell).join(' | ')} |`),
].join('\n');

const packages = process.argv[2] ? shipped(process.argv[2]) : published();
const inWords = packages.filter(p => !/^[\w.+() -]+$/.test(p.licence));
const unread = inWords.filter(p => !read[p.name]);
if (unread.length) {
  throw new Error(`Read the licence of ${unread.map(p => `${p.name} (${p.licence})`).join(', ')} and say in this script what it is.`);
}
const lesser = packages.filter(p => /LGPL/.test(read[p.name] ?? p.licence)).map(p => p.name);
const lesserNotice = `
## What the LGPL asks of whoever hands the program on

${lesser.join(', ')}: used unchanged, as assemblies of their own beside ours, so that the program's own terms stay what they are.
To run it, for oneself or as a service for others, asks nothing. Whoever gives the program to somebody else (a folder, an installer, a
container image)

- says that it uses these libraries and that they are under the LGPL: this file does, so it goes along;
- gives the texts of the LGPL and of the GPL, on which it builds, along with it: the published folder has them in \`licences\`; and says
  where the libraries' sources are: their project above, under the version's tag;
- lets the receiver exchange the libraries for others that fit, and look into the program as far as that needs: no terms that forbid it,
  and no form of publishing that prevents it. The published folder allows it, each library being a file of its own; one trimmed file or
  native code would not;
- who changes the libraries themselves gives the changed sources along, under the same licence.
`;

writeFileSync(join(root, 'THIRD-PARTY-NOTICES.md'), `# Third-party notices

What is published with this program and is not its own. Made by \`node build/notices.mjs\` from what the packages say of themselves; not to
be edited by hand. Licences are named by their SPDX identifiers, whose texts stand at https://spdx.org/licenses/. The .NET runtime and
ASP.NET Core, which the program runs on, are not part of it.

## .NET packages

${table(packages)}

Where there is no identifier:

${inWords.map(p => `- ${p.name}: ${read[p.name]}`).join('\n')}

## Client libraries of the portal

${table(clientLibraries())}
${lesser.length ? lesserNotice : ''}`);
console.log(`THIRD-PARTY-NOTICES.md: ${packages.length} packages.`);
