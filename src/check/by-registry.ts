// Who pulls from where, and how long does that last? The team's picture, made of many projects. Pure.
import { mechanismNamed } from "../mechanisms/index.ts";
import { hostSecret, plainSecret } from "../mechanisms/registry-secret.ts";
import type { Paint } from "../text/paint.ts";
import { hang, wrap } from "../text/wrap.ts";
import type { View } from "./findings/types.ts";
import { secretNames, textAt } from "./findings/view.ts";

/** How a project pulls, as its config.yaml says; null where no file could be read. */
export interface Pull {
  /** The registry's id and title, and its host; null where the project names no image. */
  readonly from: { readonly id: string; readonly title: string; readonly host: string } | null;
  /** A method's id, or why there is none: anyone may pull, or nothing signs in. */
  readonly method: string | null;
  /** `12-hour token`, `anyone can pull`, `nothing signs in` */
  readonly how: string;
  /** Hours that a credential lasts once it is stored; null where it doesn't end by itself, or its owner set its end. */
  readonly lifetimeHours: number | null;
  /** `lasts 12 hours once it is fetched`; empty where nothing is known of it. */
  readonly ends: string;
}

/** How a project pulls. Nothing is asked: it is what the file says. */
export function pullOf(view: View): Pull {
  const none = { method: null, lifetimeHours: null, ends: "" };
  if (view.image === null) return { ...none, from: null, how: "no image of its own" };
  const { registry, target } = view.image;
  const { host } = target;
  const from = { id: registry.id, title: registry.title, host: target.image.host };
  if (target.publicBecause !== undefined) return { ...none, from, how: "anyone can pull" };
  const plain = secretNames(view).includes(hostSecret(host)) ? plainSecret : null;
  const stated = textAt(view, view.dockerAuth, "auth_method");
  const mechanism = view.dockerAuth === null ? plain : mechanismNamed(stated ?? "");
  const method = registry.methods.find((one) => one.mechanism === mechanism || one.alias === mechanism);
  if (method === undefined)
    return { ...none, from, how: mechanism === null ? "nothing signs in" : `${mechanism.authMethod}` };
  const { id, title, hours, typed } = method;
  const ends =
    hours !== undefined
      ? `lasts ${hours} hour${hours === 1 ? "" : "s"} once it is fetched`
      : typed === null
        ? "never ends"
        : "lasts until its owner ends it";
  return { from, method: id, how: title, lifetimeHours: hours ?? null, ends };
}

/** Projects that pull in one way from one host. */
export interface PullGroup extends Pull {
  /** As to be shown. Never empty. */
  readonly projects: readonly string[];
}

/** Gathers projects one by one; those of a kind share one description, so that a thousand texts need not be held. */
export function gatherPulls() {
  const groups = new Map<string, PullGroup & { readonly projects: string[] }>();
  return {
    add(project: string, view: View): void {
      const pull = pullOf(view);
      const key = [pull.from?.id, pull.from?.host, pull.method, pull.how].join(" ");
      const known = groups.get(key);
      if (known !== undefined) known.projects.push(project);
      // Copied, or each name would hold the whole text that it is a piece of.
      else groups.set(key, { ...(JSON.parse(JSON.stringify(pull)) as Pull), projects: [project] });
    },
    /** By registry, then host, in the order in which they came. */
    groups: (): readonly PullGroup[] => {
      const hosts = [...new Set([...groups.values()].map(hostOf))];
      return hosts.flatMap((host) => [...groups.values()].filter((group) => hostOf(group) === host));
    },
  };
}

const hostOf = ({ from }: Pull): string => from?.host ?? "";

/** The part of `--json`. */
export const pullsJson = (groups: readonly PullGroup[]): readonly object[] =>
  groups.map(({ from, method, how, lifetimeHours, projects }) => ({
    registry: from?.id ?? null,
    host: from?.host ?? null,
    ...{ method, how, lifetimeHours, projects },
  }));

const folderOf = (project: string): string => project.replace(/[/\\]config\.ya?ml$/, "");

/** So many projects are named; of more, how many there are. */
const mostNamed = 6;

/** A block for people: each host with its ways to sign in, and each way with its projects. */
export function pullLines(groups: readonly PullGroup[], paint: Paint, columns: number): readonly string[] {
  let before: string | null = null;
  return groups.flatMap((group) => {
    const { from, how, ends, projects } = group;
    const host = hostOf(group);
    const head =
      host === before
        ? []
        : [wrap(`  ${paint.bold(from?.title ?? "No registry")}${host && ` · ${host}`}`, columns)];
    before = host;
    const named = projects.slice(0, mostNamed).map(folderOf).join(", ");
    const more = projects.length > mostNamed ? ` and ${projects.length - mostNamed} more` : "";
    return [
      ...head,
      wrap(`    ${how}${ends && paint.dim(` · ${ends}`)}`, columns),
      hang("      ", `${named}${more}`, columns),
    ];
  });
}
