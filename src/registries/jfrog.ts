// JFrog Artifactory: https://docs.jfrog.com/artifactory/docs/docker-repositories
import { basicRegistry } from "./basic.ts";

export const jfrog = basicRegistry({
  id: "jfrog",
  title: "JFrog Artifactory",
  example: "acme.jfrog.io/docker-local/whisper:3",
  hosts: (host) => host.endsWith(".jfrog.io"),
  selfHosted: true,
  token: {
    title: "Access token",
    summary: "one secret, valid as you set it",
    typed: {
      message: "JFrog identity token or access token",
      why: "A token of a user that may only read the repository is enough.",
      link: "https://docs.jfrog.com/administration/docs/access-tokens",
      usernameMessage: "JFrog user the token was made for",
    },
  },
});
