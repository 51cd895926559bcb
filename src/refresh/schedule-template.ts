// What the schedules are made of: their jobs, and how a template is filled.
import { type Document, visit } from "yaml";

/** Projects that are renewed at the same pace with the same sign-in. */
export interface ScheduledJob {
  readonly registry: "ecr" | "artifact-registry";
  /** ECR: whose role signs in, and a region of its registries. */
  readonly account?: string;
  readonly region?: string;
  /** The AWS profile of this machine; cron runs here too. */
  readonly profile?: string;
  /** What follows `refresh` where the whole tree is there. */
  readonly args: readonly string[];
  /** The files that are enough to renew every credential: one project a host. Relative, with `/`. */
  readonly files: readonly string[];
}

export interface ScheduleContext {
  /** This tool's exact version. */
  readonly version: string;
  /** Absolute; where cron starts. */
  readonly cwd: string;
  /** Flags that hold anywhere, such as `--team`. */
  readonly flags: readonly string[];
  /** The remote of ~/.trussrc, which only this machine has. */
  readonly remote?: string;
  readonly impersonate?: string;
}

/** The role, or service account, that a schedule signs in as. */
export const roleName = "registry-refresh";

/** The role of an account. China and the government regions are partitions of their own. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function roleOf({ account = "", region = "" }: ScheduledJob): string {
  const partitions = { "cn-": "aws-cn", "us-gov-": "aws-us-gov", "eusc-": "aws-eusc" };
  const partition = Object.entries(partitions).find(([start]) => region.startsWith(start))?.[1] ?? "aws";
  return `arn:${partition}:iam::${account}:role/${roleName}`;
}

/** Fills `${name}`; GitHub's own `${{ … }}` is another thing. */
export const fillText = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** Fills the scalars of a parsed template; values never become YAML. */
export function fill(document: Document, values: Readonly<Record<string, string>>): void {
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === "string") node.value = fillText(node.value, values);
    },
  });
}

/** Long values stay on their line, where people look for them. */
export const print = (document: Document): string =>
  document.toString({ lineWidth: 0, flowCollectionPadding: false });
