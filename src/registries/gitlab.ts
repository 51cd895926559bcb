// GitLab's registry: https://docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry/
import { basicRegistry } from "./basic.ts";

export const gitlab = basicRegistry({
  id: "gitlab",
  title: "GitLab Container Registry",
  example: "registry.gitlab.com/team/project/whisper:3",
  // A GitLab of one's own is often at registry.gitlab.<domain>; elsewhere --registry gitlab says so.
  hosts: (host) => host.startsWith("registry.gitlab."),
  selfHosted: true,
  token: {
    title: "Deploy token",
    summary: "one secret, valid as you set it",
    typed: {
      message: "GitLab deploy token",
      why: "A deploy token with read_registry is enough. Deploy tokens belong to a project, not to a person.",
      link: "https://docs.gitlab.com/user/project/deploy_tokens/",
      usernameMessage: "Deploy token's user, such as gitlab+deploy-token-1",
    },
  },
});
