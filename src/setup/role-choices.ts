// The choices of the question which role or service account lets Baseten in.
import type { SetupOptions } from "../flow.ts";
import { grantFor } from "../grant/grant-for.ts";
import type { Wanted } from "../grant/types.ts";
import type { CliError } from "../values/errors.ts";
import type { Choice } from "../world/types.ts";
import { type Known, settled } from "./known.ts";

/** One that may be taken. */
export interface Candidate {
  /** What taking it settles. */
  readonly sets: Pick<SetupOptions, "awsRoleArn" | "gcpServiceAccount">;
  readonly name: string;
  /** Whether it serves as it is. */
  readonly fits: boolean;
  /** A half-line: what it does, or what keeps it from serving. */
  readonly about: string;
}

/** What somebody chooses. */
export type Way = "make" | "name" | "sign-in" | "shell" | "terraform" | Candidate["sets"];

/** Making one comes first where none fits and it may be made. */
export function choicesOf(
  known: Known,
  wanted: Wanted | null,
  there: readonly Candidate[],
  error: CliError | null,
): readonly Choice<Way>[] {
  const named = ({ sets, name, about }: Candidate): Choice<Way> => ({
    value: sets,
    name,
    description: about,
  });
  const makes = known.unmakeable !== true && (error === null || error.code === "access-denied");
  const ecr = settled(known.found).registry.id === "ecr";
  const make: readonly Choice<Way>[] = makes
    ? [
        {
          value: "make",
          name: "Make one",
          description: wanted === null ? "shown before it is made" : whatIsMade(known, wanted),
        },
      ]
    : [];
  const signIn: readonly Choice<Way>[] =
    error?.signIn === undefined ? [] : [{ value: "sign-in", name: "Sign in now" }];
  return [
    ...signIn,
    ...there.filter(({ fits }) => fits).map(named),
    // Who may not look may hardly make one.
    ...(error === null ? make : []),
    ...there.filter(({ fits }) => !fits).map(named),
    { value: "name", name: "Name another", description: ecr ? "its ARN" : "its e-mail and provider" },
    { value: "shell", name: "Print shell commands", description: "for who may make it" },
    { value: "terraform", name: "Print Terraform", description: "for who may make it" },
    ...(error === null ? [] : make),
  ];
}

/** `baseten-ecr-pull-whisper: may pull team/whisper, for team Default, image builds only` */
function whatIsMade({ found, method }: Known, wanted: Wanted): string {
  const { registry, target } = settled(found);
  const made = grantFor({ registry, target, method: settled(method) }, wanted);
  const main = made?.resources.find(({ kind }) => kind === "role" || kind === "service-account");
  return main === undefined ? "" : `${main.name}: may pull ${target.image.repository}, ${main.note}`;
}
