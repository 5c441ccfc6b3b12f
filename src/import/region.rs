//! Which stretches of a Markdown text are code or comments, where marks and tags are words and nothing else.

use std::ops::Range;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    Code,
    Comment,
}

/// In order, and apart from each other.
pub fn regions(text: &str) -> Vec<(Range<usize>, Region)> {
    let mut found = Vec::new();
    let mut prose = 0;
    let mut fence: Option<(usize, char, usize)> = None;
    let mut at = 0;
    let (mut in_list, mut after_blank, mut in_code) = (false, true, false);
    let mut above = "";
    let mut depth = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let words = line.trim();
        let mark = words.chars().next().filter(|c| matches!(c, '`' | '~'));
        let length = mark.map_or(0, |mark| words.chars().take_while(|c| *c == mark).count());
        if let Some((from, open, size)) = fence {
            if mark == Some(open) && length >= size && words.chars().all(|c| c == open) {
                found.push((from..at, Region::Code));
                (fence, prose) = (None, at);
            }
            continue;
        }
        // A mark of one kind, three or more, and for backticks none further on in the line.
        if length >= 3 && (mark == Some('~') || !words[length..].contains('`')) {
            inline(text, prose..start, &mut found);
            fence = mark.map(|mark| (start, mark, length));
            (in_code, after_blank) = (false, false);
            continue;
        }
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let is_indented = line.starts_with('\t') || indent >= 4;
        if words.is_empty() {
            after_blank = true;
            continue;
        }
        // Elements of HTML are indented for the eye: what follows one and begins with another is no code.
        let is_html = depth > 0 || (words.starts_with('<') && (above.ends_with('>') || above.starts_with('<')));
        if is_indented && !in_list && !is_html && (after_blank || in_code) {
            inline(text, prose..start, &mut found);
            found.push((start..at, Region::Code));
            (prose, in_code) = (at, true);
        } else {
            in_code = false;
            // What is still open at a heading was forgotten.
            depth = if words.starts_with('#') && indent == 0 { 0 } else { (depth + nesting(words)).max(0) };
            if is_list_item(words) {
                in_list = true;
            } else if indent == 0 && after_blank {
                in_list = false;
            }
        }
        after_blank = false;
        above = words;
    }
    match fence {
        Some((from, ..)) => found.push((from..text.len(), Region::Code)),
        None => inline(text, prose..text.len(), &mut found),
    }
    found
}

/// How many elements that hold others a line of HTML opens, less those that it closes.
fn nesting(line: &str) -> i32 {
    const HOLDERS: &[&str] = &["table", "ul", "ol", "div", "dl", "blockquote", "section"];
    if !line.starts_with('<') {
        return 0;
    }
    let is_holder = |tag: &str| {
        HOLDERS.iter().any(|name| tag.strip_prefix(name).is_some_and(|rest| rest.starts_with(['>', ' ', '\t']) || rest.is_empty()))
    };
    let tags = line.split('<').skip(1);
    tags.map(|tag| match tag.strip_prefix('/') {
        Some(tag) => -i32::from(is_holder(tag)),
        None => i32::from(is_holder(tag)),
    })
    .sum()
}

/// Whether a line begins with the mark of a list.
pub fn is_list_item(line: &str) -> bool {
    let line = line.trim_start();
    if line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ") {
        return true;
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (1..=9).contains(&digits) && (line[digits..].starts_with(". ") || line[digits..].starts_with(") "))
}

/// Comments and code between backticks. Code ends with as many backticks as it began with, in the same paragraph.
fn inline(text: &str, within: Range<usize>, found: &mut Vec<(Range<usize>, Region)>) {
    let mut at = within.start;
    while let Some(start) = text[at..within.end].find(['`', '<', '\\']).map(|offset| at + offset) {
        let rest = &text[start..within.end];
        if let Some(escaped) = rest.strip_prefix('\\') {
            at = start + 1 + escaped.chars().next().map_or(0, char::len_utf8);
        } else if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(within.end, |end| start + end + 3);
            found.push((start..end, Region::Comment));
            at = end;
        } else if rest.starts_with('<') {
            at = start + 1;
        } else {
            let size = rest.len() - rest.trim_start_matches('`').len();
            let after = &rest[size..];
            let paragraph = &after[..blank_line(after)];
            match closing(paragraph, size) {
                Some(end) => {
                    found.push((start..start + size + end, Region::Code));
                    at = start + size + end;
                }
                None => at = start + size,
            }
        }
    }
}

/// Where a paragraph ends.
fn blank_line(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && line.trim().is_empty() {
            break;
        }
        at += line.len();
    }
    at
}

fn closing(text: &str, size: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(start) = text[at..].find('`').map(|offset| at + offset) {
        let run = text[start..].len() - text[start..].trim_start_matches('`').len();
        if run == size {
            return Some(start + run);
        }
        at = start + run;
    }
    None
}

/// The region that a byte lies in.
pub fn region_at(regions: &[(Range<usize>, Region)], at: usize) -> Option<&(Range<usize>, Region)> {
    let next = regions.partition_point(|(range, _)| range.start <= at);
    next.checked_sub(1).map(|index| &regions[index]).filter(|(range, _)| range.contains(&at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Vec<&str> {
        regions(text).into_iter().map(|(range, _)| &text[range]).collect()
    }

    #[test]
    fn code_and_comments_are_found() {
        let cases: [(&str, &[&str]); 11] = [
            ("a `b` ``c ` d`` \\`e `f", &["`b`", "``c ` d``"]),
            ("```x\n`a`\n~~~\n```\nb `c`", &["```x\n`a`\n~~~\n```\n", "`c`"]),
            ("~~~\n<!-- a\n", &["~~~\n<!-- a\n"]),
            ("a <!-- `b` --> c <!-- d\n\ne", &["<!-- `b` -->", "<!-- d\n\ne"]),
            ("`a\n\nb`", &[]),
            ("a\n\n    code\n    more\n\nb", &["    code\n", "    more\n"]),
            ("- a\n\n    b\n\nc\n\n    d", &["    d"]),
            ("  - a\n    ```\n    b\n    ```\n", &["    ```\n    b\n    ```\n"]),
            ("``` a`b ```", &["``` a`b ```"]),
            ("<div class=x>\n  <p>\n\n    a `b`\n\n  </p>\n</div>\n\n    c", &["`b`", "    c"]),
            ("<b>\n</p>\n\n    <li>a\n\nSo:\n\n    <li>b\n", &["    <li>b\n"]),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn regions_lie_in_the_text_and_apart(text in crate::load::markdown::tests::dense()) {
            let mut at = 0;
            for (range, _) in regions(&text) {
                prop_assert!(range.start >= at && text.get(range.clone()).is_some());
                at = range.end;
            }
        }
    }
}
