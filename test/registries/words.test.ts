// Does what stands below a question name what it speaks of? Its noun stands above, or comes later, for nobody to see.
import { expect, test } from "vitest";
import { mechanisms } from "../../src/mechanisms/index.ts";
import { registries } from "../../src/registries/index.ts";

const said = [
  ...registries.flatMap(({ methods }) => methods.flatMap(({ typed }) => (typed === null ? [] : [typed.why]))),
  ...mechanisms.flatMap(({ fields }) => fields.map(({ question }) => question.why)),
];

test.each([...new Set(said)])("%s", (why) => {
  expect(why).not.toMatch(/\b(?:it|its|they|them|their)\b/i);
  expect(why).toMatch(/[.a-z]$/);
});
