// How many tests passed? Reads Vitest's JSON reports, prints one line, and fails for a file of which nothing ran.
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";

const reports = process.argv.slice(2).filter((path) => existsSync(path));
const files = reports.flatMap((path) => JSON.parse(readFileSync(path, "utf8")).testResults);
const tests = files.flatMap((file) => file.assertionResults);
const count = (status) => tests.filter((test) => test.status === status).length;
const idle = files.filter((file) => !file.assertionResults.some((test) => test.status === "passed"));
// A file that doesn't even load has no tests in it, and is a failure all the same.
const broken = files.filter((file) => file.status === "failed" && file.assertionResults.length === 0);

for (const file of idle) console.log(`Nothing passed in ${basename(file.name)}.`);
const left = tests.length - count("passed") - count("failed");
console.log(
  `${count("passed")} passed, ${count("failed") + broken.length} failed${left > 0 ? `, ${left} not run` : ""}`,
);
const short = reports.length < process.argv.length - 2;
process.exitCode = short || count("failed") > 0 || idle.length > 0 || files.length === 0 ? 1 : 0;
