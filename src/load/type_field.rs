//! One field of a content type's file: its kind, what it asks of a value, and the fields inside it.
//! The keys of the file as a whole are read in `type_file`.

use std::collections::{BTreeMap, BTreeSet};

use super::block::{Block, scalar_text};
use super::content_type::{Choice, Field, Kind, Limits};
use super::value::Value;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

const KINDS: &[&str] = &[
    "text",
    "markdown",
    "integer",
    "decimal",
    "boolean",
    "date",
    "instant",
    "choice",
    "list",
    "group",
    "reference",
    "citation",
    "figure",
    "image",
    "file",
    "url",
    "email",
    "telephone",
    "language",
];

/// Keys that a field of any kind may have.
const GENERAL: &[&str] = &["kind", "label", "hint", "required", "required_if", "facet", "search"];

/// The fields of a group, or of a type. `around` are fields that `required_if` may also name: at the top those of every page.
pub fn read_fields(block: &Block<'_>, around: &[Field], types: &BTreeSet<String>, faults: &mut Diagnostics) -> Vec<Field> {
    let mut fields = Vec::new();
    for (name, _) in block.map().iter() {
        if !is_field_name(name) {
            let message = format!("`{name}` cannot be the name of a field");
            faults.push(block.fault(block.place_of_key(name), message).help("use small letters, digits and `_`, starting with a letter"));
        }
        let Some(inner) = block.block(name, faults) else { continue };
        fields.extend(read_field(name, &inner, types, faults));
    }
    check_conditions(block, &fields, around, faults);
    fields
}

fn read_field(name: &str, block: &Block<'_>, types: &BTreeSet<String>, faults: &mut Diagnostics) -> Option<Field> {
    let word = block.required_text("kind", &format!("one of {}", KINDS.join(", ")), faults);
    if word.is_empty() {
        return None;
    }
    if !KINDS.contains(&word) {
        let fault = block.fault(block.place_of_value("kind"), format!("there is no kind of field called `{word}`"));
        let fault = fault.did_you_mean(word, KINDS.iter().copied());
        faults.push(if fault.help.is_empty() { fault.help(format!("the kinds are: {}", KINDS.join(", "))) } else { fault });
        return None;
    }
    let many = word == "reference" && block.map().get("many") == Some(&Value::Bool(true));
    let known: Vec<&str> = GENERAL.iter().chain(keys_of(word, many)).copied().collect();
    block.refuse_unknown(&format!("a field of kind `{word}`"), &known, faults);
    let kind = read_kind(name, word, block, types, faults)?;
    Some(Field {
        name: name.to_owned(),
        label: block.text("label", faults).map_or_else(|| in_words(name), str::to_owned),
        kind,
        required: block.flag("required", false, faults),
        required_if: read_conditions(block, faults),
        hint: block.text("hint", faults).unwrap_or_default().to_owned(),
        limits: read_limits(block, faults),
        facet: block.flag("facet", false, faults),
        search: read_weight(block, faults),
        moment: block.flag("moment", false, faults),
    })
}

/// `to: any`: records of every type, of those too that a hub adds.
const ANY: &str = "any";

/// What a kind takes beyond what every field takes.
fn keys_of(kind: &str, many: bool) -> &'static [&'static str] {
    match kind {
        "text" => &["min_words", "max_words", "min_chars", "max_chars", "pattern", "example", "unique"],
        "markdown" => &["min_words", "max_words", "min_chars", "max_chars"],
        "integer" => &["min", "max", "unique"],
        "decimal" => &["min", "max"],
        "date" | "instant" => &["moment"],
        "choice" => &["of"],
        "list" => &["of", "hides", "min_items", "max_items"],
        "group" => &["fields", "key"],
        "reference" if many => &["to", "many", "min_items", "max_items"],
        "reference" => &["to", "many"],
        "citation" | "file" => &["pattern", "example"],
        "url" | "email" | "telephone" => &["pattern", "example", "unique"],
        _ => &[],
    }
}

fn read_kind(name: &str, word: &str, block: &Block<'_>, types: &BTreeSet<String>, faults: &mut Diagnostics) -> Option<Kind> {
    Some(match word {
        "text" => Kind::Text,
        "markdown" => Kind::Markdown,
        "integer" => Kind::Integer,
        "decimal" => Kind::Decimal,
        "boolean" => Kind::Boolean,
        "date" => Kind::Date,
        "instant" => Kind::Instant,
        "choice" => Kind::Choice(read_choices(name, block, faults)),
        "list" => read_list(name, block, types, faults)?,
        "group" => read_group(name, block, types, faults)?,
        "reference" => read_reference(name, block, types, faults),
        "citation" => Kind::Citation,
        "figure" => Kind::Figure,
        "image" => Kind::Image,
        "file" => Kind::File,
        "url" => Kind::Url,
        "email" => Kind::Email,
        "telephone" => Kind::Telephone,
        "language" => Kind::Language,
        _ => return None,
    })
}

fn read_choices(name: &str, block: &Block<'_>, faults: &mut Diagnostics) -> Vec<Choice> {
    let choices: Vec<Choice> = match block.map().get("of") {
        Some(Value::Map(_)) => {
            let Some(of) = block.block("of", faults) else { return Vec::new() };
            of.map().iter().filter_map(|(value, written)| read_choice(&of, value, written, faults)).collect()
        }
        _ => block.texts("of", faults).into_iter().map(|value| Choice { label: in_words(&value), value, ..Choice::default() }).collect(),
    };
    if choices.is_empty() {
        let place = if block.has("of") { block.place_of_key("of") } else { block.place() };
        let fault = block.fault(place, format!("`{name}` is a choice and has no values to choose from"));
        faults.push(fault.help("add `of: [first, second]`, or `of:` with a `value: Label` line for each"));
    }
    let mut seen = BTreeSet::new();
    for (index, choice) in choices.iter().enumerate() {
        if !seen.insert(&choice.value) {
            let message = format!("`{name}` has the choice `{}` twice", choice.value);
            faults.push(block.fault(block.place_of_item("of", index), message).help("keep one of the two"));
        }
    }
    choices
}

/// A choice is its label, or a group that says more of it.
fn read_choice(of: &Block<'_>, value: &str, written: &Value, faults: &mut Diagnostics) -> Option<Choice> {
    let value = value.to_owned();
    if !matches!(written, Value::Map(_)) {
        return Some(Choice { label: of.text(&value, faults)?.to_owned(), value, ..Choice::default() });
    }
    let inner = of.block(&value, faults)?;
    inner.refuse_unknown("a choice", &["label", "title", "means"], faults);
    Some(Choice {
        label: inner.required_text("label", "what readers see", faults).to_owned(),
        title: inner.text("title", faults).unwrap_or_default().to_owned(),
        means: inner.text("means", faults).unwrap_or_default().to_owned(),
        value,
    })
}

fn read_list(name: &str, block: &Block<'_>, types: &BTreeSet<String>, faults: &mut Diagnostics) -> Option<Kind> {
    if !block.has("of") {
        let fault = block.fault(block.place(), format!("`{name}` is a list and does not say of what"));
        faults.push(fault.help("add `of: {kind: text}`, or another kind"));
        return None;
    }
    let of = block.block("of", faults)?;
    let item = read_field(name, &of, types, faults)?;
    if matches!(item.kind, Kind::List { .. }) || matches!(item.kind, Kind::Reference { many: true, .. }) {
        let fault = of.fault(of.place_of_value("kind"), format!("`{name}` is a list of lists"));
        faults.push(fault.help("make each item a group with a field for the inner list"));
        return None;
    }
    let hides = block.text("hides", faults).map(str::to_owned);
    if let Some(hides) = &hides {
        let fields: &[Field] = if let Kind::Group { fields, .. } = &item.kind { fields } else { &[] };
        check_named(block, "hides", hides, fields, "a date or an instant", |kind| matches!(kind, Kind::Date | Kind::Instant), faults);
    }
    Some(Kind::List { of: Box::new(item), hides })
}

fn read_group(name: &str, block: &Block<'_>, types: &BTreeSet<String>, faults: &mut Diagnostics) -> Option<Kind> {
    if block.map().get("fields").is_none_or(|fields| fields.as_map().is_some_and(|fields| fields.is_empty())) {
        let fault = block.fault(block.place(), format!("`{name}` is a group and has no fields"));
        faults.push(fault.help("add `fields:` with the fields of the group"));
        return None;
    }
    let fields = read_fields(&block.block("fields", faults)?, &[], types, faults);
    let key = block.text("key", faults).map(str::to_owned);
    if let Some(key) = &key {
        check_named(block, "key", key, &fields, "a text", |kind| matches!(kind, Kind::Text), faults);
        if let Some(field) = fields.iter().find(|field| field.name == *key && !field.required) {
            let fault =
                block.fault(block.place_of_value("key"), format!("`{}` gives items their address, so it must be required", field.name));
            faults.push(fault.help(format!("add `required: true` to `{}`", field.name)));
        }
    }
    Some(Kind::Group { fields, key })
}

fn read_reference(name: &str, block: &Block<'_>, types: &BTreeSet<String>, faults: &mut Diagnostics) -> Kind {
    let to = block.texts("to", faults);
    if !block.has("to") {
        let fault = block.fault(block.place(), format!("`{name}` is a reference and does not say to which type"));
        faults.push(fault.help("add `to: [person]`, or other types"));
    }
    if to == [ANY] {
        return Kind::Reference { to: Vec::new(), many: block.flag("many", false, faults) };
    }
    for (index, wanted) in to.iter().enumerate().filter(|(_, wanted)| !types.contains(*wanted)) {
        let fault = block.fault(block.place_of_item("to", index), format!("there is no content type `{wanted}`"));
        faults.push(with_known(fault, wanted, types.iter().map(String::as_str), "the types are"));
    }
    Kind::Reference { to, many: block.flag("many", false, faults) }
}

fn read_limits(block: &Block<'_>, faults: &mut Diagnostics) -> Limits {
    let limits = Limits {
        min_words: block.count("min_words", faults),
        max_words: block.count("max_words", faults),
        min_chars: block.count("min_chars", faults),
        max_chars: block.count("max_chars", faults),
        min_items: block.count("min_items", faults),
        max_items: block.count("max_items", faults),
        min: block.number("min", faults),
        max: block.number("max", faults),
        pattern: read_pattern(block, faults),
        unique: block.flag("unique", false, faults),
    };
    let pairs = [
        ("min_words", limits.min_words.map(|n| n as f64), limits.max_words.map(|n| n as f64)),
        ("min_chars", limits.min_chars.map(|n| n as f64), limits.max_chars.map(|n| n as f64)),
        ("min_items", limits.min_items.map(|n| n as f64), limits.max_items.map(|n| n as f64)),
        ("min", limits.min, limits.max),
    ];
    for (name, low, high) in pairs {
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            let fault = block.fault(block.place_of_value(name), format!("`{name}` is above its maximum, so no value would do"));
            faults.push(fault.help(format!("make `{name}` at most {high}")));
        }
    }
    limits
}

fn read_pattern(block: &Block<'_>, faults: &mut Diagnostics) -> Option<(regex::Regex, String)> {
    if !block.has("pattern") {
        if block.has("example") {
            let fault = block.fault(block.place_of_key("example"), "`example` belongs to a `pattern`, and there is none");
            faults.push(fault.help("add `pattern:`, or say it in the `hint`"));
        }
        return None;
    }
    let written = block.text("pattern", faults)?;
    let pattern = match regex::Regex::new(&format!("^(?:{written})$")) {
        Ok(pattern) => pattern,
        Err(error) => {
            let reason = error.to_string();
            let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
            let fault = block.fault(block.place_of_value("pattern"), format!("the pattern cannot be read: {reason}"));
            faults.push(fault.help("patterns are regular expressions without look-around, for the whole value"));
            return None;
        }
    };
    let example = block.map().get("example").and_then(scalar_text).unwrap_or_default();
    if example.is_empty() {
        let fault = block.fault(block.place_of_key("pattern"), "a pattern needs an `example`, because editors do not read patterns");
        faults.push(fault.help("add `example:` with a value that the pattern takes"));
    } else if !pattern.is_match(&example) {
        let message = format!("the example `{example}` does not match the pattern `{written}`");
        faults.push(block.fault(block.place_of_value("example"), message).help("change one of the two"));
    }
    Some((pattern, example))
}

fn read_weight(block: &Block<'_>, faults: &mut Diagnostics) -> Option<f32> {
    let weight = block.number("search", faults)?;
    if !(weight > 0.0 && weight <= 100.0) {
        let fault = block.fault(block.place_of_value("search"), format!("the search weight {weight} is not between 0 and 100"));
        faults.push(fault.help("1 is the weight of ordinary text; leave `search` out for a field that is not searched"));
        return None;
    }
    Some(weight as f32)
}

fn read_conditions(block: &Block<'_>, faults: &mut Diagnostics) -> BTreeMap<String, Vec<String>> {
    let Some(conditions) = block.block("required_if", faults) else { return BTreeMap::new() };
    conditions.map().iter().map(|(name, _)| (name.to_owned(), conditions.texts(name, faults))).collect()
}

/// `required_if` names a neighbour, and values that the neighbour can have. Known only when all neighbours are.
fn check_conditions(block: &Block<'_>, fields: &[Field], around: &[Field], faults: &mut Diagnostics) {
    for field in fields.iter().filter(|field| !field.required_if.is_empty()) {
        let mut unheard = Diagnostics::new();
        let Some(conditions) = block.block(&field.name, &mut unheard).and_then(|inner| inner.block("required_if", &mut unheard)) else {
            continue;
        };
        for (name, values) in &field.required_if {
            let Some(other) = fields.iter().chain(around).find(|other| other.name == *name) else {
                // A neighbour whose own declaration is at fault has been spoken of.
                if !block.has(name) {
                    let fault =
                        conditions.fault(conditions.place_of_key(name), format!("`required_if` names `{name}`, which is no field here"));
                    let known = fields.iter().chain(around).map(|field| field.name.as_str());
                    faults.push(with_known(fault, name, known, "the fields are"));
                }
                continue;
            };
            let possible: Vec<&str> = match &other.kind {
                Kind::Choice(choices) => choices.iter().map(|choice| choice.value.as_str()).collect(),
                Kind::Boolean => vec!["true", "false"],
                _ => continue,
            };
            for (index, value) in values.iter().enumerate().filter(|(_, value)| !possible.contains(&value.as_str())) {
                let fault = conditions.fault(conditions.place_of_item(name, index), format!("`{name}` is never `{value}`"));
                faults.push(with_known(fault, value, possible.iter().copied(), "it is one of"));
            }
        }
    }
}

/// A key that names a field of a certain kind.
pub fn check_named(
    block: &Block<'_>,
    key: &str,
    name: &str,
    fields: &[Field],
    kind: &str,
    fits: impl Fn(&Kind) -> bool,
    faults: &mut Diagnostics,
) {
    match fields.iter().find(|field| field.name == name) {
        Some(field) if fits(&field.kind) => {}
        Some(_) => {
            let fault = block.fault(block.place_of_value(key), format!("`{key}` names `{name}`, which is not {kind}"));
            faults.push(with_known(fault, "", fields.iter().filter(|f| fits(&f.kind)).map(|f| f.name.as_str()), "fields that would do"));
        }
        None => {
            let fault = block.fault(block.place_of_value(key), format!("`{key}` names `{name}`, which is no field here"));
            faults.push(with_known(fault, name, fields.iter().map(|field| field.name.as_str()), "the fields are"));
        }
    }
}

/// The nearest name, or else all of them.
pub fn with_known<'a>(fault: Diagnostic, written: &str, known: impl IntoIterator<Item = &'a str>, lead: &str) -> Diagnostic {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.dedup();
    let fault = fault.did_you_mean(written, known.iter().copied());
    if fault.help.is_empty() && !known.is_empty() { fault.help(format!("{lead}: {}", known.join(", "))) } else { fault }
}

fn is_field_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// `review_by` as people say it: `Review by`.
pub fn in_words(name: &str) -> String {
    let words = name.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// The code of every fault in a content type's file.
pub const FAULT: Code = Code::TypeFault;
