// Is each schedule valid for its own consumer, and does it fire as often as it says?
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import type { ScheduleId } from "../../src/flow.ts";
import { type ScheduleContext, type ScheduledJob, scheduleText } from "../../src/refresh/schedules.ts";
import { minutesOf } from "../support/cron.ts";

const ecr: ScheduledJob = {
  registry: "ecr",
  account: "123456789012",
  region: "us-east-1",
  profile: "prod",
  args: ["a/config.yaml"],
  files: ["a/config.yaml"],
};
const china: ScheduledJob = {
  ...ecr,
  ...{ account: "210987654321", region: "cn-north-1", profile: "it's mine" },
  args: ["../b c/100%/config.yaml"],
  files: ["../b c/100%/config.yaml"],
};
const google: ScheduledJob = {
  registry: "artifact-registry",
  args: ["g/config.yaml"],
  files: ["g/config.yaml", "h/config.yaml"],
};
const context: ScheduleContext = {
  version: "1.2.3",
  cwd: "/home/me/my models",
  flags: ["--team", "ML team"],
  remote: "staging",
  impersonate: "puller@p.iam.gserviceaccount.com",
};
const combinations: readonly (readonly [string, readonly ScheduledJob[]])[] = [
  ["ECR alone", [{ ...ecr, args: ["-r", "."] }]],
  ["Google alone", [google]],
  ["two accounts", [ecr, china]],
  ["everything", [ecr, china, google]],
];
const ids: readonly ScheduleId[] = ["github-actions", "gitlab-ci", "cron", "kubernetes"];
const text = (id: ScheduleId, jobs: readonly ScheduledJob[]) => scheduleText(id, jobs, context);

describe.each(combinations)("%s", (_, jobs) => {
  const hasEcr = jobs.some(({ registry }) => registry === "ecr");
  const hasGoogle = jobs.some(({ registry }) => registry === "artifact-registry");

  test("the workflow has the shape that GitHub takes", () => {
    const workflow = parse(text("github-actions", jobs));
    expect(Object.keys(workflow)).toEqual(["name", "on", "permissions", "jobs"]);
    expect(workflow.permissions).toEqual({ contents: "read", "id-token": "write" });
    expect(Object.keys(workflow.on)).toEqual(["workflow_dispatch", "schedule"]);
    expect(Object.keys(workflow.jobs)).toEqual([
      ...(hasEcr ? ["ecr"] : []),
      ...(hasGoogle ? ["google"] : []),
    ]);
    for (const job of Object.values<Record<string, unknown>>(workflow.jobs)) {
      expect(job["runs-on"]).toBe("ubuntu-latest");
      expect("if" in job).toBe(hasEcr && hasGoogle);
      for (const step of job.steps as Record<string, unknown>[]) {
        expect([step.uses, step.run].filter((value) => typeof value === "string")).toHaveLength(1);
        if (step.uses) expect(step.uses).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
        if (step.run)
          expect(step).toMatchObject({
            run: expect.stringMatching(/^npx create-registry-auth@1\.2\.3 refresh \S/),
            env: { BASETEN_API_KEY: "$" + "{{ secrets.BASETEN_API_KEY }}" },
          });
      }
    }
  });

  test("the workflow's jobs are started by lines that exist", () => {
    const { on, jobs: found } = parse(text("github-actions", jobs));
    const lines = on.schedule.map(({ cron }: { cron: string }) => cron);
    expect(lines).toHaveLength((hasEcr ? 1 : 0) + (hasGoogle ? 3 : 0));
    for (const { if: condition } of Object.values<{ if?: string }>(found))
      if (condition)
        expect(lines).toContain(
          /== '([^']+)'|!= '([^']+)'$/
            .exec(condition.split("||").at(-1) ?? "")
            ?.slice(1)
            .find(Boolean),
        );
  });

  test("every line of the crontab parses", () => {
    const lines = text("cron", jobs).trimEnd().split("\n");
    for (const line of lines)
      expect(line).toMatch(
        /^$|^#|^[A-Z]+=\S+$|^(?:[\d*,/-]+ ){5}\. "\$HOME\/\S+" && cd .* npx create-registry-auth@1\.2\.3 refresh \S/,
      );
    // A bare percent sign would end the command there.
    for (const line of lines.filter((one) => /^[\d*]/.test(one))) expect(line).not.toMatch(/(?<!\\)%/);
  });

  test("each CronJob has what Kubernetes requires, and its names fit together", () => {
    const documents = parseAllDocuments(text("kubernetes", jobs));
    const all = ("empty" in documents ? [] : documents).map((document) => document.toJS());
    expect(all.map(({ kind }) => kind)).toEqual(jobs.flatMap(() => ["ServiceAccount", "CronJob"]));
    expect(new Set(all.map(({ metadata }) => metadata.name)).size).toBe(jobs.length);
    for (let index = 0; index < all.length; index += 2) expectCronJob(all[index], all[index + 1]);
  });

  test("GitLab's jobs each have a sign-in of their own, and run when a schedule says so", () => {
    const found = parse(text("gitlab-ci", jobs)) as Record<string, Record<string, unknown>>;
    expect(Object.keys(found)).toHaveLength(jobs.length);
    for (const [name, job] of Object.entries(found)) {
      const kind = name.startsWith("refresh-ecr") ? "ecr" : "google";
      expect(job.rules).toEqual([{ if: `$CI_PIPELINE_SOURCE == "schedule" && $REFRESH == "${kind}"` }]);
      expect(Object.keys(job.id_tokens as object)).toHaveLength(1);
      expect(job.script).toEqual([
        expect.stringMatching(/^npx --yes create-registry-auth@1\.2\.3 refresh \S.* --team 'ML team'$/),
      ]);
    }
    const header = text("gitlab-ci", jobs)
      .split("\n")
      .filter((line) => line.startsWith("#"));
    expect(header.some((line) => line.includes("REFRESH=ecr"))).toBe(hasEcr);
    expect(header.some((line) => line.includes("REFRESH=google"))).toBe(hasGoogle);
  });

  test.each(ids)("%s stores no cloud key and leaves no placeholder", (id) => {
    expect(text(id, jobs)).not.toMatch(/AWS_SECRET|AWS_ACCESS|credentials_json|\$\{\w/);
  });
});

// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/cron-job-v1/
// biome-ignore lint/suspicious/noExplicitAny: parsed YAML, whose shape is what is tested
function expectCronJob(account: any, cronJob: any): void {
  expect(account).toMatchObject({ apiVersion: "v1", kind: "ServiceAccount" });
  expect(cronJob).toMatchObject({ apiVersion: "batch/v1", kind: "CronJob" });
  expect(cronJob.metadata.name).toMatch(/^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$/);
  const pod = cronJob.spec.jobTemplate.spec.template.spec;
  expect(pod.serviceAccountName).toBe(account.metadata.name);
  expect(pod.restartPolicy).toBe("Never");
  const volumes = pod.volumes.map(({ name }: { name: string }) => name);
  for (const container of [...pod.initContainers, ...pod.containers]) {
    expect(container).toMatchObject({ name: expect.any(String), image: expect.any(String) });
    for (const word of container.command) expect(word).toEqual(expect.any(String));
    for (const { name, mountPath } of container.volumeMounts) {
      expect(volumes).toContain(name);
      expect(mountPath).toMatch(/^\//);
    }
  }
  const { items } = pod.volumes[1].configMap;
  const { command } = pod.containers[0];
  for (const { key, path } of items) {
    expect(key).toMatch(/^[-._a-zA-Z0-9]+$/);
    expect(path).not.toMatch(/^\/|^\.\./);
    expect(command).toContain(path);
  }
}

describe("how often", () => {
  const lines = (jobs: readonly ScheduledJob[]): string[] =>
    text("cron", jobs)
      .split("\n")
      .filter((line) => /^[\d*]/.test(line))
      .map((line) => line.split(" ").slice(0, 5).join(" "));
  const gaps = (crons: readonly string[]): number[] => {
    const times = [...new Set(crons.flatMap(minutesOf))].sort((a, b) => a - b);
    return times.map((time, index) => (times[index + 1] ?? (times[0] ?? 0) + 1440) - time);
  };

  test("*/45 isn't every 45 minutes", () =>
    expect(new Set(gaps(["*/45 * * * *"]))).toEqual(new Set([45, 15])));
  test("ECR: every 6 hours", () => expect(gaps(lines([ecr]))).toEqual([360, 360, 360, 360]));
  test("Google: every 45 minutes, over midnight too", () => {
    expect(new Set(gaps(lines([google])))).toEqual(new Set([45]));
    const { on } = parse(text("github-actions", [google]));
    expect(new Set(gaps(on.schedule.map(({ cron }: { cron: string }) => cron)))).toEqual(new Set([45]));
  });
  test("Google in Kubernetes, where there is one line: every 30 minutes", () => {
    const cron = /schedule: "([^"]+)"/.exec(text("kubernetes", [google]))?.[1] ?? "";
    expect(new Set(gaps([cron]))).toEqual(new Set([30]));
  });
});

test("odd words stay words", () => {
  const { jobs } = parse(text("github-actions", [ecr, china]));
  expect(jobs.ecr.strategy.matrix.include[1]).toMatchInlineSnapshot(`
    {
      "refresh": "'../b c/100%/config.yaml' --team 'ML team'",
      "region": "cn-north-1",
      "role": "arn:aws-cn:iam::210987654321:role/registry-refresh",
    }
  `);
  const gitlab = parse(text("gitlab-ci", [ecr, china]));
  expect(gitlab["refresh-ecr-210987654321"]).toMatchObject({
    script: ["npx --yes create-registry-auth@1.2.3 refresh '../b c/100%/config.yaml' --team 'ML team'"],
    variables: { AWS_ROLE_ARN: "arn:aws-cn:iam::210987654321:role/registry-refresh" },
  });
  expect(text("cron", [china]).trimEnd().split("\n").at(-1)).toMatchInlineSnapshot(
    `"7 */6 * * * . "$HOME/.config/create-registry-auth.env" && cd '/home/me/my models' && npx create-registry-auth@1.2.3 refresh '../b c/100\\%/config.yaml' --team 'ML team' --aws-profile 'it'\\''s mine' --remote staging"`,
  );
  expect(text("kubernetes", [china]).split("\n").slice(0, 4).join("\n")).toMatchInlineSnapshot(`
    "# Renews registry tokens in a cluster that signs in to AWS or Google by OIDC; no cloud key is stored.
    # First, in the folder this was made in, and in the namespace it will run in:
    #   printf %s "$BASETEN_API_KEY" | kubectl create secret generic baseten --from-file=BASETEN_API_KEY=/dev/stdin
    #   kubectl create configmap registry-refresh-ecr '--from-file=project-1=../b c/100%/config.yaml'"
  `);
});

test("a line break, which would start a line of its own, is refused", () => {
  expect(() => text("cron", [{ ...ecr, args: ["a\n* * * * * rm -r ."] }])).toThrow(
    expect.objectContaining({ code: "invalid-value" }),
  );
});
