//! Style sheets as they are published: comments, indentation and the space beside a mark are for whoever writes them,
//! and weigh a tenth.

/// The same rules without comments and without the white space beside `{`, `}` and `;` and behind `:` and `,`. Strings and addresses stay as they are.
pub fn packed(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(next) = rest.chars().next() {
        let taken = match next {
            '"' | '\'' => quoted(rest, next),
            // What stands between the brackets of an address is no comment, whatever it looks like.
            '(' if out.len() >= 3 && out.is_char_boundary(out.len() - 3) && out[out.len() - 3..].eq_ignore_ascii_case("url") => {
                let inside = rest[1..].trim_start();
                if inside.starts_with(['"', '\'']) { 1 } else { rest.find(')').map_or(rest.len(), |end| end + 1) }
            }
            '/' if rest.starts_with("/*") => {
                rest = rest[2..].find("*/").map_or("", |end| &rest[end + 4..]);
                // Two words that only a comment parts stay two.
                if !out.is_empty() && !out.ends_with(char::is_whitespace) {
                    out.push(' ');
                }
                continue;
            }
            _ if next.is_ascii_whitespace() => {
                let end = rest.find(|c: char| !c.is_ascii_whitespace()).unwrap_or(rest.len());
                let space = if rest[..end].contains('\n') { '\n' } else { ' ' };
                rest = &rest[end..];
                if space == '\n' || out.ends_with(char::is_whitespace) {
                    let kept = out.trim_end_matches(' ').len();
                    // A space behind a backslash is part of a name.
                    if !out[..kept].ends_with('\\') {
                        out.truncate(kept);
                    }
                }
                // A mark that a backslash makes part of a name parts nothing; a custom property may be empty, and then its space is its value.
                let is_name = out.ends_with(['{', '}', ';', ':', ',']) && out[..out.len() - 1].ends_with('\\');
                let is_empty = out.ends_with(':') && rest.starts_with([';', '}']);
                let beside_mark = out.ends_with(['\n', '{', '}', ';', ':', ',']) || rest.starts_with(['{', '}', ';']);
                if !out.is_empty() && (is_name || is_empty || !beside_mark) {
                    out.push(space);
                }
                continue;
            }
            // A mark that is no white space, string or comment means itself; a backslash takes the next one along.
            '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            _ => next.len_utf8(),
        };
        out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    out
}

/// The length of the string at the start of `text`, with both its marks.
fn quoted(text: &str, mark: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == mark => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go() {
        assert_eq!(packed("/* why */\n@layer a {\n  /* of\n two */ b c { d: e }  \n\n}\n"), "@layer a{b c{d:e}}");
        assert_eq!(packed("a/* */b{}/* never ends"), "a b{} ");
        assert_eq!(packed("/*/ still a comment */x"), "x");
        assert_eq!(packed("a,\n  b { c: d;\n  --e: ;\n}\n"), "a,b{c:d;--e: ;}");
        assert_eq!(packed(""), "");
    }

    #[test]
    fn strings_and_addresses_stay() {
        for kept in [
            "a::after{content:\"/* no  comment { } */\"}",
            "a{content:'it\\'s /* */'}",
            "a{background:url(data:image/*;x,  y)}",
            "a{background:URL( \"/* \" )}",
            ".a\\/\\*{b:\"é\"}",
            ".a\\ {}",
            ".a\\: b{}",
            "a{content:\"two\\\n  lines\"}",
        ] {
            assert_eq!(packed(kept), kept);
        }
    }
}
