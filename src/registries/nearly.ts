// Is this host nearly one of Amazon ECR or Artifact Registry? Then nothing finds the image there.
import type { ImageReference } from "../values/image.ts";

/** What was probably meant, and what is wrong with the host. */
export interface Nearly {
  readonly why: string;
  /** The host; null when it can't be told, such as a missing digit. */
  readonly meant: string | null;
}

const awsEnd = String.raw`amazonaws\.(?:com(?:\.cn)?|eu)`;
const account = new RegExp(String.raw`^(\d+)\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.${awsEnd}$`);
const withoutDkr = new RegExp(String.raw`^(\d{12})\.ecr\.([a-z0-9-]+)\.(${awsEnd})$`);
const withPort = new RegExp(
  String.raw`^(\d{12}\.dkr[.-]ecr.*\.${awsEnd}|.*\.pkg\.dev|(?:[a-z]+\.)?gcr\.io):443$`,
);
const dottedDocker = /^([a-z0-9-]+)\.docker\.pkg\.dev$/;
const withoutDocker = /^([a-z]+(?:-[a-z]+\d+)?)\.pkg\.dev$/;

/** What a host that is nearly right was meant to be; null for any other. */
export function nearly({ host }: Pick<ImageReference, "host">): Nearly | null {
  const port = withPort.exec(host);
  if (port !== null) return { why: "the port makes it another host for Baseten", meant: port[1] ?? null };
  const digits = account.exec(host)?.[1]?.length;
  if (digits !== undefined && digits !== 12)
    return { why: `an AWS account has 12 digits, and this one has ${digits}`, meant: null };
  const dkr = withoutDkr.exec(host);
  if (dkr !== null)
    return { why: "ECR's hosts have .dkr before .ecr", meant: `${dkr[1]}.dkr.ecr.${dkr[2]}.${dkr[3]}` };
  const location = (dottedDocker.exec(host) ?? withoutDocker.exec(host))?.[1];
  if (location === undefined) return null;
  return { why: "Artifact Registry's hosts end in -docker.pkg.dev", meant: `${location}-docker.pkg.dev` };
}

/** The same in a sentence. */
export const nearlySentence = (host: string, { why, meant }: Nearly): string =>
  `${host} is no registry's host: ${why}.${meant === null ? "" : ` It is probably meant to be ${meant}.`}`;
