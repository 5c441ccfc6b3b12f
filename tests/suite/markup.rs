//! The tags of an HTML page, as far as a test needs them: names, attributes, and what stands inside scripts.
//! It reads what we print and nothing wilder; the Nu checker is the judge of the HTML itself.

use std::collections::BTreeMap;

#[derive(Debug)]
pub struct Tag {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// For scripts and style sheets: what stands between their tags.
    pub inside: String,
}

impl Tag {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// Every start tag of a page, in order.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = &comment[comment.find("-->").expect("a comment ends")..];
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/').expect("a tag ends");
        let name = rest[..end].to_ascii_lowercase();
        let (attributes, after) = attributes(&rest[end..]);
        rest = after;
        let mut inside = String::new();
        if matches!(name.as_str(), "script" | "style") {
            let close = rest.find(&format!("</{name}")).expect("a script ends");
            inside = rest[..close].to_owned();
            rest = &rest[close..];
        }
        tags.push(Tag { name, attributes, inside });
    }
    tags
}

/// The attributes up to the end of the tag, and what follows it.
fn attributes(text: &str) -> (BTreeMap<String, String>, &str) {
    let mut attributes = BTreeMap::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (attributes, after);
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).expect("a tag ends");
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (written, left) = match quote {
                Some(quote) => after[1..].split_once(quote).expect("a quotation ends"),
                None => after.split_at(after.find(|c: char| c.is_whitespace() || c == '>').expect("a tag ends")),
            };
            value = plain(written);
            rest = left;
        }
        assert!(attributes.insert(name.clone(), value).is_none(), "the attribute `{name}` stands twice in one tag");
    }
}

/// An attribute without its escapes.
pub fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find(';').map(|end| at + end).unwrap_or_else(|| panic!("an ampersand is not escaped in `{text}`"));
        out.push(match &rest[at + 1..end] {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            number => {
                let hex = number.strip_prefix("#x").and_then(|hex| u32::from_str_radix(hex, 16).ok());
                let code = hex.or_else(|| number.strip_prefix('#').and_then(|number| number.parse().ok()));
                code.and_then(char::from_u32).unwrap_or_else(|| panic!("`&{number};` is no escape of ours"))
            }
        });
        rest = &rest[end + 1..];
    }
    out + rest
}
