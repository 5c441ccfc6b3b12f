//! The text of a new page of a type: what must be filled in first, the rest as comments, every field with its hint.
//! A page so made passes the check once its blanks are filled.

use super::check_value::{Need, amount, need};
use super::content_type::{BodyRule, Choice, ContentType, Field, Kind, Shared};
use super::value::{Map, Value};

/// A new page, and what its editor still owes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    pub text: String,
    /// Fields without which the page cannot be published, in the order of the file.
    pub needed: Vec<String>,
}

/// Columns after which a hint goes on in the next line.
const WIDTH: usize = 100;

/// `filled` are the hub's defaults, which a page need not repeat; `id` is the next free permanent id, if the type has them.
pub fn blank(content_type: &ContentType, shared: &[Field], filled: &Map, id: Option<&str>, title: &str) -> Blank {
    let mut page = Page::default();
    let given = |name: &str| match name {
        "id" => id.map(str::to_owned),
        "type" => Some(content_type.id.clone()),
        "status" => Some("draft".to_owned()),
        // A type that takes its titles from a field of its own has the words there.
        "title" => content_type.title_from.is_none().then(|| title.to_owned()),
        name => {
            let lender = content_type.field(name).filter(|_| content_type.title_from.as_deref() == Some(name))?;
            let takes = lender.limits.pattern.as_ref().is_none_or(|(pattern, _)| pattern.is_match(title));
            takes.then(|| title.to_owned())
        }
    };
    let published: Map = [("status".to_owned(), Value::Text("published".into()))].into_iter().collect();
    let mut later = Vec::new();
    let mut everywhere = Vec::new();
    for field in shared {
        let known = given(&field.name);
        let due = content_type.shared == Shared::Strict
            && !content_type.lets_go(&field.name)
            && matches!(need(field, |name| published.get(name)), Need::Because(_));
        if let Some(value) = known {
            page.line(0, &format!("{}: {}", field.name, plain(&value)));
        } else if filled.get(&field.name).is_some() {
            everywhere.push(field);
        } else if content_type.requires(field) || due {
            page.needed.push(field.name.clone());
            later.push((field, due));
        } else if field.name != "title" {
            everywhere.push(field);
        }
    }
    // A draft is not public yet, so what only a published page needs stays out of the way of the check.
    for (field, due) in later {
        if due { page.offer(field, 0) } else { page.ask(field, 0) }
    }
    for field in content_type.fields.iter().filter(|field| field.required) {
        match given(&field.name) {
            Some(value) => page.line(0, &format!("{}: {}", field.name, plain(&value))),
            None => {
                page.needed.push(field.name.clone());
                page.ask(field, 0);
            }
        }
    }
    let own: Vec<&Field> = content_type.fields.iter().filter(|field| !field.required).collect();
    page.offers(&format!("What a page of type {} may have as well. Remove the # before a line to use it.", content_type.id), &own);
    page.offers("What every page may have.", &everywhere);
    if content_type.body == BodyRule::Required {
        page.needed.push("the text below the front matter".into());
    }
    Blank { text: format!("---\n{}---\n\n", page.text), needed: page.needed }
}

#[derive(Debug, Default)]
struct Page {
    text: String,
    needed: Vec<String>,
}

impl Page {
    fn line(&mut self, depth: usize, line: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn comment(&mut self, depth: usize, text: &str) {
        let mut line = String::from("#");
        for word in text.split_whitespace() {
            if line.len() > 1 && line.chars().count() + word.chars().count() + 1 > WIDTH - 2 * depth {
                self.line(depth, &line);
                line = String::from("#");
            }
            line.push(' ');
            line.push_str(word);
        }
        if line.len() > 1 {
            self.line(depth, &line);
        }
    }

    /// A field that must be filled in, with nothing in it.
    fn ask(&mut self, field: &Field, depth: usize) {
        self.comment(depth, &advice(field));
        self.line(depth, &format!("{}:{}", field.name, empty(field)));
        self.inside(field, depth);
    }

    /// What must be filled in inside a group, or inside as many items as a list must have.
    fn inside(&mut self, field: &Field, depth: usize) {
        match &field.kind {
            Kind::Group { fields, .. } => {
                for field in fields {
                    if field.required {
                        self.ask(field, depth + 1);
                    } else if !field.required_if.is_empty() {
                        self.offer(field, depth + 1);
                    }
                }
            }
            Kind::Image => {
                self.line(depth + 1, "src:");
                self.line(depth + 1, "alt:");
            }
            Kind::List { of, .. } if !is_inline(of) => {
                for item in 0..field.limits.min_items.unwrap_or(1).max(1) {
                    self.item(of, depth + 1, item == 0);
                }
            }
            _ => {}
        }
    }

    /// An item of a list; only the first explains itself.
    fn item(&mut self, of: &Field, depth: usize, first: bool) {
        let Kind::Group { fields, .. } = &of.kind else { return self.line(depth, "-") };
        let mut asked: Vec<&Field> = fields.iter().filter(|field| field.required).collect();
        if asked.is_empty() {
            // An item with nothing in it is none, so its first field stands for the rest.
            asked.extend(fields.first());
        }
        let start = self.text.len();
        for field in asked {
            if first {
                self.ask(field, depth + 1);
            } else {
                self.line(depth + 1, &format!("{}:{}", field.name, empty(field)));
                self.inside(field, depth + 1);
            }
        }
        // The hyphen goes before the first field, after any comment above it.
        let indent = "  ".repeat(depth + 1);
        let mut at = start;
        while self.text[at..].starts_with(&format!("{indent}#")) {
            at += self.text[at..].find('\n').map_or(0, |end| end + 1);
        }
        self.text.replace_range(at..at + indent.len(), &format!("{}- ", "  ".repeat(depth)));
    }

    /// A field that may be filled in, as a comment.
    fn offer(&mut self, field: &Field, depth: usize) {
        self.comment(depth, &advice(field));
        self.line(depth, &format!("#{}:", field.name));
    }

    fn offers(&mut self, heading: &str, fields: &[&Field]) {
        if fields.is_empty() {
            return;
        }
        self.text.push('\n');
        self.comment(0, heading);
        fields.iter().for_each(|field| self.offer(field, 0));
    }
}

/// Lists of names and choices are short enough for one line.
fn is_inline(of: &Field) -> bool {
    matches!(of.kind, Kind::Choice(_) | Kind::Reference { .. } | Kind::Figure | Kind::Language)
}

fn empty(field: &Field) -> &'static str {
    match &field.kind {
        Kind::List { of, .. } if is_inline(of) => " []",
        Kind::Reference { many: true, .. } => " []",
        _ => "",
    }
}

/// The hint, and what the check will ask for.
fn advice(field: &Field) -> String {
    let limits = &field.limits;
    let mut parts = vec![if field.hint.is_empty() { format!("{}.", field.label) } else { field.hint.clone() }];
    let mut range = |least: Option<usize>, most: Option<usize>, what: (&str, &str)| match (least.filter(|least| *least > 1), most) {
        (Some(least), Some(most)) => parts.push(format!("({least} to {})", amount(most, what.0, what.1))),
        (Some(least), None) => parts.push(format!("(at least {})", amount(least, what.0, what.1))),
        (None, Some(most)) => parts.push(format!("(at most {})", amount(most, what.0, what.1))),
        (None, None) => {}
    };
    range(limits.min_words, limits.max_words, ("word", "words"));
    range(limits.min_chars, limits.max_chars, ("character", "characters"));
    range(limits.min_items, limits.max_items, ("item", "items"));
    let mut of = field;
    while let Kind::List { of: inner, .. } = &of.kind {
        of = inner;
    }
    match &of.kind {
        Kind::Choice(choices) => parts.push(choice_names(choices)),
        Kind::Group { fields, .. } if !field.required => {
            parts.push(format!("It has: {}.", fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ")));
        }
        Kind::Date => parts.push("As in 2026-03-14.".into()),
        Kind::Instant => parts.push("As in 2026-03-14T09:30:00+00:00.".into()),
        Kind::Boolean => parts.push("One of: true, false.".into()),
        _ => {}
    }
    if let Some((_, example)) = &of.limits.pattern {
        parts.push(format!("As in `{example}`."));
    }
    for (name, values) in &field.required_if {
        parts.push(format!("Needed if {name} is {}.", values.join(" or ")));
    }
    parts.join(" ")
}

fn choice_names(choices: &[Choice]) -> String {
    format!("One of: {}.", choices.iter().map(|choice| choice.value.as_str()).collect::<Vec<_>>().join(", "))
}

/// Words as YAML, in quotes unless they are plainly words.
fn plain(text: &str) -> String {
    let is_word = text.starts_with(|c: char| c.is_alphabetic())
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | ',' | '\'' | '?' | '(' | ')' | '.' | '’' | '–'))
        && !text.ends_with(' ')
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&text.to_lowercase().as_str());
    if is_word { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::load::sheet::Sheet;
    use crate::load::shipped::shipped;
    use crate::load::source::Source;
    use crate::load::validate::validate;

    fn filled() -> Map {
        ["lang", "licence", "rights_note", "owner"].map(|name| (name.to_owned(), Value::Text("en".into()))).into_iter().collect()
    }

    /// The front matter of a page, and the hub's defaults, as the check sees them.
    fn faults(content_type: &ContentType, shared: &[Field], text: &str, change: impl Fn(Map) -> Map) -> Vec<(String, String)> {
        let end = text.rfind("\n---\n").expect("front matter") + 1;
        let sheet = Sheet::part(Arc::new(Source::new("new.md", "new.md", text.to_owned())), 4..end);
        let mut written = change(sheet.read().unwrap_or_else(|fault| panic!("{}: {fault:?}\n{text}", content_type.id)));
        filled().iter().for_each(|(name, value)| written.insert(name, value.clone()));
        let (_, faults) = validate(content_type, shared, &written, &sheet, &jiff::tz::TimeZone::UTC);
        let named = |message: &str| message.split(['`', '[', '.']).nth(1).unwrap_or_default().to_owned();
        faults.sorted().into_iter().map(|fault| (named(&fault.message), format!("{} {}", fault.code, fault.message))).collect()
    }

    fn one(content_type: &ContentType, shared: &[Field]) -> Blank {
        let prefix = content_type.prefix.as_deref().unwrap_or("zz");
        blank(content_type, shared, &filled(), Some(&format!("{prefix}-0042")), "Time for direct work: a title?")
    }

    #[test]
    fn a_new_page_lacks_only_what_it_says_it_lacks() {
        let (shared, types) = shipped();
        for content_type in &types {
            let new = one(content_type, &shared);
            for (field, fault) in faults(content_type, &shared, &new.text, |map| map) {
                assert!(fault.starts_with("field-empty"), "{}: {fault}", content_type.id);
                assert!(new.needed.contains(&field), "{}: {fault} is not among {:?}", content_type.id, new.needed);
            }
        }
    }

    #[test]
    fn a_new_page_passes_once_its_blanks_are_filled() {
        let (shared, types) = shipped();
        for content_type in &types {
            let new = one(content_type, &shared);
            let fields: Vec<&Field> = content_type.fields.iter().chain(&shared).collect();
            let found = faults(content_type, &shared, &new.text, |map| fill(&map, &fields));
            assert_eq!(found, [], "{}\n{}", content_type.id, new.text);
        }
    }

    #[test]
    fn a_new_page_reads_well() {
        let (shared, types) = shipped();
        let guide = types.iter().find(|content_type| content_type.id == "practice-guide").expect("shipped");
        let new = one(guide, &shared);
        let start =
            "---\nid: pg-0042\ntype: practice-guide\ntitle: \"Time for direct work: a title?\"\nstatus: draft\n# One or two sentences";
        assert!(new.text.starts_with(start), "{}", new.text);
        assert!(new.text.contains("\n#published:\n") && new.needed.iter().any(|name| name == "published"));
        assert!(new.text.lines().all(|line| line.chars().count() <= WIDTH + 60));
        let term = types.iter().find(|content_type| content_type.id == "glossary-term").expect("shipped");
        let new = one(term, &shared);
        assert!(new.text.contains("\nterm: \"Time for direct work: a title?\"\n") && !new.text.contains("title:"), "{}", new.text);
    }

    /// Every blank of a map filled with something that its field takes, and what those choices ask for in turn.
    fn fill(map: &Map, fields: &[&Field]) -> Map {
        let known = |name: &str| fields.iter().find(|field| field.name == name);
        let filled =
            |(name, value): (&str, &Value)| (name.to_owned(), known(name).map_or_else(|| value.clone(), |field| filling(field, value)));
        let mut filled: Map = map.iter().map(filled).collect();
        for field in fields {
            if filled.get(&field.name).is_none() && matches!(need(field, |name| filled.get(name)), Need::Because(_)) {
                filled.insert(field.name.as_str(), filling(field, &Value::Null));
            }
        }
        filled
    }

    fn filling(field: &Field, value: &Value) -> Value {
        match (&field.kind, value) {
            (Kind::Group { fields, .. }, Value::Map(map)) => Value::Map(fill(map, &fields.iter().collect::<Vec<_>>())),
            (Kind::Group { fields, .. }, _) => {
                let asked: Map = fields.iter().filter(|field| field.required).map(|field| (field.name.clone(), Value::Null)).collect();
                filling(field, &Value::Map(asked))
            }
            (Kind::Image, Value::Map(_)) => {
                Value::Map([("src".into(), Value::Text("a.png".into())), ("alt".into(), Value::Text("A".into()))].into_iter().collect())
            }
            (Kind::List { of, .. }, Value::List(items)) if !items.is_empty() => {
                Value::List(items.iter().enumerate().map(|(at, item)| distinct(filling(of, item), &of.kind, at)).collect())
            }
            (Kind::List { of, .. }, _) => Value::List(vec![filling(of, &Value::Null); field.limits.min_items.unwrap_or(1)]),
            (Kind::Reference { many: true, .. }, _) => Value::List(vec![Value::Text("a".into()); field.limits.min_items.unwrap_or(1)]),
            (_, Value::Null) => single(field),
            (_, written) => written.clone(),
        }
    }

    /// Items with a key need one each.
    fn distinct(value: Value, kind: &Kind, at: usize) -> Value {
        let (Value::Map(mut map), Kind::Group { key: Some(key), .. }) = (value.clone(), kind) else { return value };
        let first = map.text(key).unwrap_or_default().to_owned();
        if at > 0 {
            map.insert(key.as_str(), Value::Text(format!("{first}{at}")));
        }
        Value::Map(map)
    }

    fn single(field: &Field) -> Value {
        let text = match &field.kind {
            Kind::Integer | Kind::Decimal => return Value::Integer(field.limits.min.unwrap_or(1.0) as i64),
            Kind::Boolean => return Value::Bool(true),
            Kind::Choice(choices) => choices[0].value.clone(),
            Kind::Date => "2026-03-14".into(),
            Kind::Instant => "2026-03-14T09:30:00Z".into(),
            Kind::Url => "https://example.org/".into(),
            Kind::Email => "press@example.org".into(),
            Kind::Telephone => "01632 960001".into(),
            Kind::Language => "en-GB".into(),
            _ => match &field.limits.pattern {
                Some((_, example)) => example.clone(),
                None => {
                    "word "
                        .repeat(field.limits.min_words.unwrap_or(1).max(field.limits.min_chars.unwrap_or(1).div_ceil(4)))
                        .trim()
                        .to_owned()
                        + "."
                }
            },
        };
        Value::Text(text)
    }
}
