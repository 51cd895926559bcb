// What belongs into a Chain's or a training job's own Python? It is printed, never edited.
import { type PythonFile, pythonSentence } from "../config/python-files.ts";
import type { Answers, Situation } from "../flow.ts";
import { plainSecret, trainingSecret, trainingSecretName } from "../mechanisms/registry-secret.ts";
import { likely, render } from "../mechanisms/render.ts";
import type { Field, Mechanism } from "../mechanisms/types.ts";

/** A value in Python: a text, a name, a list of texts, or a call by keywords. */
type Value = string | { readonly name: string } | readonly string[] | Call;
interface Call {
  readonly call: string;
  readonly by: readonly (readonly [keyword: string, value: Value])[];
}

type Recipe = Pick<Answers, "mechanism" | "target" | "values">;

/** Whether Python alone names the image, so that no config.yaml is made. */
export const isPythonOnly = ({ config, python }: Pick<Situation, "config" | "python">): boolean =>
  config.bytes === null && python.length > 0;

/** The mechanism as the project needs it: a training job alone has a secret of its own kind. */
export const mechanismFor = (usual: Mechanism, situation: Pick<Situation, "config" | "python">): Mechanism =>
  usual === plainSecret &&
  isPythonOnly(situation) &&
  situation.python.every(({ kind }) => kind === "training")
    ? trainingSecret
    : usual;

/** The name of the secret that a training job needs beside config.yaml's, or a Chain's; null where it needs none. */
export const secretBeside = (
  { mechanism, target }: Pick<Answers, "mechanism" | "target">,
  { python }: Pick<Situation, "python">,
): string | null =>
  mechanism.credential === "basic" && mechanism !== trainingSecret && python.some(isTraining)
    ? trainingSecretName(target.host)
    : null;

const isTraining = ({ kind }: PythonFile): boolean => kind === "training";

/** Says what is done with the image that Python names. */
export const pythonNotice = (python: readonly PythonFile[]): string =>
  `${pythonSentence(python)}: Python names the image, and what belongs there is printed at the end.`;

/**
 * What to put into the Python of a project, with its imports: `RemoteConfig` of a Chain, `Image` of a training job.
 * @returns null where there is no such Python
 */
export function pythonText(python: readonly PythonFile[], recipe: Recipe): string | null {
  const texts = python.map((file) => (file.kind === "chain" ? chainText(recipe) : trainingText(recipe)));
  return texts.length === 0 ? null : texts.join("\n");
}

const typeOf = (authMethod: string): Value => ({ name: `truss_config.DockerAuthType.${authMethod}` });

/** https://docs.baseten.co/reference/sdk/chains */
function chainText({ mechanism, target, values }: Recipe): string {
  const { dockerAuth, secrets } = render(mechanism, target, values);
  const { auth_method: method = "", ...fields } = dockerAuth ?? {};
  const auth: Call = {
    call: "truss_config.DockerAuthSettings",
    by: [["auth_method", typeOf(method)], ...Object.entries(fields)],
  };
  const image: Call = {
    call: "chains.CustomImage",
    by: [["image", target.image.text], ...(dockerAuth === null ? [] : [["docker_auth", auth] as const])],
  };
  const remote: Call = {
    call: "chains.RemoteConfig",
    by: [
      ["docker_image", { call: "chains.DockerImage", by: [["base_image", image]] }],
      ...(secrets.length === 0
        ? []
        : [["assets", { call: "chains.Assets", by: [["secret_keys", secrets]] }] as const]),
    ],
  };
  const config = dockerAuth === null ? [] : ["from truss.base import truss_config"];
  return block(["import truss_chains as chains", ...config], "remote_config", remote);
}

/** https://docs.baseten.co/reference/sdk/training */
function trainingText({ mechanism, target, values }: Recipe): string {
  const own = mechanism.credential === "basic" ? trainingSecret : mechanism;
  const { authMethod, keyword, type } = own.training;
  // The name that config.yaml has for a registry's secret is that of the Base64.
  const told = mechanism === own ? values : {};
  const fields = own.fields.map((field: Field): readonly [string, Value] => {
    const text = told[field.value] ?? likely(field, target) ?? "";
    const value: Value = field.secret ? { call: "definitions.SecretReference", by: [["name", text]] } : text;
    return [field.inTraining, value];
  });
  const auth: Call = {
    call: "definitions.DockerAuth",
    by: [
      ["auth_method", typeOf(authMethod)],
      ["registry", target.image.host],
      [keyword, { call: `definitions.${type}`, by: fields }],
    ],
  };
  const image: Call = {
    call: "definitions.Image",
    by: [
      ["base_image", target.image.text],
      ["docker_auth", auth],
    ],
  };
  return block(
    ["from truss.base import truss_config", "from truss_train import definitions"],
    "image",
    image,
  );
}

const block = (imports: readonly string[], name: string, value: Value): string =>
  `${imports.join("\n")}\n\n${name} = ${written(value, "")}\n`;

/** A call of one keyword with a plain value stays on one line. A JSON string is one of Python's too. */
function written(value: Value, indent: string): string {
  if (typeof value === "string") return JSON.stringify(value);
  if ("name" in value) return value.name;
  if (!("call" in value)) return `[${value.map((text) => JSON.stringify(text)).join(", ")}]`;
  const inner = `${indent}    `;
  const { call, by } = value;
  const [only] = by;
  if (by.length === 1 && only !== undefined && (typeof only[1] === "string" || Array.isArray(only[1])))
    return `${call}(${only[0]}=${written(only[1], indent)})`;
  const lines = by.map(([keyword, argument]) => `${inner}${keyword}=${written(argument, inner)},\n`);
  return `${call}(\n${lines.join("")}${indent})`;
}
