//! Scripts as they are published: a line that is only a comment, and the white space before a line, are for whoever writes them.

/// The same script without lines of comment and without indentation. Line ends stay, because they may end a statement.
/// A script whose strings may run over a line is left as it is.
pub fn packed(script: &str) -> String {
    if script.contains('`') || script.lines().any(|line| line.ends_with('\\')) {
        return script.to_owned();
    }
    let mut out = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        in_comment |= line.starts_with("/*");
        if in_comment {
            let Some(end) = line.find("*/") else { continue };
            in_comment = false;
            // What follows a comment on its last line is part of the script.
            if !line[end + 2..].trim().is_empty() {
                out += line[end + 2..].trim_start();
                out.push('\n');
            }
        } else if !line.is_empty() && !line.starts_with("//") {
            out += line;
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_comment_and_indentation_go() {
        assert_eq!(packed("// why\n(() => {\n  /* of\n   two */\n  go();  // stays\n\n})();\n"), "(() => {\ngo();  // stays\n})();\n");
        assert_eq!(packed("/* a */ go()\n/* b\n*/ stop()"), "go()\nstop()\n");
        assert_eq!(packed("a = 'https://x'\n/* never ends"), "a = 'https://x'\n");
    }

    #[test]
    fn a_script_with_strings_over_lines_stays() {
        for kept in ["a = `\n  // text\n`", "a = 'one \\\n  // two'"] {
            assert_eq!(packed(kept), kept);
        }
    }
}
