// Builds static/vendor/ from the packages of package.json: styles, scripts, fonts, and a gzip beside each text file.
// Run by deploy/setup.py with Node from the virtual environment; writes nothing else.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as sass from "sass";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const vendor = join(root, "static", "vendor");
const packages = join(root, "node_modules");

/** The plain values of the tokens' first :root block, as Sass variables; values that refer to others stay in CSS. */
export function tokensAsSass(css) {
  const block = css.slice(css.indexOf(":root {"), css.indexOf("}", css.indexOf(":root {")));
  return [...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => `$${name}: ${value};`).join("\n");
}

function put(name, text) {
  writeFileSync(join(vendor, name), text);
  writeFileSync(join(vendor, `${name}.gz`), gzipSync(text, { level: 9 }));
}

/** A script without the pointer to a source map that is not served. */
function putScript(name, path) {
  put(name, readFileSync(join(packages, path), "utf8").replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, "\n"));
}

function buildGovuk(name) {
  const tokens = tokensAsSass(readFileSync(join(root, "static/css/tokens.css"), "utf8"));
  const built = sass.compile(join(root, `static/css/${name}.scss`), {
    style: "compressed",
    loadPaths: [packages],
    quietDeps: true,
    importers: [
      {
        canonicalize: (url) => (url === "house:tokens" ? new URL(url) : null),
        load: () => ({ contents: tokens, syntax: "scss" }),
      },
    ],
  });
  put(`${name}.css`, `@layer govuk{${built.css.replace(/^\uFEFF|@charset "UTF-8";/g, "")}}\n`);
}

/** plotly.js writes its rules into a style element, which our Content-Security-Policy refuses. It leaves that be when a
 *  stylesheet with the id "plotly.js-style-global" and the class "no-inline-styles" is on the page: this is that sheet. */
function buildPlotly() {
  const bundle = readFileSync(join(packages, "plotly.js-basic-dist-min/plotly-basic.min.js"), "utf8");
  const found = bundle.indexOf('{"X,X div":');
  const end = bundle.indexOf("}", found);
  if (found < 0) throw new Error("plotly.js keeps its style rules somewhere else now; see buildPlotly.");
  const rules = new Function(`return ${bundle.slice(found, end + 1)}`)();
  const sheet = Object.entries(rules)
    .map(([selector, style]) => `${selector.replaceAll("X", ".js-plotly-plot .plotly").replaceAll("Y", ".plotly-notifier")}{${style}}`)
    .reverse() // as plotly.js does it: each rule goes before those already there
    .join("\n");
  put("plotly.css", `${sheet}\n`);
  putScript("plotly.js", "plotly.js-basic-dist-min/plotly-basic.min.js");
}

function buildFonts() {
  const family = "Atkinson Hyperlegible Next";
  const ranges = JSON.parse(readFileSync(join(packages, "@fontsource/atkinson-hyperlegible-next/unicode.json"), "utf8"));
  mkdirSync(join(vendor, "fonts"));
  const faces = [];
  for (const subset of ["latin", "latin-ext"]) {
    for (const weight of [400, 700]) {
      const file = `atkinson-hyperlegible-next-${subset}-${weight}-normal.woff2`;
      copyFileSync(join(packages, "@fontsource/atkinson-hyperlegible-next/files", file), join(vendor, "fonts", file));
      faces.push(
        `@font-face{font-family:"${family}";font-style:normal;font-display:swap;font-weight:${weight};` +
          `src:url("fonts/${file}") format("woff2");unicode-range:${ranges[subset]}}`,
      );
    }
  }
  put("fonts.css", `${faces.join("\n")}\n`);
}

function build() {
  rmSync(vendor, { recursive: true, force: true });
  mkdirSync(vendor, { recursive: true });
  buildGovuk("govuk");
  putScript("govuk.js", "govuk-frontend/dist/govuk/govuk-frontend.min.js");
  putScript("socket.io.js", "socket.io-client/dist/socket.io.min.js");
  putScript("sortable.js", "sortablejs/Sortable.min.js");
  buildPlotly();
  buildFonts();
  putScript("axe.js", "axe-core/axe.min.js");
}

build();
