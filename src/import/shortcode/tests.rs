use proptest::prelude::*;

use super::*;

/// The pieces of a text in one line each, calls with what is inside them.
fn shown(text: &str, generator: Generator) -> String {
    fn write(text: &str, pieces: &[Piece], depth: usize, out: &mut String) {
        for piece in pieces {
            let indent = "  ".repeat(depth);
            match piece {
                Piece::Text(range) => out.push_str(&format!("{indent}text {:?}\n", &text[range.clone()])),
                Piece::Escaped(_, words) => out.push_str(&format!("{indent}shown {words:?}\n")),
                Piece::Stray(_, name) => out.push_str(&format!("{indent}stray {name}\n")),
                Piece::Call(call) => {
                    let arguments: Vec<String> = call
                        .arguments
                        .iter()
                        .map(|argument| match &argument.name {
                            Some(name) => format!(" {name}={:?}", argument.value),
                            None => format!(" {:?}", argument.value),
                        })
                        .collect();
                    out.push_str(&format!("{indent}{}{}\n", call.name, arguments.concat()));
                    if let Some(inner) = &call.inner {
                        write(text, inner, depth + 1, out);
                        out.push_str(&format!("{indent}end\n"));
                    }
                }
            }
        }
    }
    let mut out = String::new();
    write(text, &scan(text, 0..text.len(), generator), 0, &mut out);
    out
}

#[test]
fn hugos_shortcodes_are_found_however_they_are_written() {
    let cases = [
        ("a {{< x >}} b", "text \"a \"\nx\ntext \" b\"\n"),
        ("{{<x>}}{{%x%}}{{< x/>}}{{< x />}}", "x\nx\nx\nx\n"),
        ("{{< ref \"a.md#b\" >}}", "ref \"a.md#b\"\n"),
        ("{{< img src=\"a >}} b.png\" alt='it' >}}", "img src=\"a >}} b.png\" alt=\"'it'\"\n"),
        ("{{< x a = `b \"c\"` d=\"e \\\"f\\\" \\g\" >}}", "x a=\"b \\\"c\\\"\" d=\"e \\\"f\\\" \\\\g\"\n"),
        ("{{< img\n  src=a/b.png\n  alt=\"two\nlines\"\n>}}", "img src=\"a/b.png\" alt=\"two\\nlines\"\n"),
        ("{{< a >}}b{{< c >}}d{{< /a >}}", "a\n  text \"b\"\n  c\n  text \"d\"\nend\n"),
        ("{{% a %}}{{< a >}}x{{< /a >}}{{% /a %}}", "a\n  a\n    text \"x\"\n  end\nend\n"),
        ("{{< a >}}{{< /b >}}", "a\nstray b\n"),
        ("{{</* x \"y\" */>}} {{%/* z */%}}", "shown \"{{< x \\\"y\\\" >}}\"\ntext \" \"\nshown \"{{% z %}}\"\n"),
        ("{{< img src=\"a alt=\"b\" >}} c", "img src=\"a\" alt=\"b\"\ntext \" c\"\n"),
        ("{{< open", "text \"{{< open\"\n"),
        ("{{< >}} {{ x }} {{<", "text \"{{< >}} {{ x }} {{<\"\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text, Generator::Hugo), expected, "{text}");
    }
}

#[test]
fn zolas_calls_are_told_from_braces_of_other_kinds() {
    let cases = [
        ("{{ youtube(id=\"a\", autoplay=true) }}", "youtube id=\"a\" autoplay=\"true\"\n"),
        (
            "{% q(author='V', n=[1, 2]) %}\na {{ b() }}\n{% end %}",
            "q author=\"V\" n=\"[1, 2]\"\n  text \"\\na \"\n  b\n  text \"\\n\"\nend\n",
        ),
        ("{{/* x(a=1) */}} {%/* y() */%}", "shown \"{{ x(a=1) }}\"\ntext \" \"\nshown \"{% y() %}\"\n"),
        ("{{ x }} {% if y %} {% end %}", "text \"{{ x }} {% if y %} \"\nstray end\n"),
        ("{%- x() -%}a{%- end -%}", "x\n  text \"a\"\nend\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text, Generator::Zola), expected, "{text}");
    }
}

#[test]
fn liquid_has_tags_values_and_raw_words() {
    let cases = [
        ("[a]({% link _posts/2016-07-26-a.md %})", "text \"[a](\"\nlink \"_posts/2016-07-26-a.md\"\ntext \")\"\n"),
        ("{{ site.baseurl }}/x", "{{ }} \"site.baseurl\"\ntext \"/x\"\n"),
        ("{% raw %}{{ a }}{% b %}{%- endraw -%}c", "shown \"{{ a }}{% b %}\"\ntext \"c\"\n"),
        ("{% highlight ruby linenos %}\nputs\n{% endhighlight %}", "highlight \"ruby\" \"linenos\"\n  text \"\\nputs\\n\"\nend\n"),
        ("{% if a == 'b' %}c{% else %}d{% endif %}", "if \"a == 'b'\"\n  text \"c\"\n  else\n  text \"d\"\nend\n"),
        ("{% include image.html src='a b.png' alt=\"it's\" %}", "include \"image.html\" src=\"a b.png\" alt=\"it's\"\n"),
        ("{% endfor %}{{ a\n}}", "stray for\ntext \"{{ a\\n}}\"\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text, Generator::Jekyll), expected, "{text}");
    }
}

fn dense() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{{< ",
        " >}}",
        "{{% ",
        " %}}",
        "{{</* ",
        " */>}}",
        "{{ ",
        " }}",
        "{% ",
        " %}",
        "/",
        "a",
        "b(",
        ")",
        "end",
        "enda",
        "raw",
        "endraw",
        "x=",
        "\"",
        "'",
        "`",
        "\\",
        "\n",
        "é",
        " ",
        "[",
        "]",
        ",",
        "{",
        "}",
        "<",
        ">",
        "=",
        "ref \"c\"",
        "-",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// The ranges, inner ones in place of what holds them, must be the whole text and nothing twice.
fn covered(pieces: &[Piece], start: usize, end: usize) -> Result<(), TestCaseError> {
    let mut at = start;
    for piece in pieces {
        let range = piece.range();
        prop_assert_eq!(range.start, at);
        prop_assert!(range.end > range.start);
        at = range.end;
        if let Piece::Call(Call { inner: Some(inner), open, range, .. }) = piece {
            let last = inner.last().map_or(open.end, |piece| piece.range().end);
            covered(inner, open.end, last)?;
            prop_assert!(last <= range.end);
        }
    }
    prop_assert_eq!(at, end);
    Ok(())
}

proptest! {
    #[test]
    fn no_text_is_lost_and_none_is_too_odd(text in dense()) {
        for generator in [Generator::Hugo, Generator::Zola, Generator::Jekyll] {
            let pieces = scan(&text, 0..text.len(), generator);
            covered(&pieces, 0, text.len())?;
            for piece in &pieces {
                prop_assert!(text.get(piece.range()).is_some());
            }
        }
    }
}
