import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/**
 * Ends a run with one line, `N passed, N failed, N skipped`, and fails it when a test was skipped or is still to be
 * done: what never runs never fails, and nobody misses it. A run that was narrowed by name with `-t` may skip.
 */
export function noSkippedTests(): Reporter {
  let narrowed = false;
  return {
    onInit(vitest: Vitest) {
      narrowed = vitest.config.testNamePattern !== undefined;
    },
    onTestRunEnd(modules: readonly TestModule[]) {
      const tests = modules.flatMap((module) => [...module.children.allTests()]);
      const unread = modules.filter((module) => module.errors().length > 0);
      const skipped = [...tests.filter(isSkipped).map(place), ...modules.flatMap(emptySuites)];
      const passed = tests.filter((test) => test.result().state === 'passed').length;
      const failed = tests.filter((test) => test.result().state === 'failed').length + unread.length;
      if (skipped.length > 0 && !narrowed) {
        console.error(`These tests did not run, which fails the whole run:\n  ${skipped.join('\n  ')}\n`);
        process.exitCode = 1;
      }
      console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
    },
  };
}

function isSkipped(test: TestCase): boolean {
  const { state } = test.result();
  return state === 'skipped' || state === 'pending';
}

/** `describe.todo` and the like: nothing in them that could be counted as a test. */
function emptySuites(module: TestModule): string[] {
  return [...module.children.allSuites()]
    .filter((suite) => suite.children.size === 0)
    .map((suite) => `${module.relativeModuleId}: ${suite.fullName}`);
}

function place(test: TestCase): string {
  return `${test.module.relativeModuleId}: ${test.fullName}`;
}
