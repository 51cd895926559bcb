// Fetches new short-lived credentials and stores them: read → fetch → prove → store → report. It never asks.

import { readText } from "../config/file.ts";
import { findProjects } from "../config/projects.ts";
import { readTruss } from "../config/truss.ts";
import { askDestination } from "../credential/destination.ts";
import { runAttempts } from "../credential/fetch.ts";
import { isBaseten, keep } from "../credential/keep.ts";
import { otherAccount } from "../credential/other-account.ts";
import { provePull } from "../credential/prove.ts";
import type { Destination, Outcome, RefreshOptions, Warning } from "../flow.ts";
import { commandLine } from "../programs/explain.ts";
import { ownCommand } from "../text/own-command.ts";
import { paintOf } from "../text/paint.ts";
import { inOrder, type Limit, limitTo, mostAtOnce } from "../values/concurrency.ts";
import { CliError, exitCodeOf } from "../values/errors.ts";
import type { BasicCredential } from "../values/secret.ts";
import type { World } from "../world/types.ts";
import { type Ended, type RefreshResult, refreshJson } from "./ended.ts";
import { giveSchedule } from "./give-schedule.ts";
import { denial, type Gathering, gather, type Need, needOf, type Reading, type Renewal } from "./renewals.ts";
import { refreshPage, summaryLines } from "./screen.ts";
import { refreshTable } from "./table.ts";

/**
 * Renews what the projects rely on, or prints a schedule that will. One failure doesn't stop the others.
 * @returns the document for `--json`; the exit code is the worst of all projects'.
 * @throws CliError for what stops everything: no such project, no API key, no such team.
 */
export async function refresh(options: RefreshOptions, asked: World): Promise<Outcome> {
  const world: World = { ...asked, prompter: null };
  const projects = await findProjects(options.projects, options.recursive, world);
  const gathering = gather(options);
  const renewing = options.schedule === undefined ? startRenewing(options, world) : null;
  for await (const read of inOrder(projects, mostAtOnce, (project) => readNeed(project, world))) {
    if ("error" in read) gathering.fail(read.project, read.error);
    else {
      const first = gathering.add(read.project, read.need);
      if (first !== null) renewing?.start(first);
    }
  }
  if (renewing === null) return scheduled(gathering, options, world);
  const ended = await world.terminal.progress("Renewing credentials", renewing.ended());
  return conclude({ ...gathering, renewals: gathering.renewals, ended }, options, world);
}

type Project = Awaited<ReturnType<typeof findProjects>>[number];

type Read =
  | { readonly project: string; readonly need: Need }
  | { readonly project: string; readonly error: CliError };

async function readNeed({ path, shown: project }: Project, world: World): Promise<Read> {
  try {
    return { project, need: needOf(readTruss(await readText({ path, shown: project }, world))) };
  } catch (error) {
    return { project, error: onlyOwn(error) };
  }
}

/** What may be one project's trouble; anything else, Ctrl+C among it, ends the run. */
function onlyOwn(error: unknown): CliError {
  if (error instanceof CliError && error.code !== "interrupted") return error;
  throw error;
}

interface Renewing {
  start(renewal: Renewal): void;
  /** By host, once all have ended. */
  ended(): Promise<ReadonlyMap<string, Ended>>;
}

/** Fetches start while the rest of a large tree is still being read: a CLI takes a second, a config none. */
function startRenewing(options: RefreshOptions, world: World): Renewing {
  const limit = limitTo(mostAtOnce);
  const running = new Map<string, Promise<Ended>>();
  let destination: Promise<Destination> | null = null;
  return {
    start: (renewal) => {
      // Asked for once, and only when there is something to store.
      destination ??= startDestination(options, limit, world);
      const work = limit(() => renew(renewal, destination, options, world));
      // Awaited later; until then a failure is nobody's unhandled rejection.
      work.catch(() => {});
      running.set(renewal.host, work);
    },
    ended: async () => {
      await destination;
      const entries = [...running].map(async ([host, work]) => [host, await work] as const);
      return new Map(await Promise.all(entries));
    },
  };
}

function startDestination(options: RefreshOptions, limit: Limit, world: World): Promise<Destination> {
  const destination = limit(() => askDestination({ ...options, store: "baseten" }, world));
  destination.catch(() => {});
  return destination;
}

async function renew(
  renewal: Renewal,
  destination: Promise<Destination> | null,
  options: RefreshOptions,
  world: World,
): Promise<Ended> {
  const attempts = renewal.method.fetch(renewal.target, renewal.values);
  const [first] = attempts;
  if (options.dryRun) return { kind: "dry", command: first === undefined ? "" : commandLine(first.command) };
  try {
    const credential = await runAttempts(attempts, world);
    const warnings = options.verify
      ? await proveFor(renewal, credential, world)
      : otherAccount(credential, renewal.target);
    const where = await destination;
    // Without a place for it there is nothing to try: the reason is thrown for all of them.
    if (where === null || !isBaseten(where))
      throw new CliError("api-key-missing", "There is no Baseten to store the secret in.");
    const [value] = renewal.method.mechanism.secretValues(credential);
    if (value === undefined) throw new CliError("internal", `${renewal.method.title} makes no secret.`);
    const { expiresAt } = credential;
    const secret = await keep({ name: renewal.secret, value, expiresAt }, where, world);
    return { kind: "stored", secret, warnings };
  } catch (error) {
    return { kind: "failed", error: onlyOwn(error) };
  }
}

/**
 * Proves the credential against one image of its host. An answer that says nothing about the image (a registry that
 * can't be reached from here) is a warning only: Baseten may well reach it.
 * @throws CliError `pull-denied`
 */
async function proveFor(
  renewal: Renewal,
  credential: BasicCredential,
  world: World,
): Promise<readonly Warning[]> {
  const { verdict, warnings } = await provePull(renewal.target, credential, world);
  if (verdict.status === "denied") throw denial(renewal, verdict.reason);
  if (verdict.status !== "unverifiable" || verdict.reason === null) return warnings;
  return [...warnings, { code: "pull-unverified", message: `Stored without proof: ${verdict.reason}` }];
}

/** `--schedule` contacts nobody; what can't be read is told, and the rest is scheduled. */
async function scheduled(gathering: Gathering, options: RefreshOptions, world: World): Promise<Outcome> {
  const { readings, renewals } = gathering;
  saySummary({ readings, renewals, ended: new Map() }, options, false, world);
  const document = await giveSchedule(renewals, options, world);
  return { document, exitCode: worst(errorsOf(readings)) };
}

async function conclude(result: RefreshResult, options: RefreshOptions, world: World): Promise<Outcome> {
  const { page } = world.terminal;
  const clock = { now: world.now() };
  if (!options.json)
    await world.terminal.result(
      page === null
        ? refreshTable(result, clock)
        : refreshPage(result, clock, paintOf(page.colour), page.columns),
    );
  saySummary(result, options, page !== null, world);
  if (options.dryRun) world.terminal.say("  Dry run: nothing was fetched or stored.");
  const errors = errorsOf([...result.readings, ...result.ended.values()]);
  return { document: refreshJson(result), exitCode: worst(errors) };
}

function saySummary(result: RefreshResult, options: RefreshOptions, told: boolean, world: World): void {
  const paint = paintOf(world.terminal.colour);
  const check = ownCommand(["check", "--online", ...whose(options)], options, world);
  for (const line of summaryLines(result, { paint, check, told })) world.terminal.say(line);
}

/** The flags that say who signs in, here and in Baseten. */
const whose = ({
  awsProfiles,
  impersonateServiceAccount,
  remote,
  team,
}: RefreshOptions): readonly string[] => [
  ...[...awsProfiles].flatMap(([account, name]) => [
    "--aws-profile",
    account === "*" ? name : `${account}=${name}`,
  ]),
  ...(impersonateServiceAccount === undefined
    ? []
    : ["--impersonate-service-account", impersonateServiceAccount]),
  ...(remote === undefined ? [] : ["--remote", remote]),
  ...(team === undefined ? [] : ["--team", team]),
];

const errorsOf = (ends: readonly (Reading | Ended)[]): readonly CliError[] =>
  ends.flatMap((end) => (end.kind === "failed" ? [end.error] : []));

/** The highest exit code; 0 without errors. */
const worst = (errors: readonly CliError[]): Outcome["exitCode"] =>
  errors.map((error) => exitCodeOf(error.code)).sort((one, other) => other - one)[0] ?? 0;
