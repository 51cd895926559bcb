// A grant as Terraform, for those who make things that way. It holds no secret, nor would its state.

import { dashed } from "../text/shell.ts";
import { terraformText } from "../text/terraform.ts";
import { labelOf } from "./plan-lines.ts";
import type { GrantPlan } from "./read-grant.ts";
import type { Grant, ResourceKind } from "./types.ts";

/**
 * The text of a `.tf` file. @param plan what was read, where somebody could: what is there gets no block, since
 * Terraform would take it over; without it everything gets one
 */
export function terraform(grant: Grant, plan?: GrantPlan): string {
  const states = new Map(plan?.planned.map(({ resource, found }) => [resource.kind, found.state]));
  const there = new Set<ResourceKind>(
    [...states].filter(([, state]) => state === "there").map(([kind]) => kind),
  );
  const blocks = grant.resources.map((resource) =>
    there.has(resource.kind)
      ? `# The ${labelOf(resource.kind)} ${resource.name} is there already.`
      : resource.terraform(there),
  );
  const outputs = Object.entries(grant.values).map(
    ([key, value]) => `# For ${dashed(key)}
output "${dashed(key).slice(2).replaceAll("-", "_")}" {
  value = ${terraformText(value).replace(/\$\$\{([A-Z_]+)\}/g, (_, name: string) => `\${local.${name.toLowerCase()}}`)}
}`,
  );
  const notes = grant.notes.map((note) => `# ${note}\n`).join("");
  const head = `# Lets Baseten pull a base image. ${grant.place}.\n${notes}${grant.terraform}`;
  return `${[head, ...blocks, ...outputs].join("\n\n")}\n`;
}
