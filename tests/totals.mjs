// Says which tests failed and why, how the database suite fared on each database, then the totals alone on the last line.
// Usage: node totals.mjs <folder of results> <exit code of the test runs>
// Below the folder, one folder per run with its .trx files, output.txt, and the database's name in database.txt.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [folder, exitCode] = process.argv.slice(2);
const counts = { passed: 0, failed: 0, skipped: 0 };
const read = (...path) => readFileSync(join(...path), 'utf8');

const plain = text => text
  .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'")
  .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
  .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
  .replace(/&amp;/g, '&');

// Results files escape < and quotes inside texts, so attributes and elements can be cut out as they stand.
const attribute = (tag, name) => plain(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
const element = (body, name) => plain(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(body)?.[1] ?? '');

// The database suite is what its classes say of themselves.
const tests = dirname(fileURLToPath(import.meta.url));
const suite = new Set(readdirSync(tests, { recursive: true })
  .filter(name => name.endsWith('.cs') && !/(^|[\\/])(bin|obj|node_modules)[\\/]/.test(name))
  .flatMap(name => [...read(tests, name).matchAll(/\[Trait\("Suite", "Database"\)\]\s+public sealed (?:partial )?class (\w+)/g)])
  .map(([, name]) => name));

const onDatabases = [];
let none = false;
for (const run of readdirSync(folder)) {
  const database = read(folder, run, 'database.txt');
  const inSuite = { passed: 0, failed: 0, skipped: 0 };
  let ran = 0;
  for (const file of readdirSync(join(folder, run), { recursive: true }).filter(name => name.endsWith('.trx'))) {
    const report = read(folder, run, file);
    for (const [, tag, body = ''] of report.matchAll(/<UnitTestResult\b((?:[^>"]|"[^"]*")*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
      const outcome = { Passed: 'passed', NotExecuted: 'skipped' }[attribute(tag, 'outcome')] ?? 'failed';
      const name = attribute(tag, 'testName');
      counts[outcome]++;
      ran++;
      if (suite.has(name.split('(')[0].split('.').at(-2))) {
        inSuite[outcome]++;
      }

      if (outcome === 'failed') {
        const said = element(body, 'Message').trim().split('\n').slice(0, 40).join('\n    ');
        const where = element(body, 'StackTrace').split('\n').find(line => line.includes(' in /'))?.trim() ?? '';
        console.log(`FAILED on ${database}: ${name}\n    ${said}\n    ${where}`);
      }
    }
  }

  if (ran === 0 && (run === 'sqlite' || !process.env.TEST_FILTER)) {
    console.log(read(folder, run, 'output.txt').split('\n').slice(-60).join('\n'));
    console.log(`No test ran on ${database}.`);
    none = true;
  }

  onDatabases.push(`on ${database}: ${inSuite.passed} passed${inSuite.failed > 0 ? `, ${inSuite.failed} failed` : ''}`);
}

// A run that broke off (a crashed host, no result file) is a failure even if every test it got to passed.
const broke = Number(exitCode) !== 0 && counts.failed === 0;
if (broke) {
  for (const run of readdirSync(folder)) {
    console.log(read(folder, run, 'output.txt').split('\n').slice(-60).join('\n'));
  }

  console.log(`A test run ended early, with exit code ${exitCode}.`);
}

console.log(`Database suite ${onDatabases.sort().reverse().join(', ')}`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 || broke || none ? 1 : 0;
