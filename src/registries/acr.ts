// Azure Container Registry: https://learn.microsoft.com/azure/container-registry/container-registry-authentication
import { exposedToken } from "../programs/az/commands.ts";
import { basicRegistry } from "./basic.ts";
import type { Target } from "./types.ts";

const host = /^[a-z0-9]+(?:-[a-z0-9-]+)?(?:\.[a-z0-9-]+)*\.azurecr\.(?:io|cn|us)$/;

const fetch = (target: Target) => [exposedToken(target.host)];

export const acr = basicRegistry({
  id: "acr",
  title: "Azure Container Registry",
  example: "myregistry.azurecr.io/team/whisper:3",
  hosts: (name) => host.test(name),
  access: [["", { open: "seldom" }]],
  token: {
    title: "Token",
    summary: "one secret; az's lasts 3 hours, a repository-scoped one as you set it",
    fetch,
    typed: {
      message: "Password of the token or service principal",
      why: "A repository-scoped token with content/read lasts longer than the token that az gives.",
      link: "https://learn.microsoft.com/azure/container-registry/container-registry-repository-scoped-permissions",
      usernameMessage: "Token name, or application id of the service principal",
    },
  },
});
