// How does the pointer of a list get to a choice? By the choice's label, wherever in the list that stands.

/** A list on a screen, and the two keys that move its pointer. */
export interface List {
  screen(): Promise<string> | string;
  /** Done when the screen has followed. */
  press(key: "down" | "up"): Promise<void>;
}

/**
 * Moves the pointer to the choice with this label: down to the end of the list, then up.
 * @param label the whole name of the choice; "OIDC" is not "OIDC role"
 * @throws with the screen when no choice has it
 */
export async function pointTo(label: string, list: List): Promise<void> {
  const before = await list.screen();
  for (const key of ["down", "up"] as const) {
    // At its end a list stays as it is; one that loops comes back to where it was.
    const seen = new Set<string>();
    for (let screen = await list.screen(); !seen.has(screen); screen = await list.screen()) {
      if (pointsAt(screen, label)) return;
      seen.add(screen);
      await list.press(key);
    }
  }
  throw new Error(`No choice "${label}" in this prompt:\n${before}`);
}

/** A name ends with its line, or with the blanks before its half-line. */
const pointsAt = (screen: string, label: string): boolean =>
  screen.split("\n").some((line) => line === `❯ ${label}` || line.startsWith(`❯ ${label}  `));
