// Which part of the environment does a program get? Not the secrets of a service that isn't its own.
import { CliError } from "../values/errors.ts";
import type { Command } from "./types.ts";

type Env = Readonly<Record<string, string | undefined>>;
type Service = "aws" | "google" | "azure" | "baseten" | "docker";

/** Variables that hold a secret, or lead to one, by the service that they are for. */
const secretNames: Readonly<Record<Service, RegExp>> = {
  aws: /^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|BEARER_TOKEN_.*|CONTAINER_AUTHORIZATION_TOKEN)$/i,
  google: /^CLOUDSDK_AUTH_(?:ACCESS_TOKEN|REFRESH_TOKEN)$|^GOOGLE_(?:OAUTH_ACCESS_TOKEN|CREDENTIALS)$/i,
  azure: /^(?:AZURE|ARM)_(?:CLIENT_SECRET|PASSWORD|CLIENT_CERTIFICATE_PASSWORD)$/i,
  baseten: /^BASETEN_/i,
  // Read by this tool alone: no program that it runs looks there.
  docker: /^DOCKER_AUTH_CONFIG$/i,
};

/** Whose secrets a program needs. A Docker helper is any cloud's, and never Baseten's. */
const services: Readonly<Record<string, readonly Service[]>> = {
  aws: ["aws"],
  gcloud: ["google"],
  az: ["azure"],
  baseten: ["baseten"],
  truss: ["baseten"],
};
const helperServices: readonly Service[] = ["aws", "google", "azure"];

/** What makes the cloud CLIs fit for scripts: no pager, no question, output that a setting can't switch off. */
const quietCloud = {
  AWS_PAGER: "",
  AWS_CLI_AUTO_PROMPT: "off",
  CLOUDSDK_CORE_DISABLE_PROMPTS: "1",
  CLOUDSDK_CORE_USER_OUTPUT_ENABLED: "true",
};

/** The environment of a program: this one's without other services' secrets, and what keeps it quiet. */
export function childEnv(file: Command["file"], env: Env): Record<string, string | undefined> {
  return { ...withoutForeign(file, env), ...quietCloud };
}

/** The same for a program that talks to the person itself, and so may ask. */
export function withoutForeign(file: Command["file"], env: Env): Record<string, string | undefined> {
  const own = services[file] ?? (file.startsWith("docker-credential-") ? helperServices : []);
  const foreign = Object.entries(secretNames).flatMap(([service, names]) =>
    own.includes(service as Service) ? [] : names,
  );
  const kept = Object.entries(env).filter(([name]) => !foreign.some((names) => names.test(name)));
  return Object.fromEntries(kept);
}

/** What of Node prints a child's environment, the bytes of a pipe, or a request's headers when it is debugged. */
const telling = ["child_process", "stream", "net", "http"];

/**
 * Node itself prints what programs and servers are given with NODE_DEBUG=child_process and its kin, `*` among the
 * patterns. https://nodejs.org/api/cli.html#node_debugmodule
 * @throws CliError `usage` then: nothing that is printed may hold a secret.
 */
export function refuseDebugging({ NODE_DEBUG: debug = "" }: Env): void {
  const patterns = debug.split(",").map((name) => name.trim().replace(/[|\\{}()[\]^$+?.]/g, "\\$&"));
  const prints = patterns.some((name) => {
    const pattern = new RegExp(`^${name.replaceAll("*", ".*")}$`, "i");
    return telling.some((section) => pattern.test(section));
  });
  if (!prints) return;
  throw new CliError(
    "usage",
    "NODE_DEBUG would make Node print what programs and servers are given, secrets among it.",
    {
      hint: "Unset it. NODE_DEBUG=create-registry-auth is enough to report a failure.",
    },
  );
}
