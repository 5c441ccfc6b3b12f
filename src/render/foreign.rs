//! Words that stand in another language than their page, because nobody has translated them: they travel through views and templates
//! between marks that no text needs, and become `<span lang>` where HTML can say so; in attributes, titles and scripts the marks go.

use crate::load::plural::primary;
use crate::render::html::escape;

/// Before the tag, between the tag and the words, after the words: from the last corner of what Unicode leaves to private use.
const START: char = '\u{10FFF0}';
const MIDDLE: char = '\u{10FFF1}';
const END: char = '\u{10FFF2}';

/// Words of a language on a page of another; as they are where both are the same.
pub fn marked(lang: &str, page: &str, words: &str) -> String {
    if primary(lang) == primary(page) || words.is_empty() { words.to_owned() } else { format!("{START}{lang}{MIDDLE}{words}{END}") }
}

/// The words without marks, for what has no way to say their language.
pub fn plain(text: &str) -> String {
    if !text.contains(START) {
        return text.to_owned();
    }
    rewritten(text, &mut |_, words| words.to_owned())
}

/// A page with its marks turned into elements.
pub fn shown(html: String) -> String {
    if !html.contains(START) {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        out.push_str(&spans(text));
        // A quoted value may hold the sign that ends a tag.
        let end = tag_end(tag);
        out.push_str(&plain(&tag[..end]));
        rest = &tag[end..];
        // Between these tags stands text alone, and no element.
        let raw = RAW.iter().find(|name| tag[1..].strip_prefix(**name).is_some_and(|next| next.starts_with([' ', '>'])));
        if let Some(name) = raw {
            let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
            out.push_str(&plain(&rest[..end]));
            rest = &rest[end..];
        }
    }
    out.push_str(&spans(rest));
    out
}

const RAW: [&str; 6] = ["script", "style", "title", "desc", "textarea", "option"];

fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    tag.len()
}

fn spans(text: &str) -> String {
    rewritten(text, &mut |lang, words| format!("<span lang=\"{}\">{words}</span>", escape(lang)))
}

/// Marks that are not three in a row, as a text of a page might bring, are left out.
fn rewritten(text: &str, write: &mut dyn FnMut(&str, &str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(START) {
        out.push_str(before);
        let Some((lang, (words, next))) = after.split_once(MIDDLE).and_then(|(lang, after)| Some((lang, after.split_once(END)?))) else {
            rest = after;
            continue;
        };
        // Words within words: the outer ones are in the language that was said first.
        out.push_str(&write(lang, words));
        rest = next;
    }
    out.push_str(rest);
    out.replace([START, MIDDLE, END], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_elements_where_html_can_say_so() {
        let words = marked("en", "gd", "Bottom line");
        assert_eq!(shown(format!("<h2 id=\"a\">{words}</h2>")), "<h2 id=\"a\"><span lang=\"en\">Bottom line</span></h2>");
        assert_eq!(shown(format!("<a aria-label=\"{words}\" title='>'>x</a>")), "<a aria-label=\"Bottom line\" title='>'>x</a>");
        assert_eq!(shown(format!("<title>{words} – Hub</title>")), "<title>Bottom line – Hub</title>");
        assert_eq!(
            shown(format!("<script src=\"a\">{{\"a\":\"{words}\"}}</script>")),
            "<script src=\"a\">{\"a\":\"Bottom line\"}</script>"
        );
        assert_eq!(plain(&words), "Bottom line");
    }

    #[test]
    fn words_of_the_pages_own_language_are_left_alone() {
        assert_eq!(marked("en", "en-GB", "Bottom line"), "Bottom line");
    }

    #[test]
    fn stray_marks_of_a_text_are_left_out() {
        assert_eq!(shown(format!("<p>a{START}b{END}c{MIDDLE}d</p>")), "<p>abcd</p>");
        assert_eq!(shown(format!("<p>{START}en{MIDDLE}x<b>{END}</b></p>")), "<p>enx<b></b></p>");
    }

    #[test]
    fn a_tag_of_a_text_cannot_end_its_attribute() {
        assert_eq!(shown(format!("<p>{START}\" onclick=\"x{MIDDLE}y{END}</p>")), "<p><span lang=\"&quot; onclick=&quot;x\">y</span></p>");
    }
}
