// Asks the person for a long-lived AWS key.

import type { Given } from "../flow.ts";
import { problemOf } from "../values/password.ts";
import type { InteractiveWorld } from "../world/types.ts";
import { because } from "./ask.ts";
import { accessKeyOf } from "./checked.ts";

/** Any well-formed secret, to check an id before its secret is typed. */
const anySecret = "x".repeat(40);

/** Asks for a key. `unfit` says why none of the profiles serves. */
export async function typeKey(world: InteractiveWorld, unfit: string | null = null): Promise<Given> {
  const page = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html";
  const id = await world.prompter.input({
    message: "Access key id",
    why: [because("Of an IAM user that may only pull.", page), ...(unfit === null ? [] : [unfit])].join("\n"),
    problem: (value) => problemOf(() => accessKeyOf(value, anySecret)),
  });
  const secret = await world.prompter.password({
    message: "Secret access key",
    why: "AWS shows it once, when the key is made.",
    problem: (value) => problemOf(() => accessKeyOf(id, value)),
  });
  return { credential: accessKeyOf(id, secret.reveal()), from: "what you typed", origin: "typed" };
}
