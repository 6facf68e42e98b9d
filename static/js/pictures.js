/**
 * A chart as a file: drawn once more on white by plotly.js, which is loaded before, and put together here. (plotly.js's own
 * toImage writes markup as text, which our Content-Security-Policy refuses, and loads the picture from a blob.)
 */

const SVG = "http://www.w3.org/2000/svg";
const SHARPNESS = 2;

/** Save the chart: {take: "png" or "svg", chart: its id, name: what the file is called}. `address`: of the figures. */
export async function take({ take: kind, chart, name }, address) {
  const asked = new URL(address, location);
  asked.searchParams.set("picture", chart);
  const answer = await fetch(asked).catch(() => null);
  if (!answer?.ok) return;
  const { figures, config } = await answer.json();
  if (!figures[chart]) return;
  const picture = await drawn(figures[chart], { ...config, responsive: false });
  save(kind === "svg" ? new Blob([text(picture)], { type: "image/svg+xml" }) : await painted(picture), `${name}.${kind}`);
}

async function drawn({ data, layout }, config) {
  const place = document.createElement("div");
  place.className = "chart__away";
  document.body.append(place);
  await globalThis.Plotly.newPlot(place, data, layout, config);
  const picture = document.createElementNS(SVG, "svg");
  const { width, height, paper_bgcolor: ground } = layout;
  set(picture, { width, height, viewBox: `0 0 ${width} ${height}` });
  picture.append(set(document.createElementNS(SVG, "rect"), { width, height, fill: ground }));
  for (const layer of place.querySelectorAll(".main-svg")) picture.append(...layer.childNodes);
  place.remove();
  for (const node of picture.querySelectorAll("[style]")) unstyle(node);
  return picture;
}

/** Styles become attributes: a picture keeps our Content-Security-Policy, which refuses styles in markup. */
function unstyle(node) {
  for (const name of [...node.style]) node.setAttribute(name, node.style.getPropertyValue(name));
  node.removeAttribute("style");
}

function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function text(picture) {
  return new XMLSerializer().serializeToString(picture);
}

async function painted(picture) {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(text(picture))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = SHARPNESS * image.width;
  canvas.height = SHARPNESS * image.height;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function save(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
