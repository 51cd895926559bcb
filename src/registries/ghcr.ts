// GitHub's registry: https://docs.github.com/packages/working-with-a-github-packages-registry/working-with-the-container-registry
import { ghToken, ghUser, ghVersion } from "../programs/gh/commands.ts";
import { basicRegistry } from "./basic.ts";

export const ghcr = basicRegistry({
  id: "ghcr",
  title: "GitHub Container Registry",
  example: "ghcr.io/team/whisper:3",
  hosts: (host) => host === "ghcr.io",
  token: {
    title: "Classic token",
    summary: "one secret, valid as you set it",
    offer: {
      name: "gh's own",
      about: "may do more than pull · after gh auth refresh -s read:packages",
      pullsOnly: false,
      there: ghVersion,
      user: ghUser,
      attempt: (_target, user) => ghToken(user),
      warning: {
        code: "gh-token",
        message:
          "This is gh's own token: Baseten and the model could do whatever gh may. A classic one with read:packages can but pull: https://github.com/settings/tokens/new?scopes=read:packages",
      },
    },
    typed: {
      message: "GitHub token (classic) with read:packages",
      why: "GitHub's registry takes classic personal access tokens only, not fine-grained ones.",
      link: "https://github.com/settings/tokens/new?scopes=read:packages",
      usernameMessage: "GitHub user",
      // https://github.com/docker/login-action/issues/331
      problem: (token) =>
        token.startsWith("github_pat_")
          ? "This is a fine-grained token, which ghcr.io doesn't take; it needs a classic one (ghp_…) with read:packages."
          : null,
    },
  },
});
