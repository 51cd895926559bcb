// Reads an image reference the way Docker does. https://github.com/distribution/reference
import { CliError } from "./errors.ts";
import { looksSecret } from "./looks-secret.ts";

/** An image reference, taken apart. */
export interface ImageReference {
  /** As the user wrote it. */
  readonly text: string;
  /** The host as written, lower-cased; `docker.io` when there is none. */
  readonly host: string;
  /** The path within the registry; `library/…` for Docker Hub's one-part names. */
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const hostPattern =
  /^(?:[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;
const dockerHubHosts = new Set(["docker.io", "index.docker.io", "registry-1.docker.io"]);

/**
 * Takes an image reference apart.
 * @throws CliError `invalid-image` when Docker would not accept the reference.
 */
export function parseImage(text: string): ImageReference {
  const refuse = (why: string): never => {
    if (looksSecret(text))
      throw new CliError(
        "invalid-image",
        "The image is not an image reference: it looks as if it held a password.",
        {
          hint: "It is not repeated. Write it as host/path/name:tag; a token goes in by --password-stdin.",
        },
      );
    throw new CliError("invalid-image", `${JSON.stringify(text)} is not an image reference: ${why}.`, {
      hint: "Write it as host/path/name:tag, for example ghcr.io/team/whisper:3",
    });
  };
  if (text === "") return refuse("it is empty");
  if (/\s/.test(text)) return refuse("it contains white space");
  if (/^[a-z]+:\/\//i.test(text)) return refuse("leave out the scheme");
  const [named = "", digest = null, ...more] = text.split("@");
  if (more.length > 0) return refuse("it has more than one @");
  if (digest !== null && !digestPattern.test(digest)) return refuse("its digest is malformed");
  const slash = named.indexOf("/");
  const first = slash < 0 ? "" : named.slice(0, slash);
  const hasHost = /[.:]/.test(first) || first === "localhost";
  const path = hasHost ? named.slice(slash + 1) : named;
  const host = hasHost ? first.toLowerCase() : "docker.io";
  if (!hostPattern.test(host)) return refuse("its host is malformed");
  const colon = path.lastIndexOf(":");
  const tagged = colon > path.lastIndexOf("/");
  const tag = tagged ? path.slice(colon + 1) : null;
  if (tag !== null && !tagPattern.test(tag)) return refuse("its tag is malformed");
  const name = tagged ? path.slice(0, colon) : path;
  if (name === "") return refuse("it has no name after the host");
  if (/[A-Z]/.test(name)) return refuse("a repository name must be lower case");
  // Google's domain-scoped projects were written `example.com:project` once; Docker never took that.
  if (name.includes(":")) return refuse("a colon may stand before the tag only, one tag after it");
  if (/^[0-9a-f]{64}$/.test(text)) return refuse("Docker takes 64 hexadecimal digits for an image's id");
  if (!name.split("/").every((part) => component.test(part))) return refuse("its path is malformed");
  const official = dockerHubHosts.has(host) && !name.includes("/");
  return { text, host, repository: official ? `library/${name}` : name, tag, digest };
}

/** Whether what the reference names may become another image: no tag, or `latest`. */
export const isFloating = ({ tag, digest }: ImageReference): boolean =>
  digest === null && (tag === null || tag === "latest");

/** The reference without its tag and digest, as it was written. */
export const untagged = ({ text }: ImageReference): string => text.replace(/(?::[^/@:]+)?(?:@.*)?$/, "");
