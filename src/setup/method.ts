// Settles how Baseten signs in: flag, the recommended one with --yes, or a choice.

import { type Asks, missingFlag } from "../credential/ask.ts";
import type { SetupOptions, Situation } from "../flow.ts";
import type { Method, Registry } from "../registries/types.ts";
import { CliError } from "../values/errors.ts";

/**
 * Settles the method. One that a credential flag implies is not asked for.
 * @throws CliError `usage` when the registry doesn't offer it, `missing-flag` (`--method`).
 */
export async function askMethod(
  registry: Registry,
  situation: Situation,
  options: SetupOptions,
  world: Asks,
): Promise<Method> {
  const offered = registry.methods.map((method) => method.id);
  const wanted = options.method ?? impliedMethod(options);
  if (wanted !== undefined) {
    const method = registry.methods.find((candidate) => candidate.id === wanted);
    if (method !== undefined) return method;
    throw new CliError("usage", `${registry.title} has no method "${wanted}".`, {
      hint: `It offers --method ${offered.join(", ")}.`,
    });
  }
  const [recommended, ...others] = registry.methods;
  if (others.length === 0) return recommended;
  if (world.prompter === null) {
    if (options.yes) return recommended;
    throw missingFlag("--method", `one of ${offered.join(", ")}.`);
  }
  const current = currentMethod(registry, situation);
  return world.prompter.select({
    message: "How should Baseten sign in?",
    choices: registry.methods.map((method) => ({
      value: method,
      name: method.title,
      description: [
        method.summary,
        ...(method === recommended ? ["recommended"] : []),
        ...(method === current ? ["set now"] : []),
      ].join(" · "),
    })),
    default: recommended,
  });
}

/** The method that the flags imply: one that only it takes is there. */
export function impliedMethod(options: SetupOptions): Method["id"] | undefined {
  if (options.serviceAccountKey !== undefined) return "service-account";
  if (options.fromDocker || options.passwordStdin) return "token";
  const { awsRoleArn, gcpServiceAccount, workloadIdentityProvider } = options;
  if ((awsRoleArn ?? gcpServiceAccount ?? workloadIdentityProvider) !== undefined) return "oidc";
  return undefined;
}

const methodOf: Readonly<Record<string, Method["id"]>> = {
  AWS_IAM: "iam",
  AWS_OIDC: "oidc",
  GCP_OIDC: "oidc",
  GCP_SERVICE_ACCOUNT_JSON: "service-account",
};

/** The method that config.yaml says now; null when it says none. */
export function currentMethod(registry: Registry, { truss, found }: Situation): Method | null {
  const auth = truss.dockerAuth?.auth_method?.toUpperCase();
  const token = found !== null && truss.secrets.includes(`DOCKER_REGISTRY_${found.target.host}`);
  const id = auth === undefined ? (token ? "token" : undefined) : methodOf[auth];
  return registry.methods.find((method) => method.id === id) ?? null;
}
