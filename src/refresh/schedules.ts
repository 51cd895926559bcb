// What does a schedule that renews tokens look like, for GitHub Actions, GitLab CI, cron and Kubernetes? Pure.
// Values are set on parsed YAML, never pasted into it, so that none can break out.
import { isSeq, parseAllDocuments, parseDocument } from "yaml";
import cronText from "../../templates/schedules/cron.txt";
import githubText from "../../templates/schedules/github-actions.yaml";
import kubernetesText from "../../templates/schedules/kubernetes.yaml";
import type { ScheduleId } from "../flow.ts";
import { quoted, shellLine } from "../text/shell.ts";
import { CliError } from "../values/errors.ts";
import { gitlabPipeline } from "./gitlab-schedule.ts";
import {
  fill,
  fillText,
  print,
  roleName,
  roleOf,
  type ScheduleContext,
  type ScheduledJob,
} from "./schedule-template.ts";

export type { ScheduleContext, ScheduledJob } from "./schedule-template.ts";

/** The text of a schedule; jobs must not be empty. @throws CliError `invalid-value` for a line break */
export function scheduleText(
  id: ScheduleId,
  jobs: readonly ScheduledJob[],
  context: ScheduleContext,
): string {
  const words = [context.cwd, ...context.flags, ...jobs.flatMap(({ args, files }) => [...args, ...files])];
  // In a crontab or a comment a line break would start a line of its own.
  if (words.some((word) => /[\r\n]/.test(word)))
    throw new CliError("invalid-value", "A folder's name or a flag holds a line break.", {
      hint: "Rename it; a schedule can't hold it.",
    });
  if (id === "github-actions") return githubWorkflow(jobs, context);
  if (id === "gitlab-ci") return gitlabPipeline(jobs, context);
  return id === "cron" ? crontab(jobs, context) : cronJobs(jobs, context);
}

function githubWorkflow(
  jobs: readonly ScheduledJob[],
  { version, flags, impersonate }: ScheduleContext,
): string {
  const document = parseDocument(githubText);
  const aws = jobs.filter(({ registry }) => registry === "ecr");
  const google = jobs.filter(({ registry }) => registry === "artifact-registry");
  const include = aws.map((job) => ({
    role: roleOf(job),
    region: job.region ?? "",
    refresh: shellLine([...job.args, ...flags]),
  }));
  fill(document, { version, refresh: shellLine([...(google[0]?.args ?? []), ...flags]) });
  document.setIn(["jobs", "ecr", "strategy", "matrix", "include"], document.createNode(include));
  const account = ["jobs", "google", "steps", 2, "with", "service_account"];
  if (impersonate !== undefined) document.setIn(account, impersonate);
  if (aws.length > 0 && google.length > 0) return print(document);
  // With one kind every event is meant for it.
  const [gone, kept] = aws.length === 0 ? ["ecr", "google"] : ["google", "ecr"];
  document.deleteIn(["jobs", gone]);
  document.deleteIn(["jobs", kept, "if"]);
  const schedule = document.getIn(["on", "schedule"]);
  // The first item's comment stands before the list.
  if (gone === "ecr" && isSeq(schedule)) schedule.commentBefore = null;
  for (const index of gone === "ecr" ? [0] : [3, 2, 1]) document.deleteIn(["on", "schedule", index]);
  return print(document);
}

/** A block of the template serves one kind of job; the first block serves all. */
function crontab(jobs: readonly ScheduledJob[], context: ScheduleContext): string {
  const [header = "", ecr = "", google = ""] = cronText.trimEnd().split("\n\n");
  const blocks = jobs.map((job) => {
    const [block, name] = job.registry === "ecr" ? [ecr, "ecr"] : [google, "google"];
    const account = job.account === undefined ? "" : `, account ${job.account}`;
    return fillText(block, { account, [name]: cronCommand(job, context) });
  });
  return `${[header, ...blocks].join("\n\n")}\n`;
}

const flag = (name: string, value: string | undefined): readonly string[] =>
  value === undefined ? [] : [name, value];

function cronCommand(job: ScheduledJob, context: ScheduleContext): string {
  const { version, cwd, flags, remote, impersonate } = context;
  const google = job.registry === "artifact-registry";
  const own = [
    ...flag("--aws-profile", job.profile),
    ...flag("--remote", remote),
    ...flag("--impersonate-service-account", google ? impersonate : undefined),
  ];
  const tool = ["npx", `create-registry-auth@${version}`, "refresh"];
  const command = shellLine([...tool, ...job.args, ...flags, ...own]);
  const text = `. "$HOME/.config/create-registry-auth.env" && cd ${quoted(cwd)} && ${command}`;
  // cron ends a command at a bare percent sign.
  return text.replaceAll("%", "\\%");
}

function cronJobs(jobs: readonly ScheduledJob[], context: ScheduleContext): string {
  const several = jobs.filter(({ registry }) => registry === "ecr").length > 1;
  const texts = jobs.map((job) => {
    const name = `${roleName}-${job.registry === "ecr" ? "ecr" : "google"}`;
    return cronJob(job, several && job.account ? `${name}-${job.account}` : name, context);
  });
  const head = [
    "Renews registry tokens in a cluster that signs in to AWS or Google by OIDC; no cloud key is stored.",
    "First, in the folder this was made in, and in the namespace it will run in:",
    '  printf %s "$BASETEN_API_KEY" | kubectl create secret generic baseten --from-file=BASETEN_API_KEY=/dev/stdin',
    ...texts.map(({ configMap }) => `  ${configMap}`),
  ];
  return `${head.map((line) => `# ${line}\n`).join("")}${texts.map(({ text }) => text).join("---\n")}`;
}

/** One job's ServiceAccount and CronJob, and the command that makes its ConfigMap. */
function cronJob(
  job: ScheduledJob,
  name: string,
  { version, flags, impersonate }: ScheduleContext,
): { readonly text: string; readonly configMap: string } {
  const all = parseAllDocuments(kubernetesText);
  const documents = "empty" in all ? [] : job.registry === "ecr" ? all.slice(0, 2) : all.slice(2);
  const items = job.files.map((file, index) => ({ key: `project-${index + 1}`, path: inside(file) }));
  const serviceAccount = impersonate ?? `${roleName}@my-project.iam.gserviceaccount.com`;
  for (const document of documents) fill(document, { name, version, role: roleOf(job), serviceAccount });
  const pod = ["spec", "jobTemplate", "spec", "template", "spec"];
  const [, cronJobDocument] = documents;
  for (const word of [...items.map(({ path }) => path), ...flags])
    cronJobDocument?.addIn([...pod, "containers", 0, "command"], word);
  cronJobDocument?.setIn([...pod, "volumes", 1, "configMap", "items"], cronJobDocument.createNode(items));
  const sources = items.map(({ key }, index) => `--from-file=${key}=${job.files[index]}`);
  return {
    text: documents.map((document) => withoutMark(print(document))).join("---\n"),
    configMap: shellLine(["kubectl", "create", "configmap", name, ...sources]),
  };
}

const withoutMark = (text: string): string => text.replace(/^---\n/, "");

/** A path that stays within the folder it is mounted in. */
const inside = (file: string): string =>
  file.replace(/^(?:\.\.?\/)+|^[A-Za-z]:|^\/+/g, "").replace(/^\/+/, "");
