//! Templates of content types: the fields of the type, and what the hub's own files change.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{SOUND, college, languages, source};
use crate::diagnostic::{Diagnostics, Severity};
use crate::load::content_type::ContentTypes;
use crate::load::sheet::Sheet;
use crate::load::theme_files::ThemeFiles;
use crate::load::type_file::{Known, read};
use crate::render::Theme;
use crate::render::contract::check;

const TYPE: &str = "name: Walk\nplural: Walks\nhelp: A walk.\nfields:
  where: {kind: text}
  when: {kind: date}
  at: {kind: instant}
  how: {kind: markdown}
  far: {kind: decimal}
  open: {kind: boolean}
  grade: {kind: choice, of: [easy, hard]}
  stops: {kind: list, of: {kind: group, key: sid, fields: {sid: {kind: text, required: true}, note: {kind: markdown}}}}
  start: {kind: group, fields: {name: {kind: text}}}
  guide: {kind: reference, to: [person]}
  guides: {kind: reference, to: [person], many: true}
  book: {kind: citation}
  share: {kind: figure}
  map: {kind: image}
  leaflet: {kind: file}
  site: {kind: url}
  mail: {kind: email}
  ring: {kind: telephone}
  tongue: {kind: language}
";

fn hub(type_text: &str, template: &str) -> (ThemeFiles, ContentTypes) {
    let (mut files, mut types) = college();
    let ids: BTreeSet<String> = types.types.keys().cloned().collect();
    let sheet = Sheet::whole(source("_types/walk.yaml", type_text));
    let (content_type, faults) = read(&sheet, "walk", Known { types: &ids, rules: &[], shared: &types.shared });
    assert!(faults.is_empty(), "{faults:?}");
    types.types.insert("walk".to_owned(), Arc::new(content_type.expect("a type")));
    let text = format!("{{% extends \"page.html\" %}}\n{{% block text %}}{{% set f = page.fields %}}{template}{{% endblock %}}");
    files.replace("walk.html", Ok(source("_theme/walk.html", &text)));
    (files, types)
}

fn said(faults: Diagnostics) -> Vec<String> {
    let said = |fault: &crate::diagnostic::Diagnostic| format!("{} {}", fault.place.file, fault.message);
    faults.sorted().iter().map(said).collect()
}

#[test]
fn every_kind_of_field_has_its_shape() {
    let template = "
{{ f.where }}{{ f.when.text }}{{ f.at.time }}{{ f.how.html | safe }}{{ f.far }}{{ f.open }}{{ f.grade.label }}
{% for stop in f.stops %}<p id=\"{{ stop.anchor }}\">{{ stop.sid }}{{ stop.note.html | safe }}</p>{% endfor %}
{{ f.start.name }}{{ f.guide.title }}{{ f.guide.role }}{% for guide in f.guides %}{{ guide.url }}{% endfor %}
{{ f.book.locator }}{{ f.share.source.text }}{{ f.map.src }}{{ f.leaflet.size }}{{ f.site }}{{ f.mail }}{{ f.ring.href }}{{ f.tongue }}";
    let (files, types) = hub(TYPE, template);
    assert_eq!(said(check(&files, &types, &languages())), SOUND);
}

#[test]
fn what_no_kind_has_is_a_fault() {
    let cases = [
        ("{{ f.were }}", "`f` has no `were`"),
        ("{{ f.where.text }}", "`f.where` is a text and has no `text`"),
        ("{{ f.when.date }}", "`f.when` has no `date`"),
        ("{{ f.how }}", "`f.how` is a value with parts and cannot be shown as a whole"),
        ("{{ f.start.anchor }}", "`f.start` has no `anchor`"),
        ("{{ f.guide.name }}", "`f.guide` has no `name`"),
        ("{{ f.guides.title }}", "`f.guides` is a list and has no `title`"),
        ("{% if f.grade == \"easy\" %}x{% endif %}", "`f.grade` is a value with parts and never equals a text"),
        ("{% if f.were %}x{% endif %}", "`f` has no `were`"),
    ];
    for (template, message) in cases {
        let (files, types) = hub(TYPE, template);
        assert_eq!(said(check(&files, &types, &languages())), [format!("_theme/walk.html {message}")], "{template}");
    }
}

#[test]
fn a_fault_says_where_it_stands_and_what_there_is() {
    let (files, types) = hub(TYPE, "\n  {{ f.wheer }}");
    let faults = check(&files, &types, &languages()).sorted();
    let fault = &faults[0];
    assert_eq!((fault.severity, fault.place.line, fault.place.column, fault.place.width), (Severity::Error, 3, 8, 5));
    assert_eq!(fault.help[0], "did you mean `where`?");
    assert!(fault.help[1].starts_with("it has: `where`, `when`, `at`") && fault.help[1].ends_with(" and 7 more"), "{:?}", fault.help);
    assert_eq!(fault.help[2], "it is asked for in drawing pages of the type `walk`");
}

#[test]
fn a_theme_that_asks_for_too_much_is_not_loaded() {
    let (files, types) = hub(TYPE, "{{ f.where }}");
    let (theme, faults) = Theme::load(&files, &types, &languages());
    assert!(theme.is_some() && faults.is_empty(), "{faults:?}");
    let (files, types) = hub(TYPE, "{% if f.open %}{{ f.wheer }}{% endif %}");
    let (theme, faults) = Theme::load(&files, &types, &languages());
    assert!(theme.is_none());
    assert_eq!(said(faults), ["_theme/walk.html `f` has no `wheer`"]);
}

/// A hub's own type without a field of ours: the questions of the shipped template are right, what it shows is not.
#[test]
fn the_shipped_theme_may_test_for_what_a_hub_leaves_out() {
    let without = |name: &str| {
        let (files, mut types) = college();
        let mut own = types.types["organisation"].as_ref().clone();
        own.fields.retain(|field| field.name != name);
        types.types.insert(own.id.clone(), Arc::new(own));
        said(check(&files, &types, &languages()))
    };
    assert_eq!(without("aka"), SOUND);
    let faults = without("standing");
    assert!(!faults.is_empty() && faults.iter().all(|fault| fault.ends_with("organisation.html `f` has no `standing`")), "{faults:?}");
}

#[test]
fn the_generic_template_may_ask_for_any_field() {
    let (mut files, mut types) = hub(TYPE, "");
    files.templates.clear();
    files.replace("page.html", Ok(source("_theme/page.html", "{{ page.fields.anything.at.all }}{{ page.titel }}")));
    types.types.retain(|id, _| id == "walk");
    assert_eq!(said(check(&files, &types, &languages())), ["_theme/page.html `page` has no `titel`"]);
}
