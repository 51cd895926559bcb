// The cloud's side: the role, user or account that lets Baseten in is found, named, planned to be made, or printed. Most
// set-ups have no use for it, so it is loaded when it is wanted.
import { canAsk } from "../credential/ask.ts";
import { canGrant } from "../grant/can-grant.ts";
import { keptValues } from "../mechanisms/index.ts";
import { CliError } from "../values/errors.ts";
import { isOver, type Known, type Step, settled } from "./known.ts";

/** Settles what is to be made, before its name is asked for. Where a key or token is stored, only a flag says so here. */
export const grant: Step = async (known, world) => {
  if (isOver(known)) return known;
  const { options } = known;
  const method = settled(known.method);
  const { registry } = settled(known.found);
  if (!canGrant({ registry, method })) {
    if (options.grant === undefined) return known;
    throw new CliError("usage", `--grant makes nothing for ${registry.title}, --method ${method.id}.`, {
      hint: "It makes what ECR and Artifact Registry need, and a token of Azure's registry.",
    });
  }
  if (options.grant === "create") return (await import("./plan-grant.ts")).planGrant(known, "method", world);
  if (options.grant !== undefined)
    return (await import("./plan-grant.ts")).printGrant(known, options.grant, world);
  if (method.typed !== null || options.dryRun || !canAsk(world) || isNamed(known)) return known;
  const { askRole } = await import("./role.ts");
  return askRole(known, world);
};

/** Whether flags or config.yaml name the role or account already. */
export function isNamed({ options, found, method, situation }: Known): boolean {
  const { target } = settled(found);
  const { mechanism } = settled(method);
  const kept = keptValues(mechanism, situation.truss.dockerAuth, target);
  const [first] = mechanism.fields;
  return first !== undefined && (options[first.value] ?? kept[first.value]) !== undefined;
}
