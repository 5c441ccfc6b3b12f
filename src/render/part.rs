//! A page as a part of a document of many pages: its ids made its own, its headings one level down, links to pages of the same
//! document kept within it, and what is of use only on a screen left out. It reads what templates print, tag by tag;
//! words and attributes that it has no reason to change pass as they are.

use std::collections::BTreeMap;

use super::html::Html;

/// Attributes that hold an id, or several with spaces between them.
const IDS: &[&str] = &[
    "id",
    "for",
    "headers",
    "list",
    "popovertarget",
    "data-copy",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-details",
    "aria-owns",
];
/// Elements that have no end.
const VOID: &[&str] = &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
/// What is left out: elements of this class, and scripts, which work on a page of their own.
const SCREEN_ONLY: &str = "noprint";

/// The id of the part with this number.
pub fn id(number: usize) -> String {
    format!("page-{number}")
}

/// What stands in `main` of a page, as the part with this number. `numbers` are those of all parts by the address of their page.
pub fn of_page(html: &str, number: usize, numbers: &BTreeMap<&str, usize>) -> Html {
    let mut part = Part { out: String::with_capacity(html.len()), number, numbers };
    part.write(main_of(html));
    Html::written(part.out)
}

/// A page without a main part is one whole.
fn main_of(html: &str) -> &str {
    let inside = html.find("<main").and_then(|start| {
        let start = start + html[start..].find('>')? + 1;
        Some(&html[start..start + html[start..].rfind("</main>")?])
    });
    inside.unwrap_or(html)
}

struct Part<'a> {
    out: String,
    number: usize,
    numbers: &'a BTreeMap<&'a str, usize>,
}

impl Part<'_> {
    fn write(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            self.out.push_str(&rest[..at]);
            rest = &rest[at..];
            if rest.starts_with("<!--") {
                let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
                self.out.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            let Some(tag) = Tag::at(rest) else {
                self.out.push('<');
                rest = &rest[1..];
                continue;
            };
            let after = &rest[tag.text.len()..];
            rest = if !tag.closes && tag.is_screen_only() {
                if VOID.contains(&tag.name) { after } else { behind(after, tag.name) }
            } else {
                self.tag(&tag);
                after
            };
        }
        self.out.push_str(rest);
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        let name = match tag.name {
            "h1" => "h2",
            "h2" => "h3",
            "h3" => "h4",
            "h4" => "h5",
            "h5" => "h6",
            name => name,
        };
        self.out.push_str(if tag.closes { "</" } else { "<" });
        self.out.push_str(name);
        let mut copied = tag.attributes_from;
        for attribute in tag.attributes() {
            let value = &tag.text[attribute.value.clone()];
            let own = match attribute.name {
                "href" => self.address(value),
                name if IDS.contains(&name) => Some(self.own_ids(value)),
                _ => None,
            };
            if let Some(own) = own {
                self.out.push_str(&tag.text[copied..attribute.value.start]);
                self.out.push_str(&own);
                copied = attribute.value.end;
            }
        }
        self.out.push_str(&tag.text[copied..]);
    }

    fn own_ids(&self, ids: &str) -> String {
        ids.split_ascii_whitespace().map(|id| format!("p{}-{id}", self.number)).collect::<Vec<_>>().join(" ")
    }

    /// Where a link leads within the document; none for one that leads out of it.
    fn address(&self, href: &str) -> Option<String> {
        if let Some(place) = href.strip_prefix('#') {
            return Some(format!("#p{}-{place}", self.number));
        }
        let (path, place) = href.split_once('#').map_or((href, None), |(path, place)| (path, Some(place)));
        let number = self.numbers.get(path)?;
        Some(match place {
            Some(place) => format!("#p{number}-{place}"),
            None => format!("#{}", id(*number)),
        })
    }
}

/// What follows the end of an element whose start has been read.
fn behind<'a>(html: &'a str, name: &str) -> &'a str {
    let mut rest = html;
    let mut open = 1;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let Some(tag) = Tag::at(rest) else {
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.text.len()..];
        if tag.name == name {
            open = if tag.closes { open - 1 } else { open + 1 };
        }
        if open == 0 {
            break;
        }
    }
    rest
}

/// A tag as it is written, with its brackets.
struct Tag<'a> {
    text: &'a str,
    name: &'a str,
    closes: bool,
    attributes_from: usize,
}

struct Attribute<'a> {
    name: &'a str,
    value: std::ops::Range<usize>,
}

impl<'a> Tag<'a> {
    /// The tag that begins here; none where a bracket is only a sign or begins a comment.
    fn at(html: &'a str) -> Option<Tag<'a>> {
        let closes = html.starts_with("</");
        let start = if closes { 2 } else { 1 };
        let length = html[start..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
        if length == 0 || !html.as_bytes()[start].is_ascii_alphabetic() {
            return None;
        }
        let attributes_from = start + length;
        let mut quote = None;
        let end = html.bytes().enumerate().skip(attributes_from).find(|(_, byte)| {
            match quote {
                Some(open) if *byte == open => quote = None,
                None if matches!(byte, b'"' | b'\'') => quote = Some(*byte),
                _ => {}
            }
            quote.is_none() && *byte == b'>'
        });
        let (end, _) = end?;
        Some(Tag { text: &html[..=end], name: &html[start..attributes_from], closes, attributes_from })
    }

    /// Attributes with a value in quotation marks.
    fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        let text = self.text;
        let mut at = self.attributes_from;
        std::iter::from_fn(move || {
            loop {
                let start = at + text[at..].find(|c: char| !c.is_ascii_whitespace() && c != '/')?;
                let length = text[start..].find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>'))?;
                let name = &text[start..start + length];
                let rest = &text[start + length..];
                let Some(value) = rest.strip_prefix('=') else {
                    at = start + length.max(1);
                    continue;
                };
                let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
                let from = start + length + 1 + usize::from(quote.is_some());
                let end = match quote {
                    Some(quote) => from + text[from..].find(quote)?,
                    None => from + text[from..].find(|c: char| c.is_ascii_whitespace() || c == '>')?,
                };
                at = end + usize::from(quote.is_some());
                return Some(Attribute { name, value: from..end });
            }
        })
    }

    fn is_screen_only(&self) -> bool {
        // The words that a button copies are of no use without it.
        self.text.starts_with("<pre hidden")
            || self.name == "script"
            || self.attributes().any(|attribute| {
                attribute.name == "class" && self.text[attribute.value].split_ascii_whitespace().any(|class| class == SCREEN_ONLY)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(html: &str) -> String {
        let numbers = BTreeMap::from([("/guides/one/", 1), ("/guides/two/", 2)]);
        of_page(html, 2, &numbers).into_string()
    }

    #[test]
    fn only_the_main_part_is_taken() {
        assert_eq!(part("<body><header>x</header><main id=\"_main\" tabindex=\"-1\">\n<p>y</p></main><footer>z</footer>"), "\n<p>y</p>");
    }

    #[test]
    fn ids_become_its_own_wherever_they_are_named() {
        let html = "<section aria-labelledby=\"_a b\"><h2 id=\"_a\">A<a href=\"#_a\">#</a></h2><button type=\"button\" popovertarget='t'>t</button></section>";
        assert_eq!(
            part(html),
            "<section aria-labelledby=\"p2-_a p2-b\"><h3 id=\"p2-_a\">A<a href=\"#p2-_a\">#</a></h3><button type=\"button\" popovertarget='p2-t'>t</button></section>"
        );
    }

    #[test]
    fn headings_go_down_one_level_and_the_lowest_stays() {
        assert_eq!(part("<h1>a</h1><h5>b</h5><h6>c</h6><hr>"), "<h2>a</h2><h6>b</h6><h6>c</h6><hr>");
    }

    #[test]
    fn links_within_the_document_stay_in_it_and_others_leave() {
        assert_eq!(
            part(
                "<a href=\"/guides/one/\">1</a><a href=\"/guides/one/#r-1\">r</a><a href=\"/research/x/#y\">x</a><a href=\"https://a.example/#b\">b</a>"
            ),
            "<a href=\"#page-1\">1</a><a href=\"#p1-r-1\">r</a><a href=\"/research/x/#y\">x</a><a href=\"https://a.example/#b\">b</a>"
        );
    }

    #[test]
    fn what_is_for_screens_is_left_out_whole() {
        assert_eq!(
            part(
                "a<div class=\"row noprint\"><div>b</div><p>c</div>d<img class=\"noprint\" src=x>e<script>1 < 2</script>f<pre hidden id=\"g\">g</pre>h"
            ),
            "adefh"
        );
    }

    #[test]
    fn words_and_values_pass_as_they_are() {
        let html = "<p title=\"a > b\" hidden data-x='<h1 id=\"q\">'>1 < 2 &amp; 3<!-- <h1> --></p><svg viewBox=\"0 0 1 1\"/>";
        assert_eq!(part(html), html);
    }
}
