// What is the world of a grant that runs against real programs? Theirs; the clock alone is moved by hand.

import type { Goal } from "../../../src/grant/grant-for.ts";
import { findRegistry } from "../../../src/registries/index.ts";
import type { MethodId } from "../../../src/registries/types.ts";
import { interrupted } from "../../../src/values/errors.ts";
import { parseImage } from "../../../src/values/image.ts";
import { createExec } from "../../../src/world/exec.ts";
import type { Command, Exec, ExecResult, World } from "../../../src/world/types.ts";
import { fakeWorld } from "../../support/world.ts";

/** Whom Baseten says it is. */
export const wanted = { organization: "PJAd5Q0", team: { id: "wgeyxoq", name: "Default" } } as const;

/** An image and a method of its registry. */
export function goal(image: string, id: MethodId): Goal {
  const { registry, target } = findRegistry(parseImage(image));
  const method = registry.methods.find((one) => one.id === id);
  if (method === undefined) throw new Error(`${registry.id} has no method ${id}`);
  return { registry, method, target };
}

/** Runs real programs, and keeps what they were asked. */
export interface GrantWorld extends World {
  readonly ran: readonly Command[];
}

/** Answers a command in the place of the program; null lets the program answer. */
export type Shim = (command: Command) => Promise<ExecResult | null>;

/** A world whose programs are those on the PATH of this environment. */
export function grantWorld(env: Readonly<Record<string, string>>, shim: Shim = async () => null): GrantWorld {
  const exec = createExec({ env });
  const ran: Command[] = [];
  const recorded: Exec = async (command) => {
    ran.push(command);
    return (await shim(command)) ?? exec(command);
  };
  return { ...fakeWorld(), exec: recorded, ran };
}

/** Whether a command only looks. */
const isLook = ({ args }: Command): boolean => args.some((arg) => /^(?:get|list|describe)(?:-|$)/.test(arg));

/** The commands that change something, each as `program verb`. */
export const changes = (ran: readonly Command[]): readonly string[] =>
  ran.filter((command) => !isLook(command)).map(({ args }) => args.slice(0, 2).join(" "));

/** A shim that lets so many changes happen, and then is Ctrl+C. */
export function stopAfter(count: number): Shim {
  let left = count;
  return async (command) => {
    if (isLook(command)) return null;
    if (left === 0) throw interrupted();
    left -= 1;
    return null;
  };
}
