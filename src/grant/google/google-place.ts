// Where in Google Cloud are the image and what is made for it?
import type { Target } from "../../registries/types.ts";
import { CliError } from "../../values/errors.ts";
import { nameFor, nameLimits } from "../names.ts";

/** Where things are. */
export interface GooglePlace {
  readonly project: string;
  /** Artifact Registry's repository; null for gcr.io, whose images may be in Container Registry's own. */
  readonly repository: { readonly id: string; readonly location: string } | null;
  /** What is pulled, in a person's words. */
  readonly pulled: string;
}

const locations = [/^([a-z0-9-]+)-docker\.pkg\.dev$/, /^docker\.([a-z0-9-]+)\.rep\.pkg\.dev$/];

/** @throws CliError `invalid-image` where the path names no project or repository. */
export function googlePlace({ host, image, project }: Target): GooglePlace {
  if (project === undefined) throw noRepository();
  const location = locations.map((pattern) => pattern.exec(host)?.[1]).find((found) => found !== undefined);
  if (location === undefined) return { project, repository: null, pulled: `every image of ${project}` };
  // A domain-scoped project is two parts of the path.
  const id = image.repository.split("/")[image.repository.startsWith(`${project}/`) ? 1 : 2];
  if (id === undefined || id === "") throw noRepository();
  return { project, repository: { id, location }, pulled: id };
}

const noRepository = (): CliError =>
  new CliError("invalid-image", "The image's path names no project and repository.", {
    hint: "It looks like us-west2-docker.pkg.dev/my-project/models/whisper:3.",
  });

/** The id of the service account for a repository. */
export const accountId = ({ project, repository }: GooglePlace): string =>
  nameFor("baseten-pull", repository?.id ?? project, nameLimits.serviceAccount);

/** The e-mail of a service account; a domain-scoped project is written backwards in it. */
export function accountEmail(id: string, project: string): string {
  const [domain, name] = project.split(":");
  return `${id}@${name === undefined ? project : `${name}.${domain}`}.iam.gserviceaccount.com`;
}
