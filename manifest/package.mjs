// Makes the Teams app package: fills in the ids, checks everything a host would refuse, and zips.
// node manifest/package.mjs --app-id GUID --bot-id GUID --domain bot.example.com [more, see usage]

import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const usage = `node manifest/package.mjs --app-id GUID --bot-id GUID --domain HOST
  --app-id     the Teams app, a GUID of your own
  --bot-id     the bot's Entra application (Bot:AppId)
  --domain     the host name of the portal, without https://
  --portal-id  the portal's Entra application (Portal:Entra:ClientId), by which Teams signs people in to the tab;
               left out, the app has the bot and the message extension, and no tab
  --version    raised with each upload; default 1.0.0
  --developer  who publishes it, at most 32 characters; default "Opportunity Desk"
  --site, --privacy, --terms   https addresses; default /about, /privacy and /terms of the portal at https://DOMAIN
  --ask        asks each of the three addresses, as the store's testers do; one that leads nowhere or asks to sign in is refused
  --at         where the portal can be asked already, when DOMAIN does not lead there yet, such as http://localhost:3978
  --out        the file to write; default artifacts/opportunity-desk.zip`;

const fail = (sentence) => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

let libraries;
try {
  libraries = {
    Ajv: (await import('ajv-draft-04')).default,
    addFormats: (await import('ajv-formats')).default,
    zipSync: (await import('fflate')).zipSync,
  };
} catch {
  fail('The packages of manifest/ are missing: run "npm ci --ignore-scripts" in that folder first.');
}

const values = readArguments();
const package_ = {
  'manifest.json': { ...read('manifest.json'), ...values['portal-id'] && read('tab.json') },
  'fr.json': { ...read('fr.json'), ...values['portal-id'] && read('tab.fr.json') },
};
const manifest = package_['manifest.json'];
const complaints = [
  ...againstSchema('manifest.json', manifest, 'MicrosoftTeams.schema.json'),
  ...againstSchema('fr.json', package_['fr.json'], 'MicrosoftTeams.Localization.schema.json'),
  ...wordsNotTranslated(manifest, package_['fr.json']),
  ...wordsNobodyAnswers(manifest, package_['fr.json']),
  ...icon('color.png', 192),
  ...icon('outline.png', 32),
  ...seeThrough('outline.png'),
  ...await addressesThatLeadNowhere(manifest),
];
if (complaints.length > 0) {
  fail(complaints.join('\n'));
}

const files = {
  ...Object.fromEntries(Object.entries(package_).map(([name, json]) => [name, Buffer.from(`${JSON.stringify(json, null, 2)}\n`)])),
};
for (const name of Object.values(manifest.icons)) {
  files[name] = readFileSync(join(here, name));
}

// A fixed time, so that the same words make the same file.
const out = resolve(values.out);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, libraries.zipSync(files, { level: 9, mtime: new Date(2000, 0, 1) }));
process.stdout.write(`${out}\n`);

function readArguments() {
  const options = ['app-id', 'bot-id', 'portal-id', 'domain', 'version', 'developer', 'site', 'privacy', 'terms', 'out', 'at'];
  let given;
  try {
    given = parseArgs({
      options: { ...Object.fromEntries(options.map((name) => [name, { type: 'string' }])), ask: { type: 'boolean' } },
    }).values;
  } catch (error) {
    fail(`${error.message}\n${usage}`);
  }

  const missing = ['app-id', 'bot-id', 'domain'].filter((name) => !given[name]);
  if (missing.length > 0) {
    fail(`Missing: ${missing.map((name) => `--${name}`).join(', ')}.\n${usage}`);
  }

  for (const name of ['app-id', 'bot-id', 'portal-id'].filter((id) => given[id] !== undefined)) {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(given[name])) {
      fail(`--${name} must be a GUID: ${given[name]}`);
    }
  }

  if (given.version && !/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.test(given.version)) {
    fail(`--version must be three numbers such as 1.0.1: ${given.version}`);
  }

  if (!/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i.test(given.domain)) {
    fail(`--domain must be a host name such as bot.example.com: ${given.domain}`);
  }

  if (/(^|\.)(azurewebsites\.net|onmicrosoft\.com)$/i.test(given.domain) && given.domain.split('.').length < 3) {
    fail(`--domain must be a host of your own: ${given.domain}`);
  }

  const portal = `https://${given.domain.toLowerCase()}`;
  return {
    version: '1.0.0',
    developer: 'Opportunity Desk',
    site: `${portal}/about`,
    privacy: `${portal}/privacy`,
    terms: `${portal}/terms`,
    out: join(here, '..', 'artifacts', 'opportunity-desk.zip'),
    ...given,
  };
}

/** A file with the names in ${{…}} replaced; a name without a value is a mistake in the file. */
function read(file) {
  const known = {
    TEAMS_APP_ID: values['app-id'].toLowerCase(),
    BOT_ID: values['bot-id'].toLowerCase(),
    PORTAL_ID: values['portal-id']?.toLowerCase(),
    DOMAIN: values.domain.toLowerCase(),
    VERSION: values.version,
    DEVELOPER_NAME: values.developer,
    DEVELOPER_SITE: values.site,
    PRIVACY_URL: values.privacy,
    TERMS_URL: values.terms,
  };
  const filled = (text) => text.replace(/\$\{\{(\w+)\}\}/g, (_, name) =>
    known[name] ?? fail(`${file} asks for a value that nobody gives: ${name}`));
  return JSON.parse(readFileSync(join(here, file), 'utf8'), (_, value) => typeof value === 'string' ? filled(value) : value);
}

/** What the schema of that version says; its patterns are older than the Unicode flag. */
function againstSchema(name, json, schemaFile) {
  const version = /\/(v[\d.]+)\//.exec(json.$schema)?.[1];
  const schemas = dirname(createRequire(import.meta.url).resolve('@microsoft/app-manifest'));
  const schema = JSON.parse(readFileSync(join(schemas, 'json-schemas', 'teams', version, schemaFile), 'utf8'));
  const ajv = new libraries.Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  libraries.addFormats(ajv);
  const check = ajv.compile(schema);
  return check(json) ? [] : check.errors.map((error) => `${name}: ${error.instancePath || '/'} ${error.message}`);
}

/** Every text that people read stands in the other language too, and nothing else does. */
function wordsNotTranslated(json, words) {
  const needed = ['name.short', 'name.full', 'description.short', 'description.full'];
  const collect = (item, path) => {
    for (const key of ['title', 'description', 'name']) {
      if (typeof item[key] === 'string') {
        needed.push(`${path}.${key}`);
      }
    }
  };
  (json.bots ?? []).forEach((bot, b) => bot.commandLists.forEach((list, l) => list.commands.forEach((command, c) =>
    collect(command, `bots[${b}].commandLists[${l}].commands[${c}]`))));
  (json.composeExtensions ?? []).forEach((extension, e) => extension.commands.forEach((command, c) => {
    const path = `composeExtensions[${e}].commands[${c}]`;
    collect({ title: command.title, description: command.description }, path);
    (command.parameters ?? []).forEach((parameter, p) =>
      collect({ title: parameter.title, description: parameter.description }, `${path}.parameters[${p}]`));
  }));
  (json.staticTabs ?? []).forEach((tab, t) => collect({ name: tab.name }, `staticTabs[${t}]`));
  const given = Object.keys(words).filter((key) => key !== '$schema');
  return [
    ...needed.filter((key) => !given.includes(key)).map((key) => `fr.json: ${key} is missing`),
    ...given.filter((key) => !needed.includes(key)).map((key) => `fr.json: ${key} is not in the manifest`),
  ];
}

/** A PNG says its size in the first bytes. */
function icon(name, size) {
  const bytes = readFileSync(join(here, name));
  const isPng = bytes.subarray(1, 4).toString('latin1') === 'PNG';
  return isPng && bytes.readUInt32BE(16) === size && bytes.readUInt32BE(20) === size
    ? []
    : [`${name} must be a PNG of ${size} × ${size} pixels`];
}

/** The outline stands on whatever colour the host has: white, and elsewhere nothing. */
function seeThrough(name) {
  const colourType = readFileSync(join(here, name))[25];
  return colourType === 4 || colourType === 6 ? [] : [`${name} must have a transparent background (a PNG with an alpha channel)`];
}

/** A word of the lists that the bot does not know, and a command of the extension that nothing answers; tests hold the list to the bot. */
function wordsNobodyAnswers(json, words) {
  const answered = JSON.parse(readFileSync(join(here, 'answered.json'), 'utf8'));
  const spoken = (json.bots ?? []).flatMap((bot) => bot.commandLists.flatMap((list) => list.commands.map((command) => command.title)));
  const translated = Object.entries(words).filter(([key]) => /^bots\[.*\.title$/.test(key)).map(([, title]) => title);
  return [
    ...spoken.filter((title) => !answered.words.en.includes(title)).map((title) => `manifest.json: the bot does not answer "${title}"`),
    ...translated.filter((title) => !answered.words.fr.includes(title)).map((title) => `fr.json: the bot does not answer "${title}"`),
    ...(json.composeExtensions ?? []).flatMap((extension) => extension.commands)
      .filter((command) => answered.extension[command.id] !== command.type)
      .map((command) => `manifest.json: nothing answers the command "${command.id}" of kind ${command.type}`),
  ];
}

/**
 * Asked without cookies and without following. Strangers read the developer's pages: one that leads to signing in is none that they can
 * read. A tab's page may lead there.
 */
async function addressesThatLeadNowhere({ developer, staticTabs = [] }) {
  if (!values.ask) {
    return [];
  }

  const pages = [
    ...['websiteUrl', 'privacyUrl', 'termsOfUseUrl'].map((name) => ({ name: `developer.${name}`, url: developer[name], open: true })),
    ...staticTabs.filter((tab) => tab.contentUrl).map((tab) => ({ name: `the tab ${tab.entityId}`, url: tab.websiteUrl, open: false })),
  ];
  return (await Promise.all(pages.map(async ({ name, url, open }) => {
    const address = new URL(url);
    const reached = values.at && address.host === values.domain.toLowerCase() ? new URL(address.pathname, values.at) : address;
    try {
      const { status } = await fetch(reached, { redirect: 'manual', signal: AbortSignal.timeout(10_000) });
      return status === 200 || (!open && status < 400)
        ? []
        : [`${name}: ${address} answers ${status} to somebody who is not signed in`];
    } catch {
      return [`${name}: nothing answers at ${reached}`];
    }
  }))).flat();
}
