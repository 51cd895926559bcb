// A program of a test's own, bundled with the source that it imports, for a process of its own.
import { rolldown } from "rolldown";

/**
 * @param program TypeScript
 * @param folder where its imports are looked up from
 * @returns an ES module for Node
 */
export async function bundled(program: string, folder: string): Promise<string> {
  const entry = `${folder}/program-of-a-test.ts`;
  const bundle = await rolldown({
    input: entry,
    cwd: folder,
    platform: "node",
    moduleTypes: { ".yaml": "text", ".txt": "text" },
    logLevel: "silent",
    plugins: [
      {
        name: "program",
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? program : null),
      },
    ],
  });
  const { output } = await bundle.generate({ format: "esm", codeSplitting: false });
  return output[0].code;
}
