// Says which tests failed and why, then the totals alone on the last line.
// Usage: node totals.mjs <folder with .trx files and output.txt> <exit code of the test run>
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, exitCode] = process.argv.slice(2);
const counts = { passed: 0, failed: 0, skipped: 0 };

const plain = text => text
  .replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&apos;/g, "'")
  .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16)))
  .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
  .replace(/&amp;/g, '&');

// Results files escape < and quotes inside texts, so attributes and elements can be cut out as they stand.
const attribute = (tag, name) => plain(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
const element = (body, name) => plain(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(body)?.[1] ?? '');

const files = readdirSync(folder, { recursive: true }).filter(name => name.endsWith('.trx'));
for (const file of files) {
  const report = readFileSync(join(folder, file), 'utf8');
  for (const [, tag, body = ''] of report.matchAll(/<UnitTestResult\b((?:[^>"]|"[^"]*")*?)(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)) {
    const outcome = attribute(tag, 'outcome');
    if (outcome === 'Passed') {
      counts.passed++;
    } else if (outcome === 'NotExecuted') {
      counts.skipped++;
    } else {
      counts.failed++;
      const said = element(body, 'Message').trim().split('\n').slice(0, 40).join('\n    ');
      const where = element(body, 'StackTrace').split('\n').find(line => line.includes(' in /'))?.trim() ?? '';
      console.log(`FAILED ${attribute(tag, 'testName')}\n    ${said}\n    ${where}`);
    }
  }
}

// A run that broke off (a crashed host, no result file) is a failure even if every test it got to passed.
const broke = Number(exitCode) !== 0 && counts.failed === 0;
const none = counts.passed + counts.failed === 0;
if (broke || none) {
  console.log(readFileSync(join(folder, 'output.txt'), 'utf8').split('\n').slice(-60).join('\n'));
  console.log(none ? 'No test ran.' : `The test run ended early, with exit code ${exitCode}.`);
}

console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 || broke || none ? 1 : 0;
