// What does a mechanism write into config.yaml? Its template says, once its placeholders are filled.
import { isMap, isScalar, parseDocument, visit } from "yaml";
import awsIam from "../../templates/aws-iam.yaml";
import awsOidc from "../../templates/aws-oidc.yaml";
import gcpOidc from "../../templates/gcp-oidc.yaml";
import gcpServiceAccount from "../../templates/gcp-service-account.yaml";
import registryCredential from "../../templates/registry-credential.yaml";
import type { DockerAuth } from "../config/types.ts";
import { CliError } from "../values/errors.ts";

/** One a Truss mechanism; the text of `templates/<name>.yaml`. */
export const templates = {
  "aws-iam": awsIam,
  "aws-oidc": awsOidc,
  "gcp-service-account": gcpServiceAccount,
  "gcp-oidc": gcpOidc,
  "registry-credential": registryCredential,
} as const satisfies Record<string, string>;

export type TemplateName = keyof typeof templates;

/** What fills a template's placeholders; undefined drops the line that holds one. */
export type TemplateValues = Readonly<Record<string, string | undefined>>;

/** What is merged into config.yaml. */
export interface Rendered {
  readonly dockerAuth: DockerAuth | null;
  /** Names, in the template's order. */
  readonly secrets: readonly string[];
}

/**
 * Fills a template. Values are set on parsed scalars, never pasted into text, so that none can break out.
 * @throws CliError `internal` when a placeholder is unknown to the caller: it must be named, if only as undefined.
 */
export function renderTemplate(name: TemplateName, values: TemplateValues): Rendered {
  const document = parseDocument(templates[name]);
  visit(document, {
    Pair: (_key, pair) => {
      const [key, value] = [fill(name, pair.key, values), fill(name, pair.value, values)];
      return key && value ? undefined : visit.REMOVE;
    },
  });
  const read = document.toJS() as {
    base_image?: { docker_auth?: DockerAuth };
    secrets?: Record<string, null>;
  };
  const secrets = document.get("secrets");
  return {
    dockerAuth: read.base_image?.docker_auth ?? null,
    // The keys of the parsed mapping keep their order; those of an object would not, for names like "42".
    secrets: isMap(secrets) ? secrets.items.map(({ key }) => String(isScalar(key) ? key.value : key)) : [],
  };
}

const placeholder = /^\$\{(\w+)\}$/;

/** Sets a scalar's placeholder; false when there is no value for it. */
function fill(name: TemplateName, node: unknown, values: TemplateValues): boolean {
  if (!isScalar(node) || typeof node.value !== "string") return true;
  const key = placeholder.exec(node.value)?.[1];
  if (key === undefined) return true;
  if (!(key in values)) throw new CliError("internal", `The template ${name} needs a value for ${key}.`);
  const value = values[key];
  if (value === undefined) return false;
  node.value = value;
  return true;
}
