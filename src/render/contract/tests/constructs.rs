//! Each construct of the template language, right and wrong.

use super::{SOUND, asked, in_one};

#[test]
fn paths() {
    let sound =
        "{{ page.title }}{{ page.body.html | safe }}{{ page['title'] }}{{ page[\"body\"].text }}{{ page.words[0] }}{{ page.title[0:2] }}";
    assert_eq!(in_one(sound), SOUND);
    assert_eq!(in_one("<p>\n  {{ page.titel }}"), ["2:11 `page` has no `titel`"]);
    assert_eq!(in_one("{{ page.body.htm | safe }}"), ["1:14 `page.body` has no `htm`"]);
    assert_eq!(in_one("{{ pag.title }}"), ["1:4 nothing here is called `pag`"]);
    assert_eq!(in_one("{{ page[\"titel\"] }}"), ["1:4 `page` has no `titel`"]);
    assert_eq!(in_one("{{ page.topics[0].titel }}"), ["1:19 `page.topics[0]` has no `titel`"]);
    assert_eq!(in_one("{{ page.titel.more.still }}"), ["1:9 `page` has no `titel`"]);
    assert_eq!(in_one("{{ page.title.html | safe }}"), ["1:15 `page.title` is a text and has no `html`"]);
    assert_eq!(in_one("{{ page.topics.title }}"), ["1:16 `page.topics` is a list and has no `title`"]);
}

#[test]
fn columns_are_characters_and_lines_count_from_the_top() {
    assert_eq!(in_one("{# é\n#}\r\n<p title=\"ü\">é {{ page.titel }}"), ["3:24 `page` has no `titel`"]);
}

#[test]
fn comments_raw_text_and_strings_ask_for_nothing() {
    assert_eq!(in_one("{# {{ page.titel }} #}{% raw %}{{ page.titel }}{% endraw %}{{ \"page.titel }}\" }}{{ 'it\\'s' }}"), SOUND);
    assert_eq!(in_one("{%- raw -%}{{ a }}{%- endraw -%}{{ page.titel }}"), ["1:41 `page` has no `titel`"]);
}

#[test]
fn both_ways_of_a_question() {
    let text = "{% if page.shown %}{{ page.a }}{% elif page.count > 1 %}{{ page.b }}{% else %}{{ page.c }}{% endif %}";
    assert_eq!(in_one(text), ["1:28 `page` has no `a`", "1:65 `page` has no `b`", "1:87 `page` has no `c`"]);
    assert_eq!(in_one("{{ page.a if page.shown else page.b }}"), ["1:9 `page` has no `a`", "1:35 `page` has no `b`"]);
}

#[test]
fn what_is_only_tested_for_must_be_somewhere() {
    assert_eq!(in_one("{% if page.titel %}x{% endif %}"), ["1:12 `page` has no `titel`"]);
    assert_eq!(in_one("{% if not page.titel and page.count %}x{% endif %}"), ["1:16 `page` has no `titel`"]);
    assert_eq!(in_one("{{ page.titel or page.title }}"), ["1:9 `page` has no `titel`"]);
    assert_eq!(in_one("{{ page.title or page.titel }}"), ["1:23 `page` has no `titel`"]);
    assert_eq!(in_one("{{ page.titel | default(value='x') }}"), ["1:9 `page` has no `titel`"]);
    assert_eq!(in_one("{{ page?.titel }}"), ["1:10 `page` has no `titel`"]);
}

#[test]
fn whether_something_is_there_may_be_asked_openly() {
    assert_eq!(in_one("{% if page.titel is defined %}{{ page.titel }}{% endif %}{{ 1 if other is undefined else other }}"), SOUND);
    assert_eq!(in_one("{% if page.titel is not defined %}{{ page.b }}{% endif %}"), ["1:43 `page` has no `b`"]);
    assert_eq!(in_one("{% if page.titel.more is defined %}x{% endif %}"), ["1:12 `page` has no `titel`"]);
}

#[test]
fn loops() {
    assert_eq!(in_one("{% for t in page.topics %}{{ loop.index }}{{ t.title }}{% else %}{{ page.title }}{% endfor %}"), SOUND);
    assert_eq!(in_one("{% for t in page.topics %}\n{{ t.titel }}{% endfor %}"), ["2:6 `t` has no `titel`"]);
    assert_eq!(in_one("{% for t in page.topics %}{% endfor %}{{ t.title }}"), ["1:42 nothing here is called `t`"]);
    assert_eq!(in_one("{% for t in page.topix %}{{ t.x }}{% endfor %}"), ["1:18 `page` has no `topix`"]);
    assert_eq!(in_one("{% for t in page.title %}{{ t }}{% endfor %}"), ["1:18 `page.title` is a text, not a list"]);
    assert_eq!(in_one("{% for k, v in page.body %}{{ k }}{{ v }}{{ v.x }}{% endfor %}"), ["1:47 `v` is a text and has no `x`"]);
    assert_eq!(in_one("{% for t in page.topics %}{% else %}{{ page.b }}{% endfor %}"), ["1:45 `page` has no `b`"]);
}

#[test]
fn items_of_more_than_one_shape() {
    let text = "{% for m in page.mixed %}{% if m is string %}{{ m }}{% else %}{{ m.html | safe }}{% endif %}{% endfor %}";
    assert_eq!(in_one(text), SOUND);
    assert_eq!(in_one("{% for m in page.mixed %}{{ m.html | safe }}{% endfor %}"), ["1:31 `m` is a text and has no `html`"]);
}

#[test]
fn set() {
    assert_eq!(in_one("{% set b = page.body %}{{ b.text }}{% set c %}{{ b.html | safe }}{% endset %}{{ c }}"), SOUND);
    assert_eq!(in_one("{% set b = page.body %}{{ b.txt }}"), ["1:29 `page.body` has no `txt`".replace("page.body", "b")]);
    assert_eq!(in_one("{% set b = page.boddy %}{{ b.txt }}"), ["1:17 `page` has no `boddy`"]);
    let text = "{% for t in page.topics %}{% set x = t %}{% set_global y = t %}{% endfor %}{{ y.title }}{{ x }}";
    assert_eq!(in_one(text), ["1:92 nothing here is called `x`"]);
    assert_eq!(in_one("{% if page.shown %}{% set x = 1 %}{% endif %}{{ x }}"), SOUND);
    assert_eq!(
        in_one("{% set x | upper | replace(from=page.a, to='') %}{{ page.b }}{% endset %}"),
        ["1:38 `page` has no `a`", "1:58 `page` has no `b`"]
    );
}

#[test]
fn filters_and_functions() {
    assert_eq!(
        in_one("{{ page.words | join(sep=', ') | upper }}{% set g = page.topics | first %}{{ g.title }}{{ range(end=3) | length }}"),
        SOUND
    );
    assert_eq!(in_one("{{ page.title | replace(from='a', to=page.x) }}"), ["1:43 `page` has no `x`"]);
    assert_eq!(in_one("{% set f = page.topics | first %}{{ f.titel }}"), ["1:39 `f` has no `titel`"]);
    assert_eq!(in_one("{% for t in page.topics | sort(attribute='day.is') %}{% endfor %}"), ["1:42 an item has no `is`"]);
    assert_eq!(in_one("{{ page.topics | join(sep=', ') }}"), ["1:9 the items of `page.topics` have parts and cannot be joined as a whole"]);
    assert_eq!(in_one("{{ page.body | get(key='x') }}"), ["1:24 `page.body` has no `x`"]);
    assert_eq!(in_one("{% filter upper %}{{ page.a }}{% endfilter %}"), ["1:27 `page` has no `a`"]);
    assert_eq!(in_one("{% for i in range(end=page.cont) %}{% endfor %}"), ["1:28 `page` has no `cont`"]);
}

#[test]
fn lists_maps_and_comprehensions() {
    let sound = "{% set l = [...page.topics, {\"title\": page.title, \"day\": {\"iso\": \"\"} }] %}{% for t in l %}{{ t.title }}{{ t.day.iso }}{% endfor %}";
    assert_eq!(in_one(sound), SOUND);
    assert_eq!(in_one("{% set m = {...page.body, \"more\": 1} %}{{ m.text }}{{ m.more }}{{ m.mor }}"), ["1:69 `m` has no `mor`"]);
    assert_eq!(in_one("{% for t in [...page.topics, {\"name\": \"\"}] %}{{ t.title }}{% endfor %}"), ["1:51 `t` has no `title`"]);
    assert_eq!(in_one("{% if page.title in [t.title for t in page.topics if t.day] %}x{% endif %}"), SOUND);
    assert_eq!(in_one("{% if 1 in [t.tite for t in page.topics if t.day] %}x{% endif %}"), ["1:15 `t` has no `tite`"]);
    assert_eq!(in_one("{% if 1 in [t.title for t in page.topics if t.da] %}x{% endif %}"), ["1:47 `t` has no `da`"]);
    assert_eq!(in_one("{% for k in [1, 2] %}{{ k + page.x }}{% endfor %}"), ["1:34 `page` has no `x`"]);
}

#[test]
fn what_has_parts_is_no_text() {
    assert_eq!(in_one("{{ page.body }}"), ["1:9 `page.body` is a value with parts and cannot be shown as a whole"]);
    assert_eq!(in_one("{{ page.topics }}"), ["1:9 `page.topics` is a list and cannot be shown as a whole"]);
    assert_eq!(in_one("{{ page.body | safe }}"), ["1:9 `page.body` is a value with parts and has no one text for `safe`"]);
    assert_eq!(in_one("{{ 'a' ~ page.body }}"), ["1:15 `page.body` is a value with parts and cannot be joined to a text as a whole"]);
    assert_eq!(in_one("{% if page.body == 'x' %}y{% endif %}"), ["1:12 `page.body` is a value with parts and never equals a text"]);
    assert_eq!(in_one("{% if page.title == 'x' and page.count != 2 %}y{% endif %}"), SOUND);
}

#[test]
fn inheritance() {
    let base = "{% set t = page.title %}{% block a %}{{ page.a }}{% endblock %}{% block b %}{{ page.b }}{% endblock b %}{{ page.c }}";
    let child = "{% extends \"base.html\" %}{% block a %}{{ t }}{{ t.x }}{{ super() }}{% endblock %}{% block b %}{% endblock %}";
    assert_eq!(
        asked(&[("a.html", child), ("base.html", base)]),
        ["1:51 `t` is a text and has no `x`", "base.html:1:46 `page` has no `a`", "base.html:1:113 `page` has no `c`",]
    );
}

#[test]
fn includes() {
    let part = "{{ t.title }}{{ t.titel }}{% set kept = 1 %}";
    let text = "{% for t in page.topics %}{% include \"part.html\" %}{% endfor %}{{ kept }}";
    assert_eq!(
        asked(&[("a.html", text), ("part.html", part)]),
        ["1:67 nothing here is called `kept`", "part.html:1:19 `t` has no `titel`"]
    );
}
