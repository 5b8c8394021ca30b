import { existsSync, readFileSync } from 'node:fs';

/** How many tests did what. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** `N passed, N failed`, and `, N skipped` where any were. */
export function countsLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string; readonly failureMessages: readonly string[] }[];
  }[];
}

interface PlaywrightSuite {
  readonly specs?: readonly { readonly ok: boolean; readonly title: string; readonly file: string; readonly tests: readonly { readonly results: readonly { readonly error?: { readonly message?: string } }[] }[] }[];
  readonly suites?: readonly PlaywrightSuite[];
}

interface PlaywrightReport {
  readonly suites: readonly PlaywrightSuite[];
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number; readonly skipped: number };
}

/** Counts of a report that Vitest or Playwright wrote as JSON; none where the run did not come to write one. */
export function readCounts(file: string): Counts {
  if (!existsSync(file)) return NONE;
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport | PlaywrightReport;
  if ('stats' in report) {
    const { expected, unexpected, flaky, skipped } = report.stats;
    return { passed: expected, failed: unexpected + flaky, skipped };
  }
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests };
}

/** A failure's message without colours, cut to what a person reads first. */
function firstLines(message: string): string {
  // eslint-disable-next-line no-control-regex -- terminal colours begin with this very character
  const plain = message.replaceAll(/\u001B\[[0-9;]*m/g, '');
  return plain.split('\n').slice(0, 12).join('\n    ').slice(0, 2000);
}

function vitestFailures(report: VitestReport): readonly string[] {
  return report.testResults.flatMap((file) => {
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return file.status === 'failed' ? [`${file.name}\n    ${firstLines(file.message)}`] : [];
    return failed.map((test) => `${file.name} > ${test.fullName}\n    ${firstLines(test.failureMessages.join('\n'))}`);
  });
}

function playwrightFailures(suite: PlaywrightSuite): readonly string[] {
  const own = (suite.specs ?? []).filter((spec) => !spec.ok).map((spec) => {
    const errors = spec.tests.flatMap((test) => test.results.map((result) => result.error?.message ?? ''));
    return `${spec.file} > ${spec.title}\n    ${firstLines(errors.find((message) => message !== '') ?? '')}`;
  });
  return [...own, ...(suite.suites ?? []).flatMap(playwrightFailures)];
}

/** The failed tests of such a report, each with its file, its title and the beginning of its message. */
export function readFailures(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport | PlaywrightReport;
  return 'stats' in report ? playwrightFailures(report) : vitestFailures(report);
}
