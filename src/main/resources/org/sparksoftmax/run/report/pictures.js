// Rows and weights as images.

/** Bytes of a text in base64. */
function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** An image as a canvas that is redrawn when the colours change.
 *
 * @param color returns [red, green, blue] for the channel values of a pixel
 */
function picture(shape, values, label, color) {
  const canvas = el("canvas", { width: shape.width, height: shape.height, role: "img", "aria-label": label });
  const size = shape.width * shape.height;
  redrawn(() => {
    const context = canvas.getContext("2d");
    const pixels = context.createImageData(shape.width, shape.height);
    for (let i = 0; i < size; i++) {
      const channels = Array.from({ length: shape.channels }, (_, channel) => values[channel * size + i]);
      pixels.data.set([...color(channels), 255], 4 * i);
    }
    context.putImageData(pixels, 0, 0);
  });
  return canvas;
}

/** From the colour of one sign over that of 0 to the colour of the other. */
function diverging(share) {
  const c = colors();
  const text = mix(c === DARK ? "#23282f" : "#ffffff", share >= 0 ? c.accent : c.warm, Math.min(1, Math.abs(share)));
  return text.match(/\d+/g).map(Number);
}

/** The colour of a weight: diverging for one channel, relative to gray for three. */
function weightColor(channels) {
  const shares = channels.map((byte) => (byte > 127 ? byte - 256 : byte) / 127);
  return shares.length === 1 ? diverging(shares[0]) : shares.map((share) => Math.round(127.5 + 127.5 * share));
}

function pixelColor(channels) {
  return channels.length === 1 ? [channels[0], channels[0], channels[0]] : channels;
}

function templatesSection(run) {
  const { templates, image } = run.details || {};
  if (!templates) {
    return;
  }
  const linear = (run.summary.hiddenLayers || []).length === 0;
  const gray = image.channels === 1;
  const part = section("templates", "Weights as images",
    (linear ? "The weights of each class, pixel by pixel." : "The weights of the strongest units of the first layer, pixel by pixel.") +
    (gray
      ? " Blue pixels are evidence for the " + (linear ? "class" : "unit") + ", orange ones against it."
      : " Gray is a weight of 0; a colour is evidence for the " + (linear ? "class." : "unit.")));
  if (templates.templates.length === 0) {
    add(part, empty("The images are too large for a report."));
    return;
  }
  const names = classNames(run);
  add(part, el("ul", { class: "pictures" }, templates.templates.map((template) => {
    const title = linear ? nameOf(names, run.labels[template.output]) : "unit " + count(template.output + 1);
    return el("li", {}, el("figure", {},
      picture(image, bytesOf(template.weights), "Weights of " + title, weightColor),
      el("figcaption", {}, title)));
  })));
  const bar = el("span", { class: "scale", "aria-hidden": "true" });
  redrawn(() => {
    const stop = (share) => "rgb(" + (gray ? diverging(share) : weightColor([share < 0 ? 129 : Math.round(127 * share)].concat(
      [0, 0]))).join(",") + ")";
    bar.style.background = "linear-gradient(to right," + [-1, 0, 1].map(stop).join(",") + ")";
  });
  add(part, el("p", { class: "muted" },
    ...(gray ? ["−" + significant(templates.scale, 3), bar, "+" + significant(templates.scale, 3) + ". "]
      : ["Colours are full at weights of ±" + significant(templates.scale, 3) + ". "]),
    templates.templates.length < templates.outputs
      ? (linear ? "The first " : "The strongest ") + count(templates.templates.length) + " of " + count(templates.outputs) +
        (linear ? " classes." : " units, by the norms of their incoming and outgoing weights.")
      : ""));
}
