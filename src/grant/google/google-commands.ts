// The commands of gcloud that a grant runs, in JSON.
import { gcloud } from "../../programs/gcloud/commands.ts";
import { listAt, oneLine, textAt } from "../../text/json.ts";
import type { Command } from "../../world/types.ts";
import type { Resource, Variable } from "../types.ts";
import { filled } from "../variables.ts";

/** A command whose reply is JSON. */
export const asJson = (...args: readonly string[]): Command => gcloud(...args, "--format=json");

/** What gcloud prints where there is no such thing. An account that isn't there is also told by its name. */
export const notThere = ["NOT_FOUND", "Unknown service account", "does not exist"];

/** The project's number, which principals are named by. */
export const projectNumber = (project: string): Variable => ({
  name: "PROJECT_NUMBER",
  command: gcloud("projects", "describe", project, "--format=value(projectNumber)"),
  read: (stdout) => {
    const number = oneLine(stdout)?.reveal() ?? "";
    return /^\d+$/.test(number) ? number : null;
  },
});

interface BindingOptions {
  readonly kind: Resource["kind"];
  readonly name: string;
  readonly note: string;
  /** `iam service-accounts`, and what stands behind `get-iam-policy`. */
  readonly group: readonly string[];
  readonly on: readonly string[];
  /** Fragments of what is printed while the thing itself isn't there yet. */
  readonly absent: readonly string[];
  readonly role: string;
  /** May hold a variable. */
  readonly member: string;
  readonly terraform: Resource["terraform"];
}

/** A role given to a member. Adding it again changes nothing, nor does it take one from anybody. */
export function binding(options: BindingOptions): Resource {
  const { kind, name, note, group, on, absent, role, member, terraform } = options;
  const compare: Resource["compare"] = (reply, _, known) => {
    const wanted = filled(member, known);
    const bound = holds(
      reply,
      (given) => given === role,
      (given) => given === wanted,
    );
    return { state: bound ? "there" : "missing" };
  };
  return {
    kind,
    name,
    note,
    read: asJson(...group, "get-iam-policy", ...on),
    absent,
    compare,
    make: asJson(
      ...group,
      "add-iam-policy-binding",
      ...on,
      `--role=${role}`,
      `--member=${member}`,
      "--condition=None",
    ),
    shell: { form: "put" },
    terraform,
  };
}

/** Whether a policy gives such a role to such a member, without a condition. */
export const holds = (
  policy: unknown,
  role: (role: string) => boolean,
  member: (member: string) => boolean,
): boolean =>
  listAt(policy, "bindings").some(
    (one) =>
      role(textAt(one, "role") ?? "") &&
      textAt(one, "condition", "expression") === null &&
      listAt(one, "members").some((given) => typeof given === "string" && member(given)),
  );
