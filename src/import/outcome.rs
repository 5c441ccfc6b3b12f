//! What a call of the old generator becomes: plain Markdown where its name and arguments say what it showed, the words that it holds where
//! they do not, and else a comment in which an editor finds it again. Nothing here knows any one site's own shortcodes by heart.

use super::shortcode::{Argument, Call};

/// A call's outcome, in words of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub text: String,
    pub became: &'static str,
    /// The text is a block of its own: it stands between empty lines.
    pub is_block: bool,
}

pub const LEFT: &str = "a comment to look at";
const LINK: &str = "links";
const IMAGE: &str = "images";
const WORDS: &str = "the words inside it";
const QUOTE: &str = "quotations";
const CODE: &str = "code blocks";
const CALL_OUT: &str = "call-outs";
pub const ITEM: &str = "list items";
const HEADED: &str = "words under their title";

/// An address as the new page writes it, and the title of the page that it leads to.
pub type Target = (String, Option<String>);

/// What a call can be told by its surroundings.
pub struct Around<'a> {
    /// Where a page or file is that it names.
    pub resolve: &'a dyn Fn(&str) -> Option<Target>,
    /// Whether an image's file is among those of the old site.
    pub has_file: &'a dyn Fn(&str) -> bool,
}

const TARGETS: &[&str] = &["href", "url", "link", "to", "target", "page", "path", "src", "file", "source"];
const PICTURES: &[&str] = &["src", "file", "path", "image", "img", "filename", "url", "link", "name"];
const LABELS: &[&str] = &["text", "label", "title", "heading", "name", "caption", "content"];

/// The address that a call is when it stands where a link's address belongs.
pub fn address(call: &Call) -> Option<String> {
    call.plain(0).or_else(|| call.named(TARGETS)).map(str::to_owned)
}

/// A call with what it holds, already turned into Markdown. `whole` is what was written, for the comment that stays when nothing better is known.
pub fn become_markdown(call: &Call, inner: Option<&str>, whole: &str, around: &Around<'_>) -> Outcome {
    let name = call.name.to_ascii_lowercase();
    let inner = inner.map(str::trim).filter(|inner| !inner.is_empty());
    known(&name, call, inner, around)
        .or_else(|| holding(&name, call, inner, around))
        .or_else(|| standing(call, around))
        .unwrap_or_else(|| left(whole))
}

/// A comment that an editor finds again by its first word.
pub fn left(whole: &str) -> Outcome {
    let words = whole.split_whitespace().collect::<Vec<_>>().join(" ").replace("-->", "--&gt;").replace("<!--", "&lt;!--");
    Outcome { text: format!("<!-- import: {words} -->"), became: LEFT, is_block: false }
}

fn line(text: String, became: &'static str) -> Option<Outcome> {
    Some(Outcome { text, became, is_block: false })
}

fn block(text: String, became: &'static str) -> Option<Outcome> {
    Some(Outcome { text, became, is_block: true })
}

/// Calls whose names say what they show, in every theme.
fn known(name: &str, call: &Call, inner: Option<&str>, around: &Around<'_>) -> Option<Outcome> {
    let target = || call.plain(0).or_else(|| call.named(TARGETS));
    match name {
        "ref" | "relref" | "link" | "post_url" | "xref" if inner.is_none() => {
            let target = target()?;
            let label = call.named(LABELS).or_else(|| call.plain(1)).map(str::to_owned);
            let (address, title) = (around.resolve)(target).unwrap_or_else(|| (super::library::encoded(target), None));
            line(link(&label.or(title).unwrap_or_else(|| target.to_owned()), &address), LINK)
        }
        "youtube" | "vimeo" | "youtubevideo" | "yt" => {
            let id = call.named(&["id", "video", "videoid", "src", "url"]).or_else(|| call.plain(0))?;
            let title =
                call.named(&["title", "label", "caption", "alt"]).map_or_else(|| "Video".to_owned(), |title| format!("Video: {title}"));
            let address = match id {
                id if id.starts_with("http") => id.to_owned(),
                id if name == "vimeo" => format!("https://vimeo.com/{id}"),
                id => format!("https://www.youtube.com/watch?v={id}"),
            };
            line(link(&title, &address), LINK)
        }
        "tweet" | "twitter" | "twitter_simple" | "x" | "x_simple" => {
            let id = call.named(&["id", "status"]).or_else(|| call.plain(1)).or_else(|| call.plain(0))?;
            let user = call.named(&["user"]).or_else(|| call.plain(0).filter(|user| *user != id)).unwrap_or("i");
            let label = if user == "i" { "Post on X".to_owned() } else { format!("Post by {user} on X") };
            line(link(&label, &format!("https://x.com/{}/status/{id}", user.trim_start_matches('@'))), LINK)
        }
        "instagram" | "instagram_simple" => {
            line(link("Post on Instagram", &format!("https://www.instagram.com/p/{}/", call.plain(0)?)), LINK)
        }
        "gist" => {
            let (user, id) = match (call.plain(0)?, call.plain(1)) {
                (user, Some(id)) => (format!("{user}/"), id.to_owned()),
                (id, None) => (String::new(), id.to_owned()),
            };
            line(link("Code on GitHub", &format!("https://gist.github.com/{user}{id}")), LINK)
        }
        "highlight" | "code" | "codeblock" if inner.is_some() => {
            let language = call.plain(0).or_else(|| call.named(&["lang", "language"]))?;
            block(fence(language, inner?), CODE)
        }
        "toc" | "table-of-contents" | "tableofcontents" => line(String::new(), "left out: pages have an outline of their own"),
        "comment" => Some(Outcome { became: "a comment, as it was", ..left(inner.unwrap_or_default()) }),
        "rawhtml" | "raw-html" | "html" | "raw" => block(inner?.to_owned(), WORDS),
        _ => None,
    }
}

/// Calls that hold words: what surrounds the words follows from the name.
fn holding(name: &str, call: &Call, inner: Option<&str>, around: &Around<'_>) -> Option<Outcome> {
    let parts: Vec<&str> = name.split(['-', '_', '/', '.']).collect();
    let is = |words: &[&str]| parts.iter().any(|part| words.contains(part));
    let quoted = || inner.or_else(|| call.named(&["text", "quote", "content"])).or_else(|| call.plain(0));
    if is(&["quote", "blockquote", "pullquote"]) {
        let words = quoted()?;
        let by = call.named(&["cite", "author", "by", "source", "attribution", "name"]).map(|by| format!("\n\n— {by}")).unwrap_or_default();
        return block(prefixed(&format!("{words}{by}"), "> "), QUOTE);
    }
    if let Some(kind) = call_out(&parts, call)
        && let Some(words) = inner.or_else(|| call.named(&["text", "content", "message"]))
    {
        let title = call.named(&["title", "heading"]).map(|title| format!("**{title}**\n\n")).unwrap_or_default();
        return block(format!("> [!{kind}]\n{}", prefixed(&format!("{title}{words}"), "> ")), CALL_OUT);
    }
    if let Some(picture) = image(name, call, inner, around) {
        return Some(picture);
    }
    let inner = inner?;
    if (name.starts_with("checkbox") || parts.last().is_some_and(|last| matches!(*last, "item" | "li" | "step"))) && !inner.contains("\n\n")
    {
        return block(format!("- {}", inner.replace('\n', "\n  ")), ITEM);
    }
    let title = call.named(&["title", "heading", "summary", "label", "header", "question", "name", "caption", "text"]).or_else(|| {
        // `details` and tabs name themselves by what comes first; a class or colour is one plain word.
        call.plain(0).filter(|word| word.contains(' '))
    });
    let target = call.named(TARGETS).filter(|target| target.contains(['/', '.', '#']));
    let title = match (title, target) {
        (Some(title), Some(target)) => {
            Some(link(title, &(around.resolve)(target).map_or_else(|| super::library::encoded(target), |found| found.0)))
        }
        (title, _) => title.map(str::to_owned),
    };
    match title {
        Some(title) if inner.contains("**") && title.contains("**") => block(format!("{title}\n\n{inner}"), HEADED),
        Some(title) => block(format!("**{}**\n\n{inner}", title.replace("**", "")), HEADED),
        None => Some(Outcome { text: inner.to_owned(), became: WORDS, is_block: inner.contains('\n') }),
    }
}

/// Calls that stand alone and name something to go to or something to read.
fn standing(call: &Call, around: &Around<'_>) -> Option<Outcome> {
    let label = LABELS.iter().find_map(|name| call.named(&[name]));
    let looks_like_address = |word: &str| word.starts_with("http") || (word.contains('/') && !word.contains(' '));
    let target = TARGETS.iter().find_map(|name| call.named(&[name])).or_else(|| call.plain(0).filter(|word| looks_like_address(word)));
    match (target, label) {
        (Some(target), label) => {
            let (address, title) = (around.resolve)(target).unwrap_or_else(|| (super::library::encoded(target), None));
            let named = label.map(str::to_owned).or(title);
            let named = named.or_else(|| target.starts_with("http").then(|| target.to_owned()))?;
            line(link(&named, &address), LINK)
        }
        (None, Some(label)) if label.contains(' ') => line(label.to_owned(), "its words"),
        _ => None,
    }
}

/// The kind of a call-out, by the name of the call or by what it is told to be.
fn call_out(parts: &[&str], call: &Call) -> Option<&'static str> {
    const NAMES: &[&str] = &[
        "note",
        "notice",
        "alert",
        "callout",
        "admonition",
        "warning",
        "warn",
        "tip",
        "info",
        "important",
        "hint",
        "caution",
        "danger",
        "box",
        "panel",
        "aside",
        "attention",
        "success",
        "error",
        "remark",
    ];
    let name = parts.iter().find(|part| NAMES.contains(*part))?;
    let said = call
        .named(&["type", "variant", "kind", "level", "style", "class", "color", "status", "icon"])
        .or_else(|| call.plain(0))
        .unwrap_or_default();
    let said = said.to_ascii_lowercase();
    let words: Vec<&str> = said.split(|c: char| !c.is_ascii_alphanumeric()).chain([*name]).collect();
    let any = |of: &[&str]| words.iter().any(|word| of.contains(word));
    Some(if any(&["danger", "error", "caution"]) {
        "CAUTION"
    } else if any(&["warning", "warn", "alert", "attention"]) {
        "WARNING"
    } else if any(&["important", "action"]) {
        "IMPORTANT"
    } else if any(&["tip", "hint", "success"]) {
        "TIP"
    } else {
        "NOTE"
    })
}

fn image(name: &str, call: &Call, inner: Option<&str>, around: &Around<'_>) -> Option<Outcome> {
    let is_picture = ["img", "image", "figure", "picture", "photo", "screenshot"].iter().any(|word| name.contains(word));
    let is_include = matches!(name, "include" | "include_relative")
        && call.plain(0).is_some_and(|file| file.contains("image") || file.contains("figure"));
    if !is_picture && !is_include {
        return None;
    }
    let written = call.named(PICTURES).or_else(|| call.plain(0).filter(|_| is_picture))?;
    let caption =
        call.named(&["caption", "title", "attr", "description", "credit"]).map(str::to_owned).or_else(|| inner.map(str::to_owned));
    let alt = call.named(&["alt", "description"]).or_else(|| call.plain(1).filter(|_| is_picture)).map(str::to_owned);
    let has_file = (around.has_file)(written);
    let alt = alt.or_else(|| caption.clone());
    // With neither file nor words there is nothing that a reader would see.
    if alt.is_none() && !has_file {
        return None;
    }
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let alt = flat(&alt.unwrap_or_default());
    let title = caption.map(|caption| flat(&caption)).filter(|caption| *caption != alt);
    let title = title.map(|title| format!(" \"{}\"", title.replace('"', "&quot;"))).unwrap_or_default();
    let address = super::library::encoded(written);
    let shown = format!("![{}]({address}{title})", escaped(&alt));
    // The figure was itself a link.
    let leads = call
        .named(&["link", "href"])
        .filter(|leads| *leads != written)
        .map(|leads| format!("[{shown}]({})", super::library::encoded(leads)));
    block(leads.unwrap_or(shown), IMAGE)
}

/// Words for a link, with brackets that would end it kept from doing so.
pub fn link(words: &str, address: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("[{}]({address})", escaped(&words))
}

fn escaped(words: &str) -> String {
    words.replace('[', "\\[").replace(']', "\\]")
}

pub fn prefixed(text: &str, prefix: &str) -> String {
    text.trim().lines().map(|line| format!("{prefix}{line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

pub fn fence(language: &str, code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest.max(2) + 1);
    format!("{ticks}{language}\n{}\n{ticks}", code.trim_matches('\n'))
}

/// A value of Liquid as it is written: a text between quotes, passed through filters that make an address of it.
pub fn liquid_text(arguments: &[Argument]) -> Option<String> {
    let written = arguments.first()?.value.as_str();
    let mut parts = written.split('|').map(str::trim);
    let first = parts.next()?;
    let quoted = first.strip_prefix(['"', '\''])?.strip_suffix(['"', '\''])?;
    parts.all(|filter| matches!(filter, "relative_url" | "absolute_url" | "escape" | "uri_escape")).then(|| quoted.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::shortcode::{Piece, scan};
    use crate::import::site::Generator;

    fn said(text: &str) -> String {
        let pieces = scan(text, 0..text.len(), Generator::Hugo);
        let [Piece::Call(call)] = pieces.as_slice() else { panic!("one call: {text}") };
        let inner = call.inner.as_ref().map(|_| {
            let end = text[..text.len() - 1].rfind("{{").expect("an end");
            &text[call.open.end..end]
        });
        let resolve = |target: &str| (target == "a.md").then(|| ("../a.md".to_owned(), Some("Page A".to_owned())));
        let around = Around { resolve: &resolve, has_file: &|file| file == "there.png" };
        let outcome = become_markdown(call, inner, text, &around);
        format!("{} | {}", outcome.text, outcome.became)
    }

    #[test]
    fn what_a_call_shows_follows_from_its_name_and_its_arguments() {
        for (text, expected) in [
            ("{{< ref \"a.md\" >}}", "[Page A](../a.md) | links"),
            ("{{< youtube id=\"x1\" title=\"A [talk]\" >}}", "[Video: A \\[talk\\]](https://www.youtube.com/watch?v=x1) | links"),
            ("{{< tweet user=\"me\" id=\"7\" >}}", "[Post by me on X](https://x.com/me/status/7) | links"),
            ("{{< gist me 12 >}}", "[Code on GitHub](https://gist.github.com/me/12) | links"),
            ("{{< figure src=\"there.png\" alt=\"it\" caption=\"A \\\"door\\\"\" >}}", "![it](there.png \"A &quot;door&quot;\") | images"),
            ("{{< legacy-img src=\"gone.png\" alt=\"it\" >}}", "![it](gone.png) | images"),
            ("{{< img src=\"gone\" >}}", "<!-- import: {{< img src=\"gone\" >}} --> | a comment to look at"),
            ("{{< img src=\"there.png\" >}}", "![](there.png) | images"),
            ("{{< note variant=\"action\" >}}Do **it**.{{< /note >}}", "> [!IMPORTANT]\n> Do **it**. | call-outs"),
            (
                "{{% alert title=\"Mind\" color=\"danger\" %}}\na\n\nb\n{{% /alert %}}",
                "> [!CAUTION]\n> **Mind**\n>\n> a\n>\n> b | call-outs",
            ),
            ("{{< quote-block text=\"So.\" cite=\"Me\" >}}", "> So.\n>\n> — Me | quotations"),
            ("{{< highlight go \"linenos\" >}}\na := `b`\n{{< /highlight >}}", "```go\na := `b`\n``` | code blocks"),
            ("{{< highlight >}}words{{< /highlight >}}", "words | the words inside it"),
            ("{{< ring title=\"A\" >}}b{{< /ring >}}", "**A**\n\nb | words under their title"),
            ("{{< button href=\"https://a.org\" text=\"Go\" >}}", "[Go](https://a.org) | links"),
            ("{{< featured link=\"a.md\" >}}", "[Page A](../a.md) | links"),
            ("{{< asset file=\"a b.pdf\" label=\"The file\" >}}", "[The file](a%20b.pdf) | links"),
            ("{{< checkbox >}}One\ntwo{{< /checkbox >}}", "- One\n  two | list items"),
            ("{{< odd --> x >}}", "<!-- import: {{< odd --&gt; x >}} --> | a comment to look at"),
            ("{{< toc >}}", " | left out: pages have an outline of their own"),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }
}
