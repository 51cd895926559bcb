// Is a Truss that is too old for a new mechanism told wherever a project states it?
import { expect, test } from "vitest";
import { oldTruss, tooOld } from "../../src/config/pins.ts";
import { fakeWorld } from "../support/world.ts";

test.each([
  ["truss==0.18.26", "truss==0.18.26"],
  ["truss == 0.18", "truss==0.18"],
  ["truss[all]==0.9.3\n", "truss==0.9.3"],
  ["torch\ntruss<0.18.27\n", "truss<0.18.27"],
  ["truss<=0.18.26", "truss<=0.18.26"],
  ["truss~=0.17.1", "truss~=0.17.1"],
  ["requirements:\n  - truss==0.17\n", "truss==0.17"],
  ['dependencies = ["truss==0.18.1"]', "truss==0.18.1"],
  ['[[package]]\nname = "truss"\nversion = "0.18.3"\n', "truss 0.18.3"],
  ['truss_version: "0.18.20"\n', "truss 0.18.20"],
  ["truss==0.18.27", null],
  ["truss==0.18.27.1", null],
  ["truss==1.0", null],
  ["truss<0.19", null],
  ["truss<=0.18.27", null],
  ["truss~=0.18.1", null],
  ["truss~=0.17", null],
  ["truss>=0.17", null],
  ["truss", null],
  ["# truss==0.1", null],
  ["truss-chains-x==0.1\nmytruss==0.1\n", null],
])("%j", (text, pin) => {
  expect(tooOld(text, "0.18.27")).toBe(pin);
});

test("looked for beside config.yaml, in the file that it names first", async () => {
  const world = fakeWorld({
    files: { "/p/requirements.txt": "truss==0.18.1\n", "/p/deps/prod.txt": "truss==0.18.2\n" },
    answers: [],
  });
  const config = (text: string) => ({ path: "/p/config.yaml", text });
  expect(await oldTruss(config("model_name: a\n"), "0.18.27", world)).toBe(
    "truss==0.18.1 in requirements.txt",
  );
  const named = config("requirements_file: ./deps/prod.txt # pinned\n");
  expect(await oldTruss(named, "0.18.27", world)).toBe("truss==0.18.2 in ./deps/prod.txt");
  expect(await oldTruss(config("requirements: [truss==0.18.3]\n"), "0.18.27", world)).toBe("truss==0.18.3");
});
