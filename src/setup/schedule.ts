// Asks, after a token was stored, for a schedule that renews it before it expires.
import type { ScheduleId } from "../flow.ts";
import type { InteractiveWorld } from "../world/types.ts";

/** The schedule to print; null for none. */
export function askSchedule(world: InteractiveWorld): Promise<ScheduleId | null> {
  return world.prompter.select<ScheduleId | null>({
    message: "Print a schedule that renews it?",
    choices: [
      { value: null, name: "Not now", description: "create-registry-auth refresh renews it by hand" },
      { value: "github-actions", name: "GitHub Actions" },
      { value: "cron", name: "cron" },
      { value: "kubernetes", name: "Kubernetes" },
    ],
  });
}
