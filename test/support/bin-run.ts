// What do the tests of the built bin run on, and what is looked for in each run?
import { afterAll, expect } from "vitest";
import { type StandIn, startBaseten } from "./baseten.ts";
import { type Ended, type Machine, type MachineOptions, machine, type RunOptions } from "./bin.ts";
import {
  apiKey,
  configOf,
  ecrAnswer,
  everySecret,
  googleAnswer,
  hubToken,
  keyId,
  keySecret,
} from "./samples.ts";

// Some tests run at once, so everything is closed at the very end.
const open: { close(): Promise<void> }[] = [];
afterAll(async () => {
  await Promise.all(open.map((one) => one.close()));
});

export async function machineWith(options: MachineOptions): Promise<Machine> {
  const made = await machine(options);
  open.push(made);
  return made;
}

export async function basetenWith(
  options: Partial<Parameters<typeof startBaseten>[0]> = {},
): Promise<StandIn> {
  const started = await startBaseten({ apiKey, ...options });
  open.push(started);
  return started;
}

export const reach = ({ url }: StandIn) => ({
  BASETEN_API_KEY: apiKey,
  BASETEN_MANAGEMENT_API_URL_OVERRIDE: url,
});

/** Fails when a secret shows in what was printed, in an argument or in config.yaml. */
export async function expectNoSecret(on: Machine, ended: Ended, printed = false): Promise<void> {
  const shown = [printed ? "" : ended.stdout, ended.stderr, ...(await on.calls()), await on.config()].join(
    "\n",
  );
  for (const secret of everySecret) expect(shown).not.toContain(secret);
}

/** One run on a machine of its own. */
export async function once(args: readonly string[], options: MachineOptions & RunOptions) {
  const on = await machineWith(options);
  const { input, interruptWith } = options;
  const ended = await on.run(args, {
    ...(input === undefined ? {} : { input }),
    ...(interruptWith === undefined ? {} : { interruptWith }),
  });
  return { ...ended, on, config: await on.config(), calls: await on.calls() };
}

export const aws = { when: "ecr get-authorization-token", stdout: ecrAnswer("2999-01-01T00:00:00Z") };
export const gcloud = { when: "config config-helper", stdout: googleAnswer };
export const awsKey = { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: keySecret };
export const plus = (image: string, name: string): string => `${configOf(image)}  ${name}: null\n`;
export const dockerAuth = (image: string, lines: readonly string[], names: readonly string[] = []): string =>
  configOf(image).replace(
    "secrets:\n  hf_access_token: null\n",
    `  docker_auth:\n${lines.map((line) => `    ${line}\n`).join("")}secrets:\n  hf_access_token: null\n${names.map((name) => `  ${name}: null\n`).join("")}`,
  );
export const hubLogin = { ServerURL: "https://index.docker.io/v1/", Username: "ada", Secret: hubToken };
