// How is a program run that asks the person itself, such as one that signs in? In their own terminal, unread.
import { interrupted } from "../values/errors.ts";
import { refuseDebugging, withoutForeign } from "./child-env.ts";
import type { World } from "./types.ts";

/** Milliseconds that somebody may take to sign in, a browser and a second factor included. */
const patienceMs = 600_000;

/** Makes the `attend` of a world. Nothing of what the program prints or is told passes through here. */
export function createAttend({
  env,
  signal,
}: {
  env: Readonly<Record<string, string | undefined>>;
  signal?: AbortSignal;
}): World["attend"] {
  return async ({ file, args }) => {
    refuseDebugging(env);
    const { execa } = await import("execa");
    const { failed } = await execa(file, [...args], {
      // What it prints is for the person, not for whoever reads our stdout.
      stdio: [0, 2, 2],
      env: withoutForeign(file, env),
      extendEnv: false,
      verbose: "none",
      reject: false,
      timeout: patienceMs,
      ...(signal === undefined ? {} : { cancelSignal: signal }),
    });
    if (signal?.aborted) throw interrupted();
    return !failed;
  };
}
