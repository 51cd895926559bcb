// Ways out by another image, another profile, or a credential that is typed.
import { awsProfilesOf } from "../credential/aws-profile.ts";
import type { Answers } from "../flow.ts";
import { untagged } from "../values/image.ts";
import type { InteractiveWorld } from "../world/types.ts";
import { askImage } from "./ask-image.ts";
import { type Known, settled } from "./known.ts";
import { again, credentialOf, isNobody, type Trouble, type Way } from "./trouble.ts";

/** Up to so many tags are offered in place of one that isn't there. */
const tagsOffered = 3;

/** The registry has no such image, or nobody answers at its name. */
export function otherImages({ result }: Trouble, known: Known, world: InteractiveWorld): readonly Way[] {
  const missing = result?.kind === "denied" && result.cause === "not-found";
  const access = result?.kind === "denied" && result.cause === "access";
  if (result === null || !(missing || access || isNobody(result))) return [];
  const { target } = settled(known.found);
  const use = (image: string) => async (): Promise<void> => {
    throw again("image", known, (before) => ({ ...before, options: { ...before.options, image } }));
  };
  const tags = missing ? (result.tags ?? []) : [];
  return [
    ...tags.slice(0, tagsOffered).map((tag) => ({
      name: `Use tag ${tag}`,
      description: "changes base_image.image",
      take: use(`${untagged(target.image)}:${tag}`),
    })),
    {
      name: "Another image",
      description: `instead of ${target.image.text}`,
      take: async () => use(await askImage(target.image.text, world))(),
    },
  ];
}

const typedName = {
  basic: "Type a token",
  "access-key": "Type a key",
  "service-account-key": "Another JSON key",
};

/** Another profile, or one that is typed; not where the image or the network is what fails. */
export async function otherCredentials(
  { result, bearable, error }: Trouble,
  known: Known,
  world: InteractiveWorld,
): Promise<readonly Way[]> {
  const { answers } = known;
  const typed = answers?.method.typed ?? null;
  if (answers === undefined || typed === null || (result !== null && isNobody(result))) return [];
  const user = answers.given?.credential;
  const byHand = user?.kind === "basic" ? { username: user.username } : {};
  const typing: Way = {
    name: typedName[typed.kind],
    description: "input hidden",
    take: async () => {
      throw again(credentialOf(known), known, (before) => ({ ...before, byHand }));
    },
  };
  const profiles = await otherProfiles(answers, known, world);
  // A program that isn't there, or nobody reaches, is mended by no other profile.
  const useless = !bearable && (error.code === "cli-missing" || error.code === "cli-timeout");
  return [...(useless ? [] : profiles), typing];
}

async function otherProfiles(
  answers: Answers,
  known: Known,
  world: InteractiveWorld,
): Promise<readonly Way[]> {
  const key = answers.method.typed?.kind === "access-key";
  const fetches = answers.method.fetch(answers.target, answers.values);
  if (!key && !fetches.some(({ command }) => command.file === "aws")) return [];
  const now = answers.given?.from.replace(/^profile /, "") ?? answers.values.awsProfile;
  const profiles = await awsProfilesOf(world);
  const others = profiles.filter(({ name, accessKey }) => name !== now && (!key || accessKey !== null));
  if (others.length === 0) return [];
  const take = async (): Promise<void> => {
    const awsProfile = await world.prompter.select({
      message: "Which AWS profile?",
      choices: others.map(({ name }) => ({ value: name, name })),
    });
    throw again(credentialOf(known), known, (before) => ({
      ...before,
      options: { ...before.options, awsProfile },
    }));
  };
  return [{ name: "Another profile", description: others.map(({ name }) => name).join(", "), take }];
}
