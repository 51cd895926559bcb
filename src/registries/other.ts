// Any other registry that takes a user and a password: https://distribution.github.io/distribution/
import { basicRegistry, privateRegistriesPage } from "./basic.ts";

export const other = basicRegistry({
  id: "other",
  title: "Another registry",
  example: "registry.example.com:5000/team/whisper:3",
  hosts: () => true,
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
