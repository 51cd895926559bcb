// PyYAML as the judge of edits: Truss reads config.yaml with it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Case } from "./plans.ts";

export interface Judge {
  /** One verdict a case: `right`, `unread`, or what is wrong. @throws when Python ends, or has no PyYAML. */
  verdicts(cases: readonly Case[]): Promise<readonly string[]>;
  end(): void;
}

/** Starts the judge. @param script the path of judge.py @param python a Python that has PyYAML */
export function startJudge(script: string, python: string): Judge {
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const failed = new Promise<never>((_, reject) => {
    child.on("error", reject);
    child.on("exit", (code) =>
      reject(new Error(`${python} ended with ${code}. Is PyYAML there? pip install pyyaml`)),
    );
  });
  failed.catch(() => {});
  child.stdin.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    verdicts: async (cases) => {
      const answers: string[] = [];
      const reading = async () => {
        while (answers.length < cases.length) answers.push(JSON.parse(String((await lines.next()).value)));
      };
      const answered = reading();
      answered.catch(() => {});
      for (const one of cases)
        if (!child.stdin.write(`${JSON.stringify(one)}\n`))
          await Promise.race([once(child.stdin, "drain"), failed]);
      await Promise.race([answered, failed]);
      return answers;
    },
    end: () => void child.stdin.end(),
  };
}
