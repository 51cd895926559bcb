// DigitalOcean's registry: https://docs.digitalocean.com/products/container-registry/how-to/use-registry-docker-kubernetes/
import { basicRegistry } from "./basic.ts";

export const digitalOcean = basicRegistry({
  id: "digitalocean",
  title: "DigitalOcean",
  example: "registry.digitalocean.com/team/whisper:3",
  hosts: (host) => host === "registry.digitalocean.com",
  access: [["", { open: "never" }]],
  token: {
    title: "API token",
    summary: "one secret, valid as you set it",
    typed: {
      message: "DigitalOcean API token",
      why: "A token with the scope registry:read is enough. doctl registry login --read-only gives Docker one.",
      link: "https://cloud.digitalocean.com/account/api/tokens",
      usernameMessage: "E-mail of the DigitalOcean account",
    },
  },
});
