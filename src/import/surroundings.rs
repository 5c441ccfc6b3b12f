//! What stands around a call in its text: whether it is the address of a link, and how far the lines of its list are indented.

use super::region::is_list_item;

/// Whether what comes next is the address of a link, an image or a tag.
pub fn is_address(written: &str) -> bool {
    if written.ends_with("](") || written.ends_with("](<") {
        return true;
    }
    let line = &written[written.rfind('\n').map_or(0, |at| at + 1)..];
    let definition = line.trim_start().starts_with('[') && line.trim_end().ends_with("]:");
    // After what an address began with: `](/docs{{ … }}`.
    let open = line.rfind("](").is_some_and(|at| !line[at + 2..].contains([')', ' ']));
    let attribute = line.rfind('<').is_some_and(|at| {
        let tag = &line[at..];
        !tag.contains('>') && tag.rfind('=').is_some_and(|at| tag[..at].ends_with("href") || tag[..at].ends_with("src")) && {
            let value = &tag[tag.rfind('=').map_or(0, |at| at + 1)..];
            let quote = value.chars().next();
            quote.is_none() || value.chars().skip(1).all(|c| Some(c) != quote)
        }
    });
    definition || open || attribute
}

/// What a block's lines begin with to stay in the list in which it stands.
pub fn line_prefix(out: &str, line: &str, starts_line: bool) -> String {
    let indent = line.len() - line.trim_start().len();
    if !starts_line && is_list_item(line) {
        let mark = line[indent..].find(' ').map_or(1, |at| at + 1);
        return " ".repeat(indent + mark);
    }
    let above = out.lines().rev().skip(1).find(|line| !line.trim().is_empty());
    let in_list = indent > 0 && above.is_some_and(|above| is_list_item(above) || (above.starts_with(' ') && indent < 8));
    if in_list { " ".repeat(indent.min(6)) } else { String::new() }
}

/// Lines without the blanks that all of them begin with.
pub fn dedented(text: &str) -> String {
    let text = text.trim_matches('\n').trim_end();
    let first = text.lines().next().unwrap_or_default();
    // The first line stands behind the mark that opened it.
    let later = text.lines().skip(1).filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start_matches(' ').len());
    let own = first.len() - first.trim_start_matches(' ').len();
    let common = later.min().map_or(own, |least| if own == 0 { least } else { least.min(own) });
    let cut = |line: &str| line.chars().skip(line.chars().take(common).take_while(|c| *c == ' ').count()).collect::<String>();
    text.lines().map(cut).collect::<Vec<_>>().join("\n").trim_start_matches(' ').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_by_what_comes_before_it() {
        for before in ["see [a](", "![a](<", "[r]: ", "<a class=\"x\" href=\"", "<img src=", "[a](/docs"] {
            assert!(is_address(before), "{before}");
        }
        for before in ["see (", "a href=", "<a href=\"x\" title=\"", "<a href=\"x\">", "[a](b) ", ""] {
            assert!(!is_address(before), "{before}");
        }
    }

    #[test]
    fn blanks_that_all_lines_begin_with_go() {
        assert_eq!(dedented("\n    a\n      b\n\n    c\n  "), "a\n  b\n\nc");
        assert_eq!(dedented("a\n  b"), "a\nb");
        assert_eq!(dedented(" a "), "a");
        assert_eq!(line_prefix("- a\n  ", "  ", true), "  ");
        assert_eq!(line_prefix("a\n  ", "  ", true), "");
        assert_eq!(line_prefix("1. ", "1. ", false), "   ");
    }
}
