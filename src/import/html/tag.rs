//! A tag as it is written.

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// In small letters.
    pub name: String,
    attributes: Vec<(String, String)>,
    /// `</name>`
    pub closes: bool,
    /// `<name/>`
    pub alone: bool,
    /// Where the text goes on.
    pub end: usize,
}

impl Tag {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).filter(|value| !value.trim().is_empty())
    }

    pub fn has_attributes(&self) -> bool {
        !self.attributes.is_empty()
    }
}

/// The tag that begins at a `<`; none if it is a mere sign, an address between pointed brackets or never closed.
pub fn read(text: &str, start: usize) -> Option<Tag> {
    let rest = &text[start + 1..];
    let (closes, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    if !closes && (rest.starts_with('!') || rest.starts_with('?')) {
        // A declaration: `<!DOCTYPE html>`.
        let is_declaration = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic());
        let end = rest.find('>').filter(|_| is_declaration)?;
        return Some(Tag {
            name: "!doctype".into(),
            attributes: Vec::new(),
            closes: false,
            alone: true,
            end: text.len() - rest.len() + end + 1,
        });
    }
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(rest.len());
    let name = rest[..length].to_ascii_lowercase();
    let mut at = text.len() - rest.len() + length;
    if !text[at..].starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/') {
        return None;
    }
    let mut attributes = Vec::new();
    loop {
        let here = &text[at..];
        let blank = here.len() - here.trim_start().len();
        if here[..blank].matches('\n').count() > 1 {
            return None;
        }
        at += blank;
        let here = &text[at..];
        match here.chars().next()? {
            '>' => return Some(Tag { name, attributes, closes, alone: false, end: at + 1 }),
            '/' if here.starts_with("/>") => return Some(Tag { name, attributes, closes, alone: true, end: at + 2 }),
            '/' | '=' => at += 1,
            '<' => return None,
            _ => {
                let length = here.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '<')).unwrap_or(here.len());
                let attribute = here[..length].to_ascii_lowercase();
                at += length;
                let after = text[at..].trim_start();
                let Some(value) = after.strip_prefix('=') else {
                    attributes.push((attribute, String::new()));
                    continue;
                };
                let value = value.trim_start();
                at = text.len() - value.len();
                let (written, used) = match value.chars().next()? {
                    quote @ ('"' | '\'') => {
                        let end = value[1..].find(quote)?;
                        (&value[1..1 + end], end + 2)
                    }
                    _ => {
                        let end = value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len());
                        (&value[..end], end)
                    }
                };
                if written.contains("\n\n") {
                    return None;
                }
                attributes.push((attribute, decoded(written)));
                at += used;
            }
        }
    }
}

/// The entities that stand for what HTML needs for itself, and for blanks.
pub fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&#160;", " "),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}
