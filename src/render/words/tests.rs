use std::collections::BTreeSet;

use super::*;
use crate::load::theme_files::ThemeFiles;

/// The program's own files of this room, without its tests.
fn sources() -> Vec<(String, String)> {
    let room = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render");
    let files = walkdir::WalkDir::new(room).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = files.filter(|file| file.path().extension().is_some_and(|ending| ending == "rs"));
    let read = files.map(|file| {
        let text = std::fs::read_to_string(file.path()).expect("a file of ours");
        (file.path().to_string_lossy().into_owned(), text.split("#[cfg(test)]").next().unwrap_or_default().to_owned())
    });
    read.filter(|(path, _)| !path.contains("tests")).collect()
}

fn keys() -> BTreeSet<&'static str> {
    Words::default().language.phrases.keys().map(String::as_str).collect()
}

/// What stands between the start of a pattern and the next sign that no key has.
fn after<'t>(text: &'t str, start: &str) -> impl Iterator<Item = &'t str> {
    text.match_indices(start).map(move |(at, _)| {
        let rest = &text[at + start.len()..];
        &rest[..rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len())]
    })
}

#[test]
fn the_program_asks_for_words_that_there_are() {
    let keys = keys();
    let mut asked = 0;
    for (path, text) in sources() {
        let calls = ["text", "fill", "count", "own"].map(|call| format!("words.{call}(\""));
        let others = ["said(\"", "task(\"", "banner(\"stop\", \"", "banner(\"caution\", \"", "banner(\"embargo\", \""].map(str::to_owned);
        for key in calls.iter().chain(&others).flat_map(|call| after(&text, call)) {
            assert!(keys.contains(key) || key == "phase_", "{path}: no words are called `{key}`");
            asked += 1;
        }
        if path.ends_with("phase.rs") {
            for start in ["=> Some(\"", "return Some(\"", "{ Some(\""] {
                after(&text, start).for_each(|phase| assert!(keys.contains(format!("phase_{phase}").as_str()), "phase_{phase}"));
            }
        }
    }
    assert!(asked > 50, "{asked} keys");
}

#[test]
fn no_words_of_the_theme_are_left_unsaid() {
    let mut said = BTreeSet::new();
    let files = ThemeFiles::college();
    for source in files.templates.values() {
        said.extend(["{t.", " t.", "(t.", "=t.", "[t."].iter().flat_map(|start| after(&source.text, start)).map(str::to_owned));
    }
    for (path, text) in sources() {
        said.extend(after(&text, "\"").map(str::to_owned));
        if path.ends_with("phase.rs") {
            said.extend(after(&text, "Some(\"").map(|phase| format!("phase_{phase}")));
        }
    }
    let unsaid: Vec<&str> = keys().into_iter().filter(|key| !said.contains(*key)).collect();
    assert_eq!(unsaid, Vec::<&str>::new());
}

/// A template over the words of a language, as the engine draws it.
fn drawn(template: &str, tag: &str, own: &str) -> String {
    let mut phrases = Words::default().language.phrases.clone();
    let counted = |lang: &str, forms: &[(Category, &str)]| Phrase {
        lang: lang.to_owned(),
        forms: Forms::Counted(forms.iter().map(|(category, text)| (*category, (*text).to_owned())).collect()),
    };
    phrases.insert("by".to_owned(), Phrase { lang: own.to_owned(), forms: Forms::One("by <b>& {who}".to_owned()) });
    let forms = [(Category::One, "{n} page"), (Category::Two, "{n} dudalen"), (Category::Other, "{n} pages")];
    phrases.insert("pages".to_owned(), counted(own, &forms));
    let language = Language { tag: tag.to_owned(), phrases, types: Default::default(), hub: Default::default() };
    let mut tera = Tera::new();
    register(&mut tera);
    tera.add_raw_templates([("a.html", template)]).expect("a template");
    let mut context = tera::Context::new();
    context.insert_value("t", Words::new(&language, BASE).value());
    context.insert("name", "<i>");
    foreign::shown(tera.render("a.html", &context).expect("drawn"))
}

#[test]
fn what_fills_a_gap_is_escaped_once() {
    assert_eq!(drawn("{{ t.by | fill(who=name) }}", "en", "en"), "by &lt;b&gt;&amp; &lt;i&gt;");
    let part = "{% component p() %}<em>x</em>{% endcomponent %}";
    assert_eq!(drawn(&format!("{part}{{{{ t.by | fill(who=<p/>) }}}}"), "en", "en"), "by &lt;b&gt;&amp; <em>x</em>");
}

#[test]
fn a_number_chooses_by_the_rules_of_the_words_language() {
    let template = "{{ t.pages | fill(n=1) }} {{ t.pages | fill(n=2) }} {{ t.pages | fill(n=11) }}";
    assert_eq!(drawn(template, "cy", "cy"), "1 page 2 dudalen 11 pages");
    // English words that stand in for Welsh ones are counted as English.
    assert_eq!(drawn("{{ t.pages | fill(n=2) }}", "cy", "en"), "<span lang=\"en\">2 pages</span>");
}

#[test]
fn json_is_safe_inside_a_script() {
    assert_eq!(drawn("<script>{{ t.by | json }}</script>", "cy", "en"), "<script>\"by \\u003cb\\u003e\\u0026 {who}\"</script>");
    assert_eq!(drawn("{{ t.pages | json }}", "en", "en"), "{ \"one\": \"{n} page\", \"two\": \"{n} dudalen\", \"other\": \"{n} pages\" }");
}

#[test]
fn days_are_written_as_the_language_writes_them() {
    assert_eq!(Words::default().day(jiff::civil::date(2026, 3, 3)), "3 March 2026");
}
