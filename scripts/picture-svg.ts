// Turns what a terminal shows into an SVG: text in a few colours, on a dark ground.

const cell = { width: 8.4, height: 19 };
const margin = 18;
const font = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
const ground = "#16181d";
const plain = "#d7dae0";
const colours = ["#5c6370", "#f07178", "#a5d16f", "#e6c07b", "#6cb2ff", "#c792ea", "#5fd0d0", "#ffffff"];

interface Style {
  readonly colour: string;
  readonly bold: boolean;
  readonly dim: boolean;
}
const unstyled: Style = { colour: plain, bold: false, dim: false };

/** The style after one number of an escape sequence. https://ecma-international.org/publications-and-standards/standards/ecma-48/ */
function restyle(style: Style, code: number): Style {
  if (code === 0) return unstyled;
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 39) return { ...style, colour: plain };
  const colour = colours[code >= 90 ? code - 90 : code - 30];
  return colour === undefined ? style : { ...style, colour };
}

/**
 * Draws a screen.
 * @param screen lines with colour escapes, as `tmux capture-pane -e` prints them.
 * @param columns the terminal's width.
 */
export function drawScreen(screen: string, columns: number): string {
  const lines = screen.trimEnd().split("\n");
  const width = Math.ceil(columns * cell.width + 2 * margin);
  const height = lines.length * cell.height + 2 * margin;
  let style = unstyled;
  const texts = lines.flatMap((line, row) => {
    let column = 0;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    return line.split(/(\u001B\[[\d;]*m)/).flatMap((part) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
      const codes = /^\u001B\[([\d;]*)m$/.exec(part)?.[1];
      if (codes !== undefined) {
        style = codes.split(";").map(Number).reduce(restyle, style);
        return [];
      }
      const at = column;
      column += [...part].length;
      return part.trim() === "" ? [] : [drawText(part, at, row, style)];
    });
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="create-registry-auth in a terminal">
<rect width="${width}" height="${height}" rx="8" fill="${ground}"/>
<g font-family="${font}" font-size="14" xml:space="preserve">
${texts.join("\n")}
</g>
</svg>
`;
}

function drawText(text: string, column: number, row: number, { colour, bold, dim }: Style): string {
  // Leading blanks move the text, so that no viewer can swallow them; its length keeps columns in line.
  const blanks = text.length - text.trimStart().length;
  const shown = text.trim();
  const x = (margin + (column + blanks) * cell.width).toFixed(1);
  const y = (margin + (row + 0.75) * cell.height).toFixed(1);
  const length = ([...shown].length * cell.width).toFixed(1);
  const weight = `${bold ? ' font-weight="bold"' : ""}${dim ? ' opacity="0.6"' : ""}`;
  return `<text x="${x}" y="${y}" textLength="${length}" fill="${colour}"${weight}>${escapeXml(shown)}</text>`;
}

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
