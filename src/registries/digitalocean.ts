// DigitalOcean's registry: https://docs.digitalocean.com/products/container-registry/how-to/use-registry-docker-kubernetes/
import { dockerConfig, doctlVersion } from "../programs/doctl/commands.ts";
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
    offer: {
      name: "One that doctl gives",
      about: "read-only, for this registry",
      pullsOnly: true,
      there: doctlVersion,
      attempt: ({ host, image }) => dockerConfig(image.repository.split("/")[0] ?? "", host),
    },
    typed: {
      message: "DigitalOcean API token",
      why: "A token with the scope registry:read is enough. doctl registry login --read-only gives Docker one.",
      link: "https://cloud.digitalocean.com/account/api/tokens",
      usernameMessage: "E-mail of the DigitalOcean account",
    },
  },
});
