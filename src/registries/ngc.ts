// NVIDIA's registry: https://docs.nvidia.com/ngc/gpu-cloud/ngc-user-guide/index.html
import { basicRegistry } from "./basic.ts";

export const ngc = basicRegistry({
  id: "ngc",
  title: "NVIDIA NGC",
  example: "nvcr.io/nim/meta/llama-3.1-8b-instruct:1.8",
  hosts: (host) => host === "nvcr.io",
  // NIMs want NVIDIA's terms agreed to; frameworks such as nvcr.io/nvidia/pytorch are open to anyone.
  // A NIM downloads its model with the same key: https://docs.nvidia.com/nim/large-language-models/latest/getting-started.html
  access: [["nvcr.io/nim/", { open: "never", rawSecret: "ngc_api_key" }]],
  token: {
    title: "API key",
    summary: "one secret, valid as you set it",
    typed: {
      message: "NGC API key",
      why: "A personal key with the NGC Catalog service is enough.",
      link: "https://org.ngc.nvidia.com/setup/api-keys",
      // A literal, not a variable: shells eat it, https://github.com/NVIDIA/nim-deploy/pull/53
      username: "$oauthtoken",
    },
  },
});
