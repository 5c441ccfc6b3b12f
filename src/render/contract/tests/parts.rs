//! Components: what they are given, and what they ask of it.

use super::{SOUND, asked, in_one};
use crate::diagnostic::Severity;

fn with(parts: &str, text: &str) -> Vec<String> {
    asked(&[("a.html", text), ("parts.html", parts)])
}

#[test]
fn arguments_have_the_shape_of_what_is_given() {
    let parts = "{% component line(t, level=2) %}{{ t.title }}{{ level }}{% endcomponent line %}";
    assert_eq!(with(parts, "{% for t in page.topics %}{{ <line t={t}/> }}{{ <line t level={3}/> }}{% endfor %}"), SOUND);
    assert_eq!(with(parts, "\n{{ <line t={page.body}/> }}"), ["parts.html:1:38 `t` has no `title`"]);
    assert_eq!(with(parts, "{{ <line t={page.boddy}/> }}"), ["1:18 `page` has no `boddy`"]);
}

#[test]
fn a_part_asks_by_the_name_that_it_gives_and_says_who_called() {
    let files = [("parts.html", "{% component p(x) %}{{ x.a }}{% endcomponent %}"), ("a.html", "<p>\n{{ <p x={page}/> }}")];
    assert_eq!(asked(&files), ["parts.html:1:26 `x` has no `a`"]);
    let (files, types) = super::college();
    let text = "{% extends \"base.html\" %}{% block main %}\n{{ <link card={page.body}/> }}{% endblock %}";
    let mut files = files;
    files.replace("home.html", Ok(super::source("_theme/home.html", text)));
    let faults = super::check(&files, &types, &super::languages()).sorted();
    let fault = faults.iter().find(|fault| fault.message == "`card` has no `url`").expect("a fault");
    assert_eq!(fault.severity, Severity::Error);
    let (place, what) = &fault.related[0];
    assert_eq!((place.file.as_str(), place.line, place.column, what.as_str()), ("_theme/home.html", 2, 5, "called here"));
    assert!(fault.help.contains(&"it has: `html`, `text`".to_owned()), "{:?}", fault.help);
    assert!(fault.help.contains(&"it is asked for in drawing `home.html`".to_owned()), "{:?}", fault.help);
}

#[test]
fn names_of_arguments() {
    let parts = "{% component line(text, level=2, kind=\"\", on=false) %}{{ text }}{{ level }}{{ kind }}{{ on }}{% endcomponent line %}";
    assert_eq!(with(parts, "{{ <line text=\"x\" level={page.count} kind={page.title} on={page.shown}/> }}"), SOUND);
    assert_eq!(with(parts, "<p>{{ <line level={3}/> }}"), ["1:8 `<line>` needs `text`"]);
    assert_eq!(with(parts, "{{ <line text=\"x\" levle={3}/> }}"), ["1:19 `<line>` takes no `levle`"]);
    assert_eq!(with(parts, "{{ <line text=\"x\" level=\"3\"/> }}"), ["1:25 `<line>` takes a number as `level`, and this is a text"]);
    assert_eq!(with(parts, "{{ <line {...page.body}/> }}"), SOUND);
}

#[test]
fn a_part_knows_only_what_it_is_given() {
    assert_eq!(
        with("{% component c() %}{{ page.title }}{% endcomponent %}", "{{ <c/> }}"),
        ["parts.html:1:23 nothing here is called `page`"]
    );
    assert_eq!(
        with("{% component c(@page) %}{{ page.title }}{{ page.x }}{% endcomponent %}", "{{ <c/> }}"),
        ["parts.html:1:49 `page` has no `x`"]
    );
    let nested = "{% component c(@page) %}{{ page.title }}{% endcomponent %}{% component d(x) %}{{ x }}{{ <c/> }}{% endcomponent %}";
    assert_eq!(with(nested, "{{ <d x={1}/> }}"), SOUND);
}

#[test]
fn a_body() {
    let parts = "{% component box.wide(kind) %}<div class=\"{{ kind }}\">{{ body }}</div>{% endcomponent box.wide %}";
    assert_eq!(with(parts, "{% <box.wide kind=\"note\"> %}{{ page.title }}{% </box.wide> %}"), SOUND);
    assert_eq!(with(parts, "{% <box.wide kind=\"note\"> %}\n{{ page.titel }}{% </box.wide> %}"), ["2:9 `page` has no `titel`"]);
    assert_eq!(with(parts, "{{ <box.wide kind=\"note\"/> }}"), ["parts.html:1:58 nothing here is called `body`"]);
}

#[test]
fn the_rest() {
    let parts = "{% component c(a, ...more) %}{{ a }}{{ more.b }}{% endcomponent %}";
    assert_eq!(with(parts, "{{ <c a=\"1\" b=\"2\"/> }}"), SOUND);
    assert_eq!(with(parts, "{{ <c a=\"1\" d=\"2\"/> }}"), ["parts.html:1:45 `more` has no `b`"]);
}

#[test]
fn a_part_that_calls_itself_comes_to_an_end() {
    let parts = "{% component c(m) %}{{ m.x }}{% if true %}{{ <c m={ {\"x\": m, \"deep\": true} }/> }}{% endif %}{% endcomponent %}";
    let mut faults = with(parts, "{{ <c m={page.count}/> }}");
    faults.sort_unstable_by_key(|fault| fault.contains("with parts"));
    let of = |what: &str| format!("parts.html:1:26 {what}");
    assert_eq!(faults, [of("`m` is a number and has no `x`"), of("`m.x` is a value with parts and cannot be shown as a whole")]);
}

#[test]
fn a_part_that_nobody_calls_is_read_too() {
    assert_eq!(in_one("{% component c(a) %}{{ a.b.c }}{{ b }}{% endcomponent %}"), ["1:35 nothing here is called `b`"]);
}

#[test]
fn one_caller_with_it_is_enough_for_a_question() {
    let parts = "{% component c(m) %}{% if m.html %}{{ m.html | safe }}{% endif %}{% endcomponent %}";
    assert_eq!(with(parts, "{{ <c m={page}/> }}{{ <c m={page.body}/> }}"), SOUND);
    assert_eq!(with(parts, "{{ <c m={page}/> }}"), ["parts.html:1:29 `m` has no `html`"]);
}
