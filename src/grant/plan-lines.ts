// How does a plan look on the screen? A line a resource, for the caller to colour.
import type { GrantPlan, Planned, State } from "./read-grant.ts";
import type { ResourceKind } from "./types.ts";

const kindNames = {
  "identity-provider": "identity provider",
  role: "role",
  user: "user",
  permission: "permission",
  "repository-policy": "repository's policy",
  "access-key": "access key",
  "service-account": "service account",
  "identity-pool": "identity pool",
  "pool-provider": "provider",
  impersonation: "permission",
  "service-account-key": "key",
  token: "token",
  password: "password",
} as const satisfies Record<ResourceKind, string>;

/** A kind in a person's words. */
export const labelOf = (kind: ResourceKind): string => kindNames[kind];

/** There, made, mended, in the way, or not to be seen. */
export const marks = {
  there: " ",
  missing: "+",
  differs: "~",
  blocked: "!",
  unreadable: "?",
} as const satisfies Record<State["state"], string>;

/** The lines of a plan, under the name of the place where it is made. */
export function planLines({ grant, planned }: GrantPlan): readonly string[] {
  const label = Math.max(...planned.map(({ resource }) => labelOf(resource.kind).length));
  // A name longer than this would push all notes off the screen.
  const name = Math.min(32, Math.max(...planned.map(({ resource }) => resource.name.length)));
  const lines = planned.map((one) => {
    const { kind, name: called } = one.resource;
    const mark = marks[one.found.state];
    return `${mark === " " ? "   " : ` ${mark} `} ${labelOf(kind).padEnd(label)}  ${called.padEnd(name)}  ${noteOf(one)}`;
  });
  return [`  ${grant.place}`, ...lines.map((line) => line.trimEnd())];
}

function noteOf({ resource, found }: Planned): string {
  switch (found.state) {
    case "there":
      return found.note === undefined ? "there" : `there, for ${found.note}`;
    case "missing":
      return resource.note;
    case "differs":
      return found.what;
    case "blocked":
      return found.why;
    case "unreadable":
      return resource.owner === undefined ? "you may not look" : `${resource.owner} must see to it`;
  }
}
