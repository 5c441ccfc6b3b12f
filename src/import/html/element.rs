//! What each element of HTML is in Markdown.

use super::tag::{Tag, decoded};
use super::{BREAK, PLACE};
use crate::import::library::encoded;
use crate::import::outcome::{fence, link, prefixed};

/// An element whose end has not come yet.
#[derive(Debug, Default)]
pub struct Frame {
    pub name: String,
    href: Option<String>,
    pub source: Option<String>,
    title: Option<String>,
    id: Option<String>,
    name_of_place: Option<String>,
    start: Option<usize>,
    language: Option<String>,
    columns: usize,
    pub out: String,
    /// Rows of cells, each with whether it is a heading.
    rows: Vec<Vec<(String, bool)>>,
    pub items: Vec<String>,
    pub caption: Option<String>,
}

/// An element in Markdown.
#[derive(Debug)]
pub struct Rendered {
    pub text: String,
    pub is_block: bool,
}

impl Frame {
    pub fn new(tag: &Tag) -> Self {
        let text = |name: &str| tag.attribute(name).map(str::to_owned);
        Frame {
            name: tag.name.clone(),
            href: text("href"),
            source: text("src").or_else(|| text("data")),
            title: text("title"),
            id: text("id"),
            name_of_place: text("name"),
            start: tag.attribute("start").and_then(|start| start.parse().ok()),
            language: text("class")
                .and_then(|class| class.split_whitespace().find_map(|word| word.strip_prefix("language-").map(str::to_owned))),
            columns: tag.attribute("colspan").and_then(|columns| columns.parse().ok()).unwrap_or(1),
            ..Frame::default()
        }
    }

    pub fn cell(&mut self, cell: Frame) {
        if self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        let is_heading = cell.name == "th";
        let row = self.rows.last_mut().expect("there is one now");
        row.push((cell.out, is_heading));
        // Markdown has no cells over several columns: what follows stays in its own column.
        row.extend((1..cell.columns.min(20)).map(|_| (String::new(), is_heading)));
    }

    /// Takes the rows over, and the words that stood in none of their cells: as in a browser they come before the table.
    pub fn take_rows(&mut self, mut rows: Frame) {
        self.out.push_str(&rows.out);
        if rows.name == "thead" {
            rows.rows.iter_mut().flatten().for_each(|cell| cell.1 = true);
        }
        self.rows.append(&mut rows.rows);
    }
}

const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "aside",
    "main",
    "header",
    "footer",
    "nav",
    "center",
    "figure",
    "figcaption",
    "fieldset",
    "form",
    "address",
    "details",
    "summary",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "caption",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "video",
    "audio",
    "object",
    "html",
    "body",
    "colgroup",
    "legend",
];
const INLINES: &[&str] = &[
    "a", "b", "strong", "i", "em", "cite", "var", "dfn", "del", "s", "strike", "code", "tt", "kbd", "samp", "u", "ins", "mark", "span",
    "font", "small", "big", "label", "abbr", "acronym", "time", "data", "bdi", "bdo", "nobr", "q", "sup", "sub", "button", "iframe",
    "picture", "output", "option",
];
const VOIDS: &[&str] =
    &["br", "hr", "img", "input", "meta", "link", "source", "embed", "track", "wbr", "col", "area", "base", "param", "!doctype"];

pub fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

pub fn is_inline(name: &str) -> bool {
    INLINES.contains(&name)
}

pub fn is_void(name: &str) -> bool {
    VOIDS.contains(&name)
}

/// An image, if it has a file; those of counters, which nobody sees, have not.
pub fn image(tag: &Tag) -> Option<String> {
    let src = tag.attribute("src").filter(|src| !src.starts_with("data:"))?;
    if matches!((tag.attribute("width"), tag.attribute("height")), (Some("0" | "1"), Some("0" | "1"))) {
        return None;
    }
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let alt = flat(tag.attribute("alt").unwrap_or_default()).replace('[', "\\[").replace(']', "\\]");
    Some(format!("![{alt}]({})", encoded_once(src)))
}

/// An address that may already have its percent signs.
fn encoded_once(address: &str) -> String {
    encoded(address.trim()).replace("%25", "%").replace("%23", "#").replace("%3F", "?")
}

/// `before` is the letter before the element and `next` the one after it.
pub fn render(frame: Frame, before: &str, next: Option<char>) -> Rendered {
    let line = |text: String| Rendered { text, is_block: false };
    let block = |text: &str| Rendered { text: text.trim().to_owned(), is_block: true };
    let content = frame.out;
    let flat = || content.replace(BREAK, " ").split_whitespace().collect::<Vec<_>>().join(" ");
    match frame.name.as_str() {
        "strong" | "b" => line(wrapped(&content, "**", before, next)),
        "em" | "i" | "cite" | "var" | "dfn" => line(wrapped(&content, "*", before, next)),
        "del" | "s" | "strike" => line(wrapped(&content, "~~", before, next)),
        "code" | "tt" | "kbd" | "samp" => line(code(&content)),
        "q" => line(format!("“{content}”")),
        "sup" => line(raised(&content, SUPERSCRIPTS)),
        "sub" => line(raised(&content, SUBSCRIPTS)),
        "a" if frame.href.is_none() => {
            let name =
                frame.id.or(frame.name_of_place).filter(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
            line(name.map_or(content.clone(), |name| format!("{PLACE}{name}{PLACE}{content}")))
        }
        "a" => line(anchor(&content, frame.href.as_deref(), frame.title.as_deref())),
        "iframe" | "object" | "video" | "audio" => {
            let label = frame.title.clone().or_else(|| Some(flat()).filter(|words| !words.is_empty() && !words.contains("](")));
            let kind = match frame.name.as_str() {
                "video" => "Video",
                "audio" => "Sound recording",
                _ => "Embedded page",
            };
            match frame.source {
                Some(source) => Rendered {
                    text: link(&label.unwrap_or_else(|| kind.to_owned()), &encoded_once(&source)),
                    is_block: frame.name != "iframe",
                },
                None => line(content),
            }
        }
        name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
            let level = usize::from(name.as_bytes()[1] - b'0');
            let id =
                frame.id.filter(|id| id.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))).map(|id| format!(" {{#{id}}}"));
            let words = flat();
            // A heading that is bold is bold twice.
            let words =
                words.strip_prefix("**").and_then(|words| words.strip_suffix("**")).filter(|words| !words.contains("**")).unwrap_or(&words);
            block(&if words.is_empty() { String::new() } else { format!("{} {words}{}", "#".repeat(level), id.unwrap_or_default()) })
        }
        "summary" | "legend" => block(&wrapped(&flat(), "**", "", None)),
        "figcaption" => block(&wrapped(&flat(), "*", "", None)),
        "li" => block(&item("- ", &content)),
        "ul" | "ol" => block(&list(frame.name == "ol", frame.start, &frame.items, &content)),
        "table" | "tr" | "thead" | "tbody" | "tfoot" => block(&table(frame.caption.as_deref(), frame.rows, &content)),
        "dt" => block(&flat()),
        "dd" => Rendered { text: format!(": {}", flat()), is_block: true },
        "blockquote" => block(&prefixed(content.trim(), "> ")),
        "pre" => block(&fence(frame.language.as_deref().unwrap_or_default(), &decoded(content.trim_end()))),
        name if is_block(name) => block(&content),
        _ => line(content),
    }
}

/// Words between marks. Blanks go outside, and so does a sign before a letter, where the marks would be words.
fn wrapped(content: &str, mark: &str, before: &str, next: Option<char>) -> String {
    let words = content.trim_matches(|c: char| c.is_whitespace() || c == BREAK);
    if words.is_empty() || words.contains("\n\n") || words.contains("![") {
        return content.to_owned();
    }
    let start = content.find(words).unwrap_or_default();
    let (lead, trail) = (&content[..start], &content[start + words.len()..]);
    if words.starts_with(mark) || words.ends_with(mark) || words.starts_with(['#', '|']) {
        return content.to_owned();
    }
    let joins_on = trail.is_empty() && next.is_some_and(char::is_alphanumeric);
    let sign = words.chars().last().filter(|c| joins_on && c.is_ascii_punctuation()).map(String::from).unwrap_or_default();
    let words = &words[..words.len() - sign.len()];
    // Between two letters a mark is one only if the words themselves begin and end with letters.
    let glued = lead.is_empty()
        && before.chars().all(char::is_alphanumeric)
        && !before.is_empty()
        && words.starts_with(|c: char| !c.is_alphanumeric());
    if words.is_empty() || glued {
        return content.to_owned();
    }
    format!("{lead}{mark}{}{mark}{sign}{trail}", words.replace(mark, ""))
}

fn code(content: &str) -> String {
    let words = decoded(&content.replace(BREAK, " ")).split_whitespace().collect::<Vec<_>>().join(" ");
    // What became Markdown inside is words again.
    let words = words.replace("**", "").replace("\\<", "<");
    if words.is_empty() || words.contains("](") {
        return content.to_owned();
    }
    let longest = words.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = if words.starts_with('`') || words.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{words}{pad}{ticks}")
}

fn anchor(content: &str, href: Option<&str>, title: Option<&str>) -> String {
    let Some(href) = href else { return content.to_owned() };
    let words = content.trim_matches(|c: char| c.is_whitespace() || c == BREAK);
    let flat = words.replace(BREAK, " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let flat = if flat.is_empty() { title.unwrap_or_default().to_owned() } else { flat };
    if flat.is_empty() {
        return content.to_owned();
    }
    // A link in a link: the outer one goes.
    if flat.contains("](") && !flat.starts_with("![") {
        return content.to_owned();
    }
    let start = content.find(words).unwrap_or_default();
    format!("{}[{flat}]({}){}", &content[..start], encoded_once(href), &content[start + words.len()..])
}

const SUPERSCRIPTS: &[(char, char)] = &[
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('-', '⁻'),
    ('n', 'ⁿ'),
];
const SUBSCRIPTS: &[(char, char)] = &[
    ('0', '₀'),
    ('1', '₁'),
    ('2', '₂'),
    ('3', '₃'),
    ('4', '₄'),
    ('5', '₅'),
    ('6', '₆'),
    ('7', '₇'),
    ('8', '₈'),
    ('9', '₉'),
    ('+', '₊'),
    ('-', '₋'),
];

/// Raised or lowered letters where Unicode has all of them; else they stand on the line: 4th, TM.
fn raised(content: &str, letters: &[(char, char)]) -> String {
    let found: Option<String> =
        content.trim().chars().map(|c| letters.iter().find(|(plain, _)| *plain == c).map(|(_, raised)| *raised)).collect();
    match (found, content.trim()) {
        (Some(raised), _) => raised,
        (None, "TM" | "tm") => "™".into(),
        (None, "®" | "R") => "®".into(),
        _ => content.to_owned(),
    }
}

fn item(mark: &str, content: &str) -> String {
    let content = content.trim_matches(|c: char| c.is_whitespace() || c == BREAK);
    let indent = " ".repeat(mark.len());
    let lines = content.lines().enumerate().map(|(index, line)| match (index, line.is_empty()) {
        (0, _) => format!("{mark}{line}"),
        (_, true) => String::new(),
        _ => format!("{indent}{line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn list(numbered: bool, start: Option<usize>, items: &[String], rest: &str) -> String {
    let first = start.unwrap_or(1);
    let items: Vec<String> = items
        .iter()
        .filter(|item| !item.trim().is_empty())
        .enumerate()
        .map(|(index, content)| item(&if numbered { format!("{}. ", first + index) } else { "- ".into() }, content))
        .collect();
    let is_nested = |rest: &str| super::super::region::is_list_item(rest.trim_start_matches('\n'));
    let is_loose = items.iter().any(|item| item.match_indices("\n\n").any(|(at, _)| !is_nested(&item[at..])));
    // A list in an item needs no empty line before it.
    let items: Vec<String> = items.into_iter().map(|item| if is_loose { item } else { item.replace("\n\n", "\n") }).collect();
    let listed = items.join(if is_loose { "\n\n" } else { "\n" });
    if rest.trim().is_empty() { listed } else { format!("{}\n\n{listed}", rest.trim()) }
}

fn table(caption: Option<&str>, rows: Vec<Vec<(String, bool)>>, rest: &str) -> String {
    let rows: Vec<Vec<(String, bool)>> = rows.into_iter().filter(|row| row.iter().any(|(cell, _)| !cell.trim().is_empty())).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = rest.trim().to_owned();
    let mut add = |text: &str| {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        out.push_str(text);
    };
    if let Some(caption) = caption.filter(|caption| !caption.is_empty()) {
        add(&wrapped(caption, "**", "", None));
    }
    // A table of one column or one row was for the looks of the page.
    if columns < 2 || (rows.len() < 2 && !rows.iter().flatten().any(|(_, heading)| *heading)) {
        for (cell, _) in rows.iter().flatten().filter(|(cell, _)| !cell.trim().is_empty()) {
            add(cell.trim());
        }
        return out;
    }
    let flat =
        |cell: &str| cell.replace(BREAK, " ").split_whitespace().collect::<Vec<_>>().join(" ").replace("\\|", "|").replace('|', "\\|");
    let written = |row: &[(String, bool)]| {
        let cells = (0..columns).map(|index| row.get(index).map(|(cell, _)| flat(cell)).unwrap_or_default());
        format!("|{}", cells.map(|cell| format!(" {cell} |")).collect::<String>())
    };
    let bold = |cell: &str| flat(cell).starts_with("**") && flat(cell).ends_with("**");
    let first = &rows[0];
    let headed = first.iter().filter(|(cell, _)| !cell.trim().is_empty()).all(|(cell, heading)| *heading || bold(cell));
    let head: Vec<(String, bool)> =
        if headed { first.iter().map(|(cell, heading)| (flat(cell).replace("**", ""), *heading)).collect() } else { Vec::new() };
    let mut lines = vec![written(&head), format!("|{}", "---|".repeat(columns))];
    lines.extend(rows.iter().skip(usize::from(headed)).map(|row| written(row)));
    add(&lines.join("\n"));
    out
}
