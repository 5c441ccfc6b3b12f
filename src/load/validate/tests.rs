use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::load::source::Source;
use crate::load::type_file::{self, Known};

const SHARED: &str = "\
fields:
  id: {kind: text, required: true, pattern: '[a-z]{2}-[0-9]{4}', example: rs-0012}
  type: {kind: text, required: true}
  title: {kind: text, required: true, min_chars: 8, max_chars: 65, hint: What the page is about.}
  summary: {kind: text, required: true, min_chars: 20, max_chars: 160}
  status: {kind: choice, required: true, of: {draft: Draft, published: Published}}
  published: {kind: instant, required_if: {status: published}}
  embargo: {kind: group, fields: {until: {kind: instant, required: true}, contact: {kind: reference, to: [page]}}}
  topics: {kind: reference, to: [page], many: true, max_items: 2}
  image: {kind: image}
";

const TYPE: &str = "\
name: Guide
plural: Guides
help: x
shared_optional: [id]
forbidden: {secret: Kits are read by the press.}
fields:
  rating: {kind: choice, of: {high: High certainty, low: Low}, hint: How sure we are.}
  version: {kind: text, pattern: '[0-9]+\\.[0-9]+', example: '1.0'}
  bottom_line: {kind: text, max_words: 4}
  places: {kind: list, min_items: 2, of: {kind: text}}
  minutes: {kind: integer, min: 5, max: 90}
  share: {kind: decimal}
  live: {kind: boolean}
  due: {kind: date}
  press: {kind: group, fields: {phone: {kind: telephone, required: true}, email: {kind: email}, site: {kind: url}, tongue: {kind: language}}}
  people: {kind: list, of: {kind: group, fields: {name: {kind: text, required: true}, orcid: {kind: text}}}}
  parts:
    kind: list
    of:
      kind: group
      key: rid
      fields: {rid: {kind: text, required: true}, text: {kind: markdown, max_words: 3}, strength: {kind: choice, of: [must, offer]}, why: {kind: text, required_if: {strength: must}}}
  cites: {kind: list, of: {kind: citation}}
  paper: {kind: file}
";

fn sheet(text: &str) -> Sheet {
    Sheet::whole(Arc::new(Source::new("t.yaml", "t.yaml", text.to_owned())))
}

fn types(type_text: &str) -> (ContentType, Vec<Field>) {
    let names = BTreeSet::from(["page".to_owned()]);
    let (shared, faults) = type_file::read_shared(&sheet(SHARED), &names);
    assert!(faults.is_empty(), "{faults:?}");
    let known = Known { types: &names, rules: &[], shared: &shared };
    let (content_type, faults) = type_file::read(&sheet(type_text), "guide", known);
    (content_type.unwrap_or_else(|| panic!("{faults:?}")), shared)
}

fn run(type_text: &str, front: &str) -> (Map, Vec<String>) {
    let (content_type, shared) = types(type_text);
    let text = format!("---\n{front}---\n");
    let sheet = Sheet::part(Arc::new(Source::new("a.md", "a.md", text)), 4..4 + front.len());
    let written = sheet.read().expect("sound YAML");
    let zone = TimeZone::get("Europe/London").expect("bundled");
    let (map, faults) = validate(&content_type, &shared, &written, &sheet, &zone);
    let said = |d: &Diagnostic| format!("{}:{} {} {} | {}", d.place.line, d.place.column, d.code, d.message, d.help.join("; "));
    (map, faults.sorted().iter().map(said).collect())
}

const SOUND: &str = "\
title: Time for supervision
summary: What is known about time for supervision.
status: published
published: 2026-03-14T09:30:00Z
";

/// A sound page with some more lines, which begin at line 6.
fn said(more: &str) -> Vec<String> {
    run(TYPE, &format!("{SOUND}{more}")).1
}

#[test]
fn a_sound_page_has_no_fault_and_its_values_one_form() {
    let more = "topics: time\nplaces: [a, b]\nbottom_line: >\n  one\n  two\nminutes: 5\ndue: 2026-03-14\nversion:\npeople: []\npaper: ''\n";
    let (map, faults) = run(TYPE, &format!("{SOUND}{more}"));
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(map.texts("topics"), ["time"]);
    assert!(map.get("topics").is_some_and(|topics| topics.as_list().is_some()));
    assert_eq!(map.text("bottom_line"), Some("one two"));
    assert_eq!(map.text("type"), Some("guide"));
    assert!(["version", "people", "paper"].iter().all(|name| map.get(name).is_none()));
}

#[test]
fn what_is_missing_empty_or_unknown() {
    let front = "titel: Time for supervision\nsummary:\nstatus: published\nsecret: x\nphone: 1\ncolour: red\npeople:\n  - orcid: 0000-0002-1825-0097\n  - nmae: x\nparts:\n  - rid: a\n    strength: must\n";
    assert_eq!(
        run(TYPE, front).1,
        [
            "1:1 field-missing `published` is missing, because `status` is `published` | ",
            "2:1 unknown-field unknown field `titel` | did you mean `title`?",
            "3:1 field-empty `summary` is empty | ",
            "5:1 field-forbidden `secret` may not be written here | Kits are read by the press.",
            "6:1 unknown-field unknown field `phone` | `phone` belongs to `press`: indent it below that line",
            "7:1 unknown-field unknown field `colour` | remove it, or keep it out of the front matter",
            "9:5 field-missing `people[1].name` is missing | ",
            "10:5 unknown-field unknown field `people[2].nmae` | did you mean `name`?",
            "12:5 field-missing `parts[1].why` is missing, because `strength` is `must` | ",
        ]
    );
}

#[test]
fn a_value_is_of_its_fields_kind() {
    let table = [
        ("version: 1.10\n", "6:10 field-kind `version` takes text, found a number | put it in quotes: \"1.10\""),
        ("version: 1\n", "6:10 field-kind `version` takes text, found a whole number | put it in quotes: \"1\""),
        ("version: one\n", "6:10 field-pattern `version` does not have the form that is asked for | write it like `1.0`"),
        ("bottom_line: [a]\n", "6:14 field-kind `bottom_line` takes text, found a list | "),
        (
            "bottom_line: one two three four five\n",
            "6:14 field-limit `bottom_line` has 5 words, and at most 4 are allowed | take out 1 word or more",
        ),
        (
            "bottom_line: \"a\\u0007b\"\n",
            "6:14 field-pattern `bottom_line` has an invisible control character (U+0007) | delete the text around it and type it again; such characters come along when text is copied",
        ),
        ("rating: hihg\n", "6:9 field-choice `rating` must be one of: high, low | did you mean `high`?"),
        ("rating: High certainty\n", "6:9 field-choice `rating` must be one of: high, low | did you mean `high`?"),
        ("rating: strong\n", "6:9 field-choice `rating` must be one of: high, low | "),
        ("places: [a]\n", "6:1 field-limit `places` has 1 item, and at least 2 are needed | add 1 item"),
        ("places: [a, '']\n", "6:13 field-empty `places[2]` is empty | write something after the hyphen, or remove the line"),
        (
            "places: {a: b}\n",
            "6:9 field-kind `places` takes a list, found a group of fields | write each item on a line of its own that starts with `- `",
        ),
        ("people: Ann\n", "6:9 field-kind `people` takes a list, found text | write each item on a line of its own that starts with `- `"),
        (
            "people:\n  - Ann\n",
            "7:5 field-kind `people[1]` takes a group of fields, found text | write its fields on the lines below it, indented: name, orcid",
        ),
        (
            "press: Ann\n",
            "6:8 field-kind `press` takes a group of fields, found text | write its fields on the lines below it, indented: phone, email, site, tongue",
        ),
        ("minutes: 4\n", "6:10 field-limit `minutes` is 4, and only from 5 to 90 is allowed | "),
        ("minutes: 5.5\n", "6:10 field-kind `minutes` takes a whole number, found a number | "),
        ("minutes: \"30\"\n", "6:10 field-kind `minutes` takes a whole number, found text | write 30, without quotes"),
        ("share: 5,500\n", "6:8 field-kind `share` takes a number, found text | write 5500: digits alone, and a point before decimals"),
        (
            "share: .nan\n",
            "6:8 field-kind `share` takes a number, found one that is without end or no number at all | write the number in digits",
        ),
        ("live: yes\n", "6:7 field-kind `live` takes `true` or `false`, found text | write `true`, without quotes"),
        ("due: 14/03/2026\n", "6:6 date-fault `14/03/2026` cannot be read as a day | write `2026-03-14`"),
        ("due: 20260314\n", "6:6 field-kind `due` takes a day such as 2026-03-14, found a whole number | "),
        (
            "embargo: 2026-03-14T09:30Z\n",
            "6:10 field-kind `embargo` takes a group of fields, found text | write its fields on the lines below it, indented: until, contact",
        ),
        (
            "embargo:\n  until: 2026-03-29T01:30[Europe/London]\n",
            "7:10 instant-gap `2026-03-29T01:30[Europe/London]` never happens: the clocks go forward past it that day | write `2026-03-29T00:30:00+00:00` or `2026-03-29T02:30:00+01:00`",
        ),
        (
            "press: {phone: call us}\n",
            "6:16 field-pattern `press.phone`: `call us` is no telephone number | write digits and spaces, as in `020 7946 0018` or `+44 20 7946 0018`",
        ),
        (
            "press: {phone: 999 , email: a}\n",
            "6:16 field-kind `press.phone` takes a telephone number as text, found a whole number | put it in quotes: \"999\"",
        ),
        (
            "people: [{name: A, orcid: 0000-0002-1825-0098}]\n",
            "6:27 field-pattern `people[1].orcid`: `0000-0002-1825-0098` is no ORCID: its last character does not fit the others | one of the characters is mistyped: copy it again",
        ),
        (
            "parts: [{rid: a, text: one two three four}]\n",
            "6:24 field-limit `parts[1].text` has 4 words, and at most 3 are allowed | take out 1 word or more",
        ),
        (
            "parts: [{rid: a b}]\n",
            "6:15 field-pattern `parts[1].rid` is part of an address and cannot be `a b` | use letters, digits, `.`, `-` and `_`",
        ),
        (
            "parts:\n  - rid: a\n  - rid: a\n",
            "8:10 field-rule `parts[2].rid` repeats `a`, and two items cannot have one address | give this one a number of its own",
        ),
        ("cites: '@a'\n", "6:8 field-pattern `cites`: `@a` is written as it would be inside the text | here write `a`"),
        (
            "paper: https://example.org/a.pdf\n",
            "6:8 field-pattern `paper`: `https://example.org/a.pdf` is not a file of this hub | copy the file into the hub and write its path: pages ask nothing of other hosts",
        ),
        ("topics: [a, b, c]\n", "6:1 field-limit `topics` has 3 items, and at most 2 are allowed | take out 1 item"),
        (
            "topics: [a, 12]\n",
            "6:13 field-kind `topics[2]` takes the name of a record as text, found a whole number | put it in quotes: \"12\"",
        ),
        ("topics: ../a.md\n", "6:9 field-pattern `topics`: `../a.md` is a path, and records are named | write `a`"),
        (
            "image: a.png\n",
            "6:1 image-alt `image` does not say what the picture shows | add `alt:` with what it shows, or `decorative: true` if it adds nothing",
        ),
        (
            "image: {src: a.png, alt: A room, people: true}\n",
            "6:1 field-missing `image` shows people and does not say that they consent | add `consent:` with who agreed, and when",
        ),
    ];
    for (more, expected) in table {
        let faults = said(more);
        assert_eq!(faults.first().map(String::as_str), Some(expected), "{more}");
        assert!(faults.len() == 1 || more.contains("email: a"), "{faults:?}");
    }
}

#[test]
fn titles_and_summaries_are_written_for_readers() {
    let page = |title: &str, summary: &str| run(TYPE, &format!("title: {title}\nsummary: {summary}\nstatus: draft\n")).1;
    let sound = "What is known about time for supervision.";
    let table = [
        (page("Time for it.", sound), "2:8 field-rule `title` ends with a full stop | remove the full stop: a title is not a sentence"),
        (
            page("TIME FOR IT", sound),
            "2:8 field-rule `title` is all in capitals | write it as in a sentence: capitals are hard to read and are read out letter by letter",
        ),
        (page("Time", sound), "2:8 field-limit `title` has 4 characters, and at least 8 are needed | add 4 characters or more"),
        (
            page("Time for supervision", "Time for supervision."),
            "3:10 field-rule `summary` says the same as `title` | say what a reader will find on the page",
        ),
        (
            page("Time for supervision", "What is known about it, and more"),
            "3:10 field-rule `summary` does not end with a full stop | write it as a whole sentence, with a full stop at its end",
        ),
    ];
    for (faults, expected) in table {
        assert_eq!(faults, [expected]);
    }
}

#[test]
fn foreign_content_keeps_what_it_has_and_may_not_slip_out_early() {
    let relaxed = "name: Page\nplural: Pages\nhelp: x\nshared: relaxed\nother_fields: keep\n";
    let front = "title: 2023\nsummary: ''\ntopics: {a: b}\ndate: 2015-01-01 10:00:00 -0400\nimage: {name: x}\nstatus: publish\npublished: 2026-03-14T09:30\n";
    let (map, faults) = run(relaxed, front);
    assert_eq!(
        faults,
        [
            "7:9 field-choice `status` must be one of: draft, published | did you mean `published`?",
            "8:12 instant-zone `2026-03-14T09:30` has no time zone, so nobody knows when it is | write `2026-03-14T09:30:00+00:00` for the time in Europe/London",
        ]
    );
    assert_eq!(map.text("title"), Some("2023"));
    assert!(map.get("date").is_some() && map.get("topics").is_some_and(|topics| topics.as_map().is_some()));
    assert_eq!(run(relaxed, "summary: x\n").1, ["1:1 field-missing `title` is missing | What the page is about."]);
}

#[test]
fn a_term_lends_its_words_to_title_and_summary() {
    let term = "name: Term\nplural: Terms\nhelp: x\nshared_optional: [status]\ntitle_from: term\nsummary_from: meaning\nfields:\n  term: {kind: text, required: true}\n  meaning: {kind: text, required: true}\n";
    let (map, faults) = run(term, "id: gt-0001\nterm: NQSW\nmeaning: New\n");
    assert_eq!((map.text("title"), map.text("summary"), faults), (Some("NQSW"), Some("New"), Vec::new()));
    assert_eq!(run(term, "id: gt-0001\nmeaning: New\n").1, ["1:1 field-missing `term` is missing | "]);
}
