// Tells `.ci/test` how many passed and failed. A test that passed only when repeated has failed.
import { writeFileSync } from 'node:fs';

export default class Sum {
  passed = 0;
  failed = 0;

  onBegin(_config, suite) {
    this.suite = suite;
  }

  onEnd() {
    for (const test of this.suite.allTests()) {
      if (test.outcome() === 'expected') this.passed += 1;
      else if (test.outcome() !== 'skipped') this.failed += 1;
    }
    if (process.env.KEYRACK_RESULT) {
      writeFileSync(process.env.KEYRACK_RESULT, `${this.passed} ${this.failed}\n`);
    }
  }
}
