// Any other registry that takes a user and a password: https://distribution.github.io/distribution/
import { basicRegistry, privateRegistriesPage } from "./basic.ts";
import type { Access } from "./types.ts";

/** Registries that let anyone pull all they have, and those that let nobody pull without signing in. */
const known = {
  public: ["mcr.microsoft.com", "registry.access.redhat.com", "registry.k8s.io"],
  private: ["dhi.io"],
};

const publicAt = (host: string): Access => ({
  publicBecause: `Images on ${host} can be pulled by anyone.`,
});

export const other = basicRegistry({
  id: "other",
  title: "Another registry",
  example: "registry.example.com:5000/team/whisper:3",
  hosts: () => true,
  access: [
    ...known.public.map((host) => [`${host}/`, publicAt(host)] as const),
    ...known.private.map((host) => [`${host}/`, { open: "never" }] as const),
  ],
  token: {
    title: "User and password",
    summary: "one secret, valid as the registry sets it",
    typed: {
      message: "Password or token",
      why: "Of a registry user that may only pull, if there is one: Baseten signs in as that user.",
      link: privateRegistriesPage,
      usernameMessage: "User",
    },
  },
});
