// A GitLab pipeline that renews tokens; when it runs is set in the project. https://docs.gitlab.com/ci/pipelines/schedules/
import { type Document, parseDocument } from "yaml";
import gitlabText from "../../templates/schedules/gitlab-ci.yaml";
import { shellLine } from "../text/shell.ts";
import { fill, print, roleOf, type ScheduleContext, type ScheduledJob } from "./schedule-template.ts";

const blocks = { ecr: "refresh-ecr", "artifact-registry": "refresh-google" } as const;

/** The pipeline: one job for each AWS account, and one for Google. */
export function gitlabPipeline(
  jobs: readonly ScheduledJob[],
  { version, flags, impersonate }: ScheduleContext,
): string {
  const kinds = new Set(jobs.map(({ registry }) => registry));
  const several = jobs.filter(({ registry }) => registry === "ecr").length > 1;
  const made = jobs.map((job) => {
    const document = parseDocument(withoutHeader(gitlabText));
    const [block, other] = blockOf(job);
    document.deleteIn([other]);
    if (impersonate !== undefined && job.registry !== "ecr")
      document.setIn([block, "variables", "GCP_SERVICE_ACCOUNT"], impersonate);
    fill(document, {
      version,
      role: roleOf(job),
      region: job.region ?? "",
      refresh: shellLine([...job.args, ...flags]),
    });
    return several && job.account ? renamed(document, block, `${block}-${job.account}`) : print(document);
  });
  return headerFor(kinds) + made.join("");
}

/** The block of a job, and the one that isn't its own. */
const blockOf = ({ registry }: ScheduledJob): readonly [string, string] =>
  registry === "ecr" ? [blocks.ecr, blocks["artifact-registry"]] : [blocks["artifact-registry"], blocks.ecr];

const renamed = (document: Document, from: string, to: string): string =>
  print(document).replace(`${from}:`, `${to}:`);

const isComment = (line: string): boolean => line.startsWith("#");
const lines = gitlabText.split("\n");
const withoutHeader = (text: string): string =>
  text
    .split("\n")
    .filter((line) => !isComment(line))
    .join("\n");

/** The comment at the top, without what is about a cloud that isn't used. */
function headerFor(kinds: ReadonlySet<ScheduledJob["registry"]>): string {
  const about = { ecr: /AWS|REFRESH=ecr/, "artifact-registry": /Google|REFRESH=google/ } as const;
  const unused = (["ecr", "artifact-registry"] as const).filter((kind) => !kinds.has(kind));
  const kept = lines.filter((line) => isComment(line) && !unused.some((kind) => about[kind].test(line)));
  return kept.map((line) => `${line}\n`).join("");
}
