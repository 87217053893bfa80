import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../app/styles/tokens.css", import.meta.url), "utf8");

type Scheme = ReadonlyMap<string, string>;

const tokensIn = (text: string): [string, string][] =>
  [...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", colour = ""]) => [name, colour]);

/** The colours of a scheme: those of the light one, with what the scheme sets anew. */
function schemeOf(query: string | null): Scheme {
  const [light = "", ...rest] = css.split("@media ");
  const own = rest.find((part) => query !== null && part.startsWith(query)) ?? "";
  return new Map([...tokensIn(light), ...tokensIn(own.split("@theme")[0] ?? "")]);
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(scheme: Scheme, text: string, ground: string): number {
  const [one, other] = [scheme.get(text), scheme.get(ground)];
  if (!one || !other) throw new Error(`There is no colour ${one ? ground : text}.`);
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const HUES = ["read", "stabilise", "extend", "document", "good", "alert", "waiting"];
const GROUNDS = ["paper", "surface", "raised"];

const TEXTS: [text: string, ground: string][] = [
  ...["ink", "muted"].flatMap((text) => GROUNDS.map((ground): [string, string] => [text, ground])),
  ...HUES.flatMap((hue): [string, string][] => [
    ...GROUNDS.map((ground): [string, string] => [`${hue}-ink`, ground]),
    [`${hue}-ink`, `${hue}-soft`],
    ["ink", `${hue}-soft`],
    [`on-${hue}`, hue],
  ]),
  ["on-ink", "ink"],
];

/** What is no text but has to be told apart from what is behind it: edges of controls, rings, fills. */
const SHAPES: [shape: string, ground: string][] = ["line-strong", "focus", ...HUES].flatMap((shape) =>
  ["paper", "surface"].map((ground): [string, string] => [shape, ground]),
);

describe.each([
  { name: "light", query: null },
  { name: "dark", query: "(prefers-color-scheme: dark)" },
  { name: "print", query: "print" },
])("the colours, $name,", ({ query }) => {
  const scheme = schemeOf(query);

  it.each(TEXTS)("%s can be read on %s", (text, ground) => {
    expect(contrast(scheme, text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SHAPES)("%s can be seen on %s", (shape, ground) => {
    expect(contrast(scheme, shape, ground)).toBeGreaterThanOrEqual(3);
  });
});
