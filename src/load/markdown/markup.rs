//! How Markdown says what editors reach to HTML for.

/// The name of the first tag in a piece of HTML, in lower case: `table` of `<table class="x">`, `/b` of `</b>`.
pub(super) fn tag_name(html: &str) -> String {
    let after = html.find('<').map_or(html, |at| &html[at + 1..]);
    let (slash, name) = match after.strip_prefix('/') {
        Some(name) => ("/", name),
        None => ("", after),
    };
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len());
    format!("{slash}{}", name[..end].to_ascii_lowercase())
}

/// What to write instead of a tag.
pub(super) fn instead_of(tag: &str) -> &'static str {
    match tag {
        "table" | "thead" | "tbody" | "tr" | "td" | "th" => {
            "write the table with pipes: `| Place | Posts |`, then `|---|---|`, then a line for each row"
        }
        "br" => "end the line with a backslash to break it there, or leave an empty line for a new paragraph",
        "img" | "picture" | "figure" | "figcaption" => "write `![what the image shows](image.jpg \"caption\")`",
        "a" => "write `[words](address)`",
        "strong" | "b" => "write `**words**`",
        "em" | "i" | "cite" => "write `*words*`",
        "del" | "s" | "strike" => "write `~~words~~`",
        "code" | "kbd" | "samp" => "put the words between backticks",
        "pre" => "put the lines between two lines of three backticks",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => "write a heading with hashes: `## Heading`",
        "ul" | "ol" | "li" => "write a list with `- ` or `1. ` before each item",
        "dl" | "dt" | "dd" => "write the term on a line of its own and `: ` before its meaning on the next",
        "blockquote" | "q" => "put `> ` before each line of the quotation",
        "hr" => "write `---` on a line of its own, with an empty line before it",
        "p" => "leave an empty line between paragraphs",
        "div" | "section" | "aside" | "article" | "center" | "span" | "font" => {
            "leave the tag out; for a call-out write `> [!NOTE]` on a line of its own and `> ` before each line of it"
        }
        "details" | "summary" => "write a heading and the text under it; nothing is hidden from readers who search or print",
        "sup" => "for a footnote write `[^1]`; otherwise type the character itself, such as ² or ½",
        "sub" => "type the character itself, such as ₂",
        "abbr" => "write `[[NQSW]]`, and the glossary's meaning comes along",
        "u" | "ins" | "mark" => "write `**words**`; underlined words look like links",
        "iframe" | "script" | "embed" | "object" | "video" | "audio" | "style" | "form" | "input" | "button" | "svg" => {
            "this is not published: pages run nothing and load nothing from elsewhere; link to it instead: `[words](address)`"
        }
        _ => "leave it out, or put it between backticks to show it as it is written",
    }
}
