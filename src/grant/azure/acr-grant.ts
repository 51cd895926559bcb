// What Azure must allow: a token that may read one repository.
// https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions
import type { Target } from "../../registries/types.ts";
import { hoursAfter } from "../../text/clock.ts";
import { at, listAt, parseJson, textAt } from "../../text/json.ts";
import { terraformText } from "../../text/terraform.ts";
import type { Credential, Secret } from "../../values/secret.ts";
import type { Command } from "../../world/types.ts";
import { tokenDays } from "../can-grant.ts";
import { nameFor, nameLimits } from "../names.ts";
import type { Found, Grant, Resource, Wanted } from "../types.ts";

const az = (...args: readonly string[]): Command => ({
  file: "az",
  args: ["acr", "token", ...args, "--output", "json"],
});

/** A token for the image's repository. */
export function acrToken({ host, image }: Target, wanted: Wanted): Grant {
  // A registry's name has no hyphen; what follows one is a suffix of its domain only.
  const registry = /^[a-z0-9]+/.exec(host)?.[0] ?? host;
  const name = wanted.name ?? nameFor("baseten-pull", image.repository, nameLimits.acrToken);
  return {
    method: "token",
    cloud: "azure",
    place: `Azure registry ${registry}`,
    env: { AZURE_CORE_ONLY_SHOW_ERRORS: "1" },
    variables: [],
    resources: [token(name, registry, image.repository), password(name, registry)],
    values: {},
    notes: [`Its password lasts ${tokenDays} days. A new one works after a minute.`],
    terraform: `terraform {
  required_providers {
    azurerm = {
      source = "hashicorp/azurerm"
    }
  }
}

provider "azurerm" {
  features {}
}

variable "resource_group" {
  type        = string
  description = "The resource group of the registry ${registry}"
}`,
  };
}

/** Of the token; a registry that isn't there has words of its own. */
const absent = ["(ResourceNotFound)", "(TokenNotFound)"];

function token(name: string, registry: string, repository: string): Resource {
  const on = ["--name", name, "--registry", registry];
  const update = az("update", ...on, "--status", "enabled");
  return {
    kind: "token",
    name,
    note: `may read ${repository}, and nothing else`,
    read: az("show", ...on),
    absent,
    compare: (reply): Found => {
      if (at(reply, "status") === "disabled")
        return { state: "differs", what: "is switched off", mend: update };
      const scope = textAt(reply, "scopeMapId")?.split("/").at(-1);
      if (scope === `${name}-scope-map`) return { state: "there" };
      return {
        state: "blocked",
        why: `There is a token ${name} already, which may do something else.`,
        hint: "Give the new one another name; that one stays as it is.",
      };
    },
    // Without a password: that is made for itself, so that both can be read, and made again.
    make: az("create", ...on, "--repository", repository, "content/read", "--no-passwords", "true"),
    shell: { form: "make" },
    terraform: () => `resource "azurerm_container_registry_scope_map" "baseten" {
  name                    = ${terraformText(`${name}-scope-map`)}
  container_registry_name = ${terraformText(registry)}
  resource_group_name     = var.resource_group
  actions                 = [${terraformText(`repositories/${repository}/content/read`)}]
}

resource "azurerm_container_registry_token" "baseten" {
  name                    = ${terraformText(name)}
  container_registry_name = ${terraformText(registry)}
  resource_group_name     = var.resource_group
  scope_map_id            = azurerm_container_registry_scope_map.baseten.id
}`,
  };
}

/** One of its two passwords; the other goes on, so that what runs with it does too. */
function password(name: string, registry: string): Resource {
  const on = ["--name", name, "--registry", registry];
  const generate = (slot: string) =>
    az("credential", "generate", ...on, `--${slot}`, "--expiration-in-days", String(tokenDays));
  return {
    kind: "password",
    name,
    note: `for ${tokenDays} days; goes to Baseten and nowhere else`,
    read: az("show", ...on),
    absent,
    compare: (reply) => {
      const taken = listAt(reply, "credentials", "passwords");
      if (taken.length === 0) return { state: "missing" };
      const slot = slotToFill(taken);
      return {
        state: "differs",
        what:
          taken.length === 1 ? "has one already, which goes on" : `has two; the older (${slot}) is replaced`,
        mend: generate(slot),
      };
    },
    make: generate("password1"),
    gives: (stdout, now) => readPassword(stdout, now, name),
    shell: {
      form: "by-hand",
      why: [
        "The password, which is shown once:",
        `az acr token credential generate --name ${name} --registry ${registry} --password1 --expiration-in-days ${tokenDays}`,
      ],
    },
    terraform: () => `# Terraform would keep the password in its state, so make it by hand:
#   az acr token credential generate --name ${name} --registry ${registry} --password1 --expiration-in-days ${tokenDays}`,
  };
}

/** The free one of two, else the one that was made first. */
function slotToFill(taken: readonly unknown[]): string {
  const names = taken.map((one) => textAt(one, "name"));
  const free = ["password1", "password2"].find((slot) => !names.includes(slot));
  if (free !== undefined) return free;
  const made = (one: unknown): string => textAt(one, "creationTime") ?? "";
  return textAt([...taken].sort((a, b) => (made(a) < made(b) ? -1 : 1))[0], "name") ?? "password1";
}

function readPassword(stdout: Secret, now: Date, name: string): Credential | null {
  const made = listAt(parseJson(stdout), "passwords").find((one) => textAt(one, "value") !== null);
  const value = textAt(made, "value");
  if (value === null) return null;
  const expiry = Date.parse(textAt(made, "expiry") ?? "");
  return {
    kind: "basic",
    username: name,
    password: stdout.map(() => value),
    expiresAt: Number.isNaN(expiry) ? hoursAfter(now, tokenDays * 24) : new Date(expiry),
  };
}
