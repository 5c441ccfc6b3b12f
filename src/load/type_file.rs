//! The file of a content type, read into a `ContentType`: every fault of the file at once, each with its place.
//! A file with a fault gives no type, because pages checked against half a type would be blamed for its faults.

use std::collections::BTreeSet;

use super::block::Block;
use super::content_type::{BodyRule, ContentType, Field, Kind, OtherFields, RawHtml, Shared};
use super::facet;
use super::sheet::Sheet;
use super::type_field::{FAULT, check_named, read_fields, with_known};
use crate::diagnostic::{Diagnostic, Diagnostics};

const KEYS: &[&str] = &[
    "name",
    "plural",
    "help",
    "prefix",
    "folder",
    "template",
    "shared",
    "shared_required",
    "shared_optional",
    "title_from",
    "summary_from",
    "body",
    "max_body_words",
    "reading_age",
    "other_fields",
    "html",
    "listed",
    "in_feeds",
    "booklet",
    "tally",
    "schema_org",
    "search_boost",
    "fields",
    "forbidden",
    "rules",
    "card",
];

/// What a type's file may refer to outside itself.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    pub types: &'a BTreeSet<String>,
    /// Names of the cross-record rules that the program knows.
    pub rules: &'a [&'a str],
    /// The fields that every page has.
    pub shared: &'a [Field],
}

pub fn read(sheet: &Sheet, id: &str, known: Known<'_>) -> (Option<ContentType>, Diagnostics) {
    let mut faults = Diagnostics::new();
    let map = match sheet.read() {
        Ok(map) => map,
        Err(fault) => return (None, Diagnostics::from_iter([*fault])),
    };
    let block = Block::top(sheet, &map, FAULT);
    let content_type = read_type(&block, sheet, id, known, &mut faults);
    (Some(content_type).filter(|_| !faults.has_errors()), faults)
}

/// `_shared.yaml`: the fields that every page has.
pub fn read_shared(sheet: &Sheet, types: &BTreeSet<String>) -> (Vec<Field>, Diagnostics) {
    let mut faults = Diagnostics::new();
    let map = match sheet.read() {
        Ok(map) => map,
        Err(fault) => return (Vec::new(), Diagnostics::from_iter([*fault])),
    };
    let block = Block::top(sheet, &map, FAULT);
    block.refuse_unknown("the file of shared fields", &["fields"], &mut faults);
    if !block.has("fields") {
        faults.push(block.fault(block.place(), "`fields` is missing").help("add `fields:` with the fields that every page has"));
    }
    let fields = block.block("fields", &mut faults).map(|inner| read_fields(&inner, &[], types, &mut faults)).unwrap_or_default();
    (fields, faults)
}

fn read_type(block: &Block<'_>, sheet: &Sheet, id: &str, known: Known<'_>, faults: &mut Diagnostics) -> ContentType {
    block.refuse_unknown("a content type", KEYS, faults);
    let (fields, sound) = read_own_fields(block, known, faults);
    let shared_names = |key: &str, faults: &mut Diagnostics| {
        let names = block.texts(key, faults);
        for (index, name) in names.iter().enumerate().filter(|(_, name)| known.shared.iter().all(|field| field.name != **name)) {
            let fault = block.fault(block.place_of_item(key, index), format!("`{key}` names `{name}`, which is no field of every page"));
            faults.push(with_known(fault, name, known.shared.iter().map(|field| field.name.as_str()), "these are"));
        }
        names
    };
    let other_fields =
        block.one_of("other_fields", &[("refuse", OtherFields::Refuse), ("keep", OtherFields::Keep)], OtherFields::Refuse, faults);
    let html = block.one_of("html", &[("refuse", RawHtml::Refuse), ("escape", RawHtml::Escape)], RawHtml::Refuse, faults);
    if html == RawHtml::Escape && other_fields == OtherFields::Refuse {
        let fault = block.fault(block.place_of_value("html"), "`html: escape` is for content written for another generator");
        faults.push(fault.help("add `other_fields: keep`, or remove `html`"));
    }
    ContentType {
        id: id.to_owned(),
        name: block.required_text("name", "what one page of the type is called", faults).to_owned(),
        plural: block.required_text("plural", "what several pages of the type are called", faults).to_owned(),
        help: block.required_text("help", "one sentence on what the type is for", faults).to_owned(),
        prefix: shaped(block, "prefix", "two small letters, as in `rs`", is_prefix, faults),
        folder: shaped(block, "folder", "a folder name in small letters, as in `guides`", is_folder, faults),
        template: shaped(block, "template", "a file name, as in `guide.html`", is_template, faults),
        shared: block.one_of("shared", &[("strict", Shared::Strict), ("relaxed", Shared::Relaxed)], Shared::Strict, faults),
        shared_required: shared_names("shared_required", faults),
        shared_optional: shared_names("shared_optional", faults),
        title_from: borrowed(block, "title_from", &fields, sound, faults),
        summary_from: borrowed(block, "summary_from", &fields, sound, faults),
        body: block.one_of(
            "body",
            &[("required", BodyRule::Required), ("optional", BodyRule::Optional), ("forbidden", BodyRule::Forbidden)],
            BodyRule::Optional,
            faults,
        ),
        max_body_words: block.count("max_body_words", faults),
        reading_age: read_reading_age(block, faults),
        other_fields,
        html,
        listed: block.flag("listed", true, faults),
        in_feeds: block.flag("in_feeds", true, faults),
        booklet: block.flag("booklet", false, faults),
        tally: read_tally(block, &fields, sound, faults),
        schema_org: shaped(block, "schema_org", "a schema.org class, as in `ScholarlyArticle`", is_class, faults),
        search_boost: read_boost(block, faults),
        forbidden: read_forbidden(block, &fields, faults),
        rules: read_rules(block, known.rules, faults),
        card: read_card(block, &fields, sound, known.shared, faults),
        fields,
        source: sheet.source.clone(),
    }
}

/// The fields, and whether all of them could be read: if not, a name that is unknown elsewhere may be one of the others.
fn read_own_fields(block: &Block<'_>, known: Known<'_>, faults: &mut Diagnostics) -> (Vec<Field>, bool) {
    let Some(inner) = block.block("fields", faults) else { return (Vec::new(), !block.has("fields")) };
    let fields = read_fields(&inner, known.shared, known.types, faults);
    for field in fields.iter().filter(|field| known.shared.iter().any(|shared| shared.name == field.name)) {
        let fault = inner.fault(inner.place_of_key(&field.name), format!("every page has a field `{}` already", field.name));
        faults.push(fault.help(format!("choose another name, or ask for it with `shared_required: [{}]`", field.name)));
    }
    let sound = fields.len() == inner.map().len();
    (fields, sound)
}

/// A setting that is a text of a certain form.
fn shaped(block: &Block<'_>, key: &str, form: &str, fits: fn(&str) -> bool, faults: &mut Diagnostics) -> Option<String> {
    let written = block.text(key, faults)?;
    if !fits(written) {
        faults.push(block.fault(block.place_of_value(key), format!("`{key}` is {form}; found `{written}`")));
        return None;
    }
    Some(written.to_owned())
}

fn is_prefix(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_lowercase())
}

fn is_folder(text: &str) -> bool {
    text.split('/').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
}

fn is_template(text: &str) -> bool {
    text.ends_with(".html") && text.len() > 5 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

fn is_class(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// A field that lends its words to the title or the summary of pages that write none.
fn borrowed(block: &Block<'_>, key: &str, fields: &[Field], sound: bool, faults: &mut Diagnostics) -> Option<String> {
    let name = block.text(key, faults)?;
    if sound || fields.iter().any(|field| field.name == name) {
        check_named(block, key, name, fields, "text", |kind| matches!(kind, Kind::Text | Kind::Markdown), faults);
    }
    Some(name.to_owned())
}

fn read_reading_age(block: &Block<'_>, faults: &mut Diagnostics) -> Option<(u8, u8)> {
    let inner = block.block("reading_age", faults)?;
    inner.refuse_unknown("`reading_age`", &["aim", "ceiling"], faults);
    let mut age = |name: &str| {
        let years = inner.count(name, faults).filter(|_| inner.has(name));
        if years.is_none_or(|years| !(5..=25).contains(&years)) {
            let place = if inner.has(name) { inner.place_of_value(name) } else { inner.place() };
            faults.push(inner.fault(place, format!("`reading_age` needs `{name}`, an age from 5 to 25")));
        }
        years.and_then(|years| u8::try_from(years).ok())
    };
    let (aim, ceiling) = (age("aim")?, age("ceiling")?);
    if aim > ceiling {
        faults.push(inner.fault(inner.place_of_value("aim"), "`aim` is above `ceiling`").help(format!("make `aim` at most {ceiling}")));
    }
    Some((aim, ceiling))
}

/// Within what a page may ask for itself.
fn read_boost(block: &Block<'_>, faults: &mut Diagnostics) -> f64 {
    let Some(boost) = block.number("search_boost", faults) else { return 1.0 };
    if !(0.5..=2.0).contains(&boost) {
        let fault = block.fault(block.place_of_value("search_boost"), format!("the search boost {boost} is not between 0.5 and 2"));
        faults.push(fault.help("above 1 lifts the pages of the type in results, below 1 lowers them"));
    }
    boost
}

fn read_forbidden(block: &Block<'_>, fields: &[Field], faults: &mut Diagnostics) -> Vec<(String, String)> {
    let Some(inner) = block.block("forbidden", faults) else { return Vec::new() };
    let mut forbidden = Vec::new();
    for (name, _) in inner.map().iter() {
        if fields.iter().any(|field| field.name == name) {
            let fault = inner.fault(inner.place_of_key(name), format!("`{name}` is both a field of the type and forbidden"));
            faults.push(fault.help("remove one of the two"));
        }
        if let Some(reason) = inner.text(name, faults) {
            forbidden.push((name.to_owned(), reason.to_owned()));
        }
    }
    forbidden
}

fn read_rules(block: &Block<'_>, known: &[&str], faults: &mut Diagnostics) -> Vec<String> {
    let rules = block.texts("rules", faults);
    for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| !known.contains(&rule.as_str())) {
        let fault: Diagnostic = block.fault(block.place_of_item("rules", index), format!("there is no rule `{rule}`"));
        faults.push(with_known(fault, rule, known.iter().copied(), "the rules are"));
    }
    rules
}

fn read_card(block: &Block<'_>, fields: &[Field], sound: bool, shared: &[Field], faults: &mut Diagnostics) -> Vec<String> {
    let card = block.texts("card", faults);
    let known = || fields.iter().chain(shared).map(|field| field.name.as_str());
    for (index, name) in card.iter().enumerate().filter(|(_, name)| sound && !known().any(|known| known == **name)) {
        let fault = block.fault(block.place_of_item("card", index), format!("`card` names `{name}`, which is no field of the type"));
        faults.push(with_known(fault, name, known(), "the fields are"));
    }
    card
}

/// What can be counted is what can be chosen and is a facet.
fn read_tally(block: &Block<'_>, fields: &[Field], sound: bool, faults: &mut Diagnostics) -> Vec<String> {
    let tally = block.texts("tally", faults);
    for (index, path) in tally.iter().enumerate().filter(|(_, path)| sound && facet::choices_at(fields, path).is_none()) {
        let fault = block
            .fault(block.place_of_item("tally", index), format!("`tally` names `{path}`, which is no field of choices with `facet: true`"));
        faults.push(fault.help("for a field inside a group write the group's name, a full stop and the field's name"));
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::source::Source;
    use std::sync::Arc;

    fn sheet(text: &str) -> Sheet {
        Sheet::whole(Arc::new(Source::new("t.yaml", "t.yaml", text.to_owned())))
    }

    fn lines(faults: &Diagnostics) -> Vec<String> {
        let said = |d: &Diagnostic| format!("{}:{} {} | {}", d.place.line, d.place.column, d.message, d.help.join("; "));
        faults.clone().sorted().iter().map(said).collect()
    }

    fn faults_of(text: &str) -> Vec<String> {
        let types = BTreeSet::from(["person".to_owned(), "topic".to_owned()]);
        let (shared, _) = read_shared(&sheet("fields:\n  title: {kind: text}\n  status: {kind: choice, of: [draft, published]}\n"), &types);
        let (content_type, faults) = read(&sheet(text), "t", Known { types: &types, rules: &["must-needs-law"], shared: &shared });
        assert_eq!(content_type.is_none(), faults.has_errors());
        lines(&faults)
    }

    #[test]
    fn a_sound_type_is_read_with_its_defaults() {
        let types = BTreeSet::from(["person".to_owned()]);
        let text = "name: Guide\nplural: Guides\nhelp: How to do it.\nfields:\n  parts:\n    kind: list\n    of:\n      kind: group\n      key: rid\n      fields:\n        rid: {kind: text, required: true, pattern: '[0-9]+', example: 12}\n        level: {kind: choice, of: {0: Too little to say, high-up: High}}\ncard: [parts]\n";
        let (content_type, faults) = read(&sheet(text), "guide", Known { types: &types, rules: &[], shared: &[] });
        assert_eq!(lines(&faults), Vec::<String>::new());
        let content_type = content_type.expect("sound");
        assert!(content_type.listed && content_type.in_feeds && content_type.body == BodyRule::Optional);
        let Some(Kind::List { of, .. }) = content_type.field("parts").map(|f| &f.kind) else { panic!("a list") };
        let Kind::Group { fields, key } = &of.kind else { panic!("a group") };
        assert_eq!(key.as_deref(), Some("rid"));
        let Kind::Choice(choices) = &fields[1].kind else { panic!("a choice") };
        assert_eq!((choices[0].value.as_str(), choices[0].label.as_str()), ("0", "Too little to say"));
    }

    #[test]
    fn every_fault_of_the_file_is_said_at_once() {
        let text = "\
nmae: Guide
plural: [Guides]
help: x
prefix: G1
html: escape
title_from: nobody
reading_age: {aim: 20, ceiling: 14}
shared_required: [titel]
fields:
  Bad-Name: {kind: text}
  one: {kind: textt}
  two: {kind: choice}
  three: {kind: reference, to: [persn]}
  four: {kind: text, max_word: 3}
  five: {kind: boolean, required: sometimes}
  six: {kind: list, of: {kind: group, key: nope, fields: {a: {kind: text}}}, hides: a}
  seven: {kind: text, required_if: {status: publishd}}
  eight: {kind: text, required_if: {nobody: x}}
  nine: {kind: text, pattern: '[', example: x}
  ten: {kind: text, pattern: '[a-z]+', example: X1}
  eleven: text
  twelve: {kind: integer, min: 3, max: 2}
  title: {kind: text}
forbidden: {two: 'no', other: 'never'}
rules: [must-need-law]
card: [for]
colour: red
search_boost: 3
";
        assert_eq!(
            faults_of(text),
            [
                "1:1 `name` is missing | add `name:`, what one page of the type is called",
                "1:1 a content type has no `nmae` | did you mean `name`?",
                "2:9 `plural` takes text, found a list | ",
                "4:9 `prefix` is two small letters, as in `rs`; found `G1` | ",
                "5:7 `html: escape` is for content written for another generator | add `other_fields: keep`, or remove `html`",
                "7:20 `aim` is above `ceiling` | make `aim` at most 14",
                "8:19 `shared_required` names `titel`, which is no field of every page | did you mean `title`?",
                "10:3 `Bad-Name` cannot be the name of a field | use small letters, digits and `_`, starting with a letter",
                "11:15 there is no kind of field called `textt` | did you mean `text`?",
                "12:3 `two` is a choice and has no values to choose from | add `of: [first, second]`, or `of:` with a `value: Label` line for each",
                "13:33 there is no content type `persn` | did you mean `person`?",
                "14:22 a field of kind `text` has no `max_word` | did you mean `max_words`?",
                "15:35 `required` takes `true` or `false`, found text | ",
                "16:44 `key` names `nope`, which is no field here | the fields are: a",
                "16:85 `hides` names `a`, which is not a date or an instant | ",
                "17:45 `status` is never `publishd` | did you mean `published`?",
                "18:37 `required_if` names `nobody`, which is no field here | the fields are: Bad-Name, two, three, four, five, six, seven, eight, nine, ten, twelve, title, status",
                "19:31 the pattern cannot be read: unclosed character class | patterns are regular expressions without look-around, for the whole value",
                "20:49 the example `X1` does not match the pattern `[a-z]+` | change one of the two",
                "21:11 `eleven` takes a group of `name: value` lines, found text | ",
                "22:32 `min` is above its maximum, so no value would do | make `min` at most 2",
                "23:3 every page has a field `title` already | choose another name, or ask for it with `shared_required: [title]`",
                "24:13 `two` is both a field of the type and forbidden | remove one of the two",
                "25:9 there is no rule `must-need-law` | did you mean `must-needs-law`?",
                "27:1 a content type has no `colour` | it takes: name, plural, help, prefix, folder, template, shared, shared_required, shared_optional, title_from, summary_from, body, max_body_words, reading_age, other_fields, html, listed, in_feeds, booklet, tally, schema_org, search_boost, fields, forbidden, rules, card",
                "28:15 the search boost 3 is not between 0.5 and 2 | above 1 lifts the pages of the type in results, below 1 lowers them",
            ]
        );
    }
}
