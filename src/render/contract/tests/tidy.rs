//! What keeps text from becoming markup in the shipped theme: only finished HTML goes unescaped, every attribute is quoted.

use crate::load::theme_files::ThemeFiles;
use crate::render::contract::token::{Token, tokens};

/// Lines of templates in which `| safe` follows anything but a path that ends in `.html`.
fn unsafe_places(name: &str, text: &str) -> Vec<String> {
    let tokens = tokens(text).expect("the theme can be read");
    let mut found = Vec::new();
    for (index, (token, at)) in tokens.iter().enumerate().filter(|(_, (token, _))| *token == Token::Word("safe")) {
        let before = |back: usize| index.checked_sub(back).map(|index| &tokens[index].0);
        let filter = before(1) == Some(&Token::Symbol("|"));
        let path = before(2) == Some(&Token::Word("html")) && before(3) == Some(&Token::Symbol("."));
        // A filter that follows another, or closes a bracket, is not on a path.
        let alone = matches!(before(4), Some(Token::Word(_)));
        if filter && !(path && alone) {
            found.push(format!("{name}:{} {token:?}", 1 + text[..at.start].matches('\n').count()));
        }
    }
    found
}

/// The HTML of a template: statements and comments are gone, and every print is one `§`.
fn html(text: &str) -> String {
    let mut html = text.to_owned();
    let tokens = tokens(text).expect("the theme can be read");
    let mut end = 0;
    // From the end, so that the places still to come stay where they are.
    for (token, at) in tokens.iter().rev() {
        match token {
            Token::PrintEnd | Token::TagEnd => end = at.end,
            Token::PrintStart => html.replace_range(at.start..end, "§"),
            Token::TagStart => html.replace_range(at.start..end, ""),
            _ => {}
        }
    }
    while let Some(start) = html.find("{#") {
        let end = start + html[start..].find("#}").expect("a comment ends") + 2;
        html.replace_range(start..end, "");
    }
    html
}

/// Attributes whose value has no quotes, or whose name is printed.
fn unquoted(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
        let tag = &rest[..name];
        rest = &rest[name..];
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let name = rest.find(|c: char| c.is_whitespace() || "=>/".contains(c)).unwrap_or(rest.len());
            let attribute = &rest[..name];
            if attribute.contains('§') {
                found.push(format!("<{tag} {attribute}>"));
            }
            rest = &rest[name..];
            let Some(value) = rest.strip_prefix('=') else { continue };
            match value.chars().next().filter(|quote| "\"'".contains(*quote)) {
                Some(quote) => rest = &value[1 + value[1..].find(quote).expect("a value ends") + 1..],
                None => {
                    found.push(format!("<{tag} {attribute}=>"));
                    rest = value;
                }
            }
        }
    }
    found
}

#[test]
fn only_finished_html_goes_unescaped() {
    let files = ThemeFiles::college();
    let found: Vec<String> = files.templates.iter().flat_map(|(name, source)| unsafe_places(name, &source.text)).collect();
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(unsafe_places("a", "{{ a.html | safe }}\n{{ a.text | safe }}{{ html | safe }}").len(), 2);
    assert_eq!(unsafe_places("a", "{{ (a ~ b.html) | safe }}{{ a.html | trim | safe }}{{ 'x' | safe }}").len(), 3);
}

#[test]
fn every_attribute_is_quoted() {
    let files = ThemeFiles::college();
    let texts: Vec<(&String, String)> = files.templates.iter().map(|(name, source)| (name, html(&source.text))).collect();
    let found: Vec<String> =
        texts.iter().flat_map(|(name, html)| unquoted(html).into_iter().map(move |place| format!("{name}: {place}"))).collect();
    assert_eq!(found, Vec::<String>::new());
    assert!(texts.iter().map(|(_, html)| html.matches("=\"").count()).sum::<usize>() > 300);
    let wrong = "<a href={{ x }} id=\"{{ y }}\"{% if z %} hidden{% endif %}><p {{ w }}>{# <b c=d> #}<img alt='' width=3>";
    assert_eq!(unquoted(&html(wrong)), ["<a href=>", "<a §>", "<p §>", "<img width=>"]);
}
