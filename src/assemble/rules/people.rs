//! Who is named in public, and what of them is.

use std::sync::LazyLock;

use regex::Regex;

use super::page::Page;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::load::instant;
use crate::load::value::{KeyPath, Map, Value};

/// A kit names only people who agreed to speak for the College; front-line workers are protected.
pub fn speakers_are_spokespeople(page: &Page, faults: &mut Diagnostics) {
    let speakers = page.groups("lines").filter_map(|(path, line)| Some((path.key("speaker"), line.text("speaker")?)));
    for (path, name) in speakers.chain(page.texts("spokespeople")) {
        let Some(person) = page.other(name, &["person"]) else { continue };
        let fields = &person.document.fields;
        let left = fields.text("left_on").and_then(|day| instant::date(day).ok()).filter(|day| *day <= page.today);
        if fields.get("spokesperson").and_then(Value::as_bool) != Some(true) {
            faults.push(
                page.error(Code::RuleSpeaker, &path, format!("`{name}` is not a spokesperson"))
                    .related(person.value_place(&"spokesperson".into()), "this record does not say `spokesperson: true`")
                    .help("name a spokesperson, or leave the speaker out: the College says it then")
                    .help("a front-line worker is never named in a kit"),
            );
        } else if let Some(day) = left {
            faults.push(
                page.error(Code::RuleSpeaker, &path, format!("`{name}` left on {day} and no longer speaks for the College"))
                    .related(person.value_place(&"left_on".into()), "their record says so here")
                    .help("name somebody else, or leave the speaker out: the College says it then"),
            );
        }
    }
}

/// A mobile number as people in the United Kingdom write it.
static MOBILE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:(?:\+|\b00)44[\s-]?(?:\(0\)[\s-]?)?|\(0|\b0)7(?:[\s()-]{0,2}\d){9}\b").expect("a sound pattern"));

/// Mobile numbers are private unless they were given out for the press.
pub fn no_private_contact(page: &Page, faults: &mut Diagnostics) {
    if page.document.fields.get("press").and_then(Value::as_bool) == Some(true) {
        return;
    }
    let mut report = |place: Place, number: &str| {
        faults.push(
            Diagnostic::error(Code::RulePrivate, place, format!("`{number}` looks like a private mobile number"))
                .help("give the number of the office or the press desk")
                .help("if the number was given out for the press, add a line `press: true`"),
        );
    };
    let mut texts = Vec::new();
    collect(&page.document.fields, &KeyPath::top(), &mut texts);
    for (path, text) in texts {
        for found in MOBILE.find_iter(text) {
            report(page.place_of_words(&path, text, found.range()), found.as_str());
        }
    }
    if let Some(body) = page.document.body() {
        for found in MOBILE.find_iter(page.document.text(body)) {
            report(page.document.place(body, found.range()), found.as_str());
        }
    }
}

/// Every text of a group and of the groups and lists inside it.
fn collect<'a>(map: &'a Map, path: &KeyPath, texts: &mut Vec<(KeyPath, &'a str)>) {
    for (name, value) in map.iter() {
        collect_value(value, path.key(name), texts);
    }
}

fn collect_value<'a>(value: &'a Value, path: KeyPath, texts: &mut Vec<(KeyPath, &'a str)>) {
    match value {
        Value::Text(text) => texts.push((path, text)),
        Value::List(items) => items.iter().enumerate().for_each(|(at, item)| collect_value(item, path.item(at), texts)),
        Value::Map(map) => collect(map, &path, texts),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::case::said;

    #[test]
    fn only_spokespeople_who_have_not_left_are_named() {
        let files = "=== media/a.md\nlines:\n  - {text: We care., speaker: worker, valid_until: 2027-01-01T00:00:00Z}\nspokespeople: [chair, former]\n=== people/worker.md\nname: A worker\n=== people/chair.md\nname: The chair\nspokesperson: true\n=== people/former.md\nname: One who left\nspokesperson: true\nleft_on: 2026-03-01\n";
        assert_eq!(
            said(files),
            [
                "media/a.md:5:31 error rule-speaker | `worker` is not a spokesperson | name a spokesperson, or leave the speaker out: the College says it then; a front-line worker is never named in a kit",
                "media/a.md:6:23 error rule-speaker | `former` left on 2026-03-01 and no longer speaks for the College | name somebody else, or leave the speaker out: the College says it then",
            ]
        );
    }

    #[test]
    fn mobile_numbers_are_private_unless_for_the_press() {
        let person = "=== people/a.md\n---\nstatus: published\npublished: 2026-01-10T09:00:00Z\nname: A\nphone: 07700 900123\navailability: Evenings on +44 7700 900 123 only.\n---\nOr (07700) 900-123.\n";
        let help = "give the number of the office or the press desk; if the number was given out for the press, add a line `press: true`";
        assert_eq!(
            said(person),
            [
                format!("people/a.md:5:8 error rule-private | `07700 900123` looks like a private mobile number | {help}"),
                format!("people/a.md:6:27 error rule-private | `+44 7700 900 123` looks like a private mobile number | {help}"),
                format!("people/a.md:8:4 error rule-private | `(07700) 900-123` looks like a private mobile number | {help}"),
            ]
        );
        assert_eq!(said(&person.replace("name: A\n", "name: A\npress: true\n")), Vec::<String>::new());
        assert_eq!(said("=== people/a.md\nname: A\nphone: 01632 960101\n"), Vec::<String>::new());
    }
}
