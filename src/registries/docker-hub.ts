// Docker Hub: https://docs.docker.com/security/access-tokens/
import { basicRegistry } from "./basic.ts";

const hosts = new Set(["docker.io", "index.docker.io", "registry-1.docker.io"]);

export const dockerHub = basicRegistry({
  id: "docker-hub",
  title: "Docker Hub",
  example: "team/whisper:3",
  hosts: (host) => hosts.has(host),
  // Docker's oldest key for its own registry, scheme and slash included; Baseten looks for it as it is.
  target: { host: "https://index.docker.io/v1/", apiHost: "registry-1.docker.io" },
  token: {
    title: "Access token",
    summary: "one secret, valid as you set it",
    typed: {
      message: "Docker Hub access token",
      why: "A personal or organization access token that may only read is enough.",
      link: "https://app.docker.com/settings/personal-access-tokens",
      usernameMessage: "Docker Hub user, or organization",
    },
  },
});
