//! An independent reader of HTML that is stricter than a browser: what it lets pass is well formed and inert.

use std::collections::BTreeSet;

const VOID: &[&str] = &["br", "hr", "img", "rect", "line", "circle", "path"];
const PHRASES_ONLY: &[&str] = &["p", "h2", "h3", "h4", "h5", "h6", "dt", "button", "a", "em", "strong", "del", "code", "sup", "span"];
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "figure",
    "blockquote",
    "pre",
    "section",
    "hr",
];
const ELEMENTS: &[&str] = &[
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "figcaption",
    "svg",
    "rect",
    "line",
    "circle",
    "path",
    "text",
    "title",
    "desc",
    "em",
    "strong",
    "del",
    "code",
    "sup",
    "span",
    "a",
    "button",
    "br",
    "img",
];
const ATTRIBUTES: &[&str] = &[
    "lang",
    "id",
    "class",
    "href",
    "src",
    "alt",
    "width",
    "height",
    "loading",
    "decoding",
    "title",
    "rel",
    "role",
    "tabindex",
    "scope",
    "start",
    "type",
    "popovertarget",
    "popover",
    "aria-label",
    "aria-hidden",
    "aria-labelledby",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "d",
    "dx",
    "fill",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "font-size",
    "font-weight",
    "text-anchor",
    "overflow",
];

/// Panics at the first thing that is not as it should be.
#[track_caller]
pub(in crate::render) fn assert_sound(html: &str) {
    if let Err(fault) = sound(html) {
        panic!("{fault} in {html}");
    }
}

fn sound(html: &str) -> Result<(), String> {
    let mut open: Vec<String> = Vec::new();
    let mut ids = BTreeSet::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text(&rest[..at])?;
        rest = &rest[at + 1..];
        if let Some(closing) = rest.strip_prefix('/') {
            let end = closing.find('>').ok_or("an open tag")?;
            let name = &closing[..end];
            match open.pop() {
                Some(last) if last == name => {}
                last => return Err(format!("</{name}> closes {last:?}")),
            }
            rest = &closing[end + 1..];
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).ok_or("an open tag")?;
        let name = &rest[..end];
        rest = &rest[end..];
        if !ELEMENTS.contains(&name) && !BLOCKS.contains(&name) {
            return Err(format!("element <{name}>"));
        }
        nesting(name, &open)?;
        loop {
            if let Some(after) = rest.strip_prefix('>').or_else(|| rest.strip_prefix("/>")) {
                rest = after;
                break;
            }
            rest = rest.strip_prefix(' ').ok_or_else(|| format!("<{name}> goes on with {:.20}", rest))?;
            let end = rest.find(['=', '>', ' ']).ok_or("an open tag")?;
            let attribute = &rest[..end];
            if !ATTRIBUTES.contains(&attribute) {
                return Err(format!("attribute `{attribute}`"));
            }
            rest = &rest[end..];
            let Some(value) = rest.strip_prefix("=\"") else {
                if attribute == "popover" { continue } else { return Err(format!("`{attribute}` without quotation marks")) }
            };
            let end = value.find('"').ok_or("an open value")?;
            text(&value[..end])?;
            if value[..end].contains('<') {
                return Err("markup in a value".into());
            }
            match attribute {
                "id" if !ids.insert(value[..end].to_owned()) => return Err(format!("id `{}` twice", &value[..end])),
                "id" if end == 0 || value[..end].contains(char::is_whitespace) => return Err(format!("id `{}`", &value[..end])),
                "href" | "src" => address(&value[..end])?,
                _ => {}
            }
            rest = &value[end + 1..];
        }
        if !VOID.contains(&name) {
            open.push(name.to_owned());
        }
    }
    text(rest)?;
    if open.is_empty() { Ok(()) } else { Err(format!("{open:?} left open")) }
}

fn nesting(name: &str, open: &[String]) -> Result<(), String> {
    let within = |outer: &str| open.iter().any(|o| o == outer);
    let holder = open.iter().rev().find(|o| PHRASES_ONLY.contains(&o.as_str()));
    match holder {
        Some(holder) if BLOCKS.contains(&name) && !(holder == "p" && within("figcaption")) => Err(format!("<{name}> in <{holder}>")),
        _ if name == "a" && within("a") => Err("<a> in <a>".into()),
        _ if (name == "a" || name == "button") && within("button") => Err(format!("<{name}> in <button>")),
        _ => Ok(()),
    }
}

fn text(text: &str) -> Result<(), String> {
    if text.contains('>') || text.contains('"') && !text.is_empty() {
        return Err(format!("bare mark in `{text}`"));
    }
    for (at, _) in text.match_indices('&') {
        if !["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"].iter().any(|entity| text[at..].starts_with(entity)) {
            return Err(format!("bare & in `{text}`"));
        }
    }
    match text.chars().find(|c| c.is_control() && !"\n\t\r".contains(*c)) {
        Some(control) => Err(format!("character {:x}", control as u32)),
        None => Ok(()),
    }
}

fn address(address: &str) -> Result<(), String> {
    let Some((scheme, _)) = address.split_once(':') else { return Ok(()) };
    // Anything else before a colon is part of a path.
    let is_scheme =
        scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if is_scheme && !["http", "https", "mailto", "tel"].contains(&scheme.to_ascii_lowercase().as_str()) {
        return Err(format!("scheme `{scheme}`"));
    }
    Ok(())
}
