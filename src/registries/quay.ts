// Quay: https://docs.quay.io/glossary/robot-accounts.html
import { basicRegistry } from "./basic.ts";

export const quay = basicRegistry({
  id: "quay",
  title: "Quay",
  example: "quay.io/team/whisper:3",
  hosts: (host) => host === "quay.io",
  selfHosted: true,
  token: {
    title: "Robot account",
    summary: "one secret, valid until you regenerate it",
    typed: {
      message: "Robot account's token",
      why: "A robot account with read access to the repository is enough. Robots belong to no person.",
      link: "https://docs.quay.io/glossary/robot-accounts.html",
      usernameMessage: "Robot account, such as team+puller",
    },
  },
});
