//! Attributes of blocks, as kramdown and Hugo write them, which Markdown of ours has only for headings.

use super::region::{Region, is_list_item, region_at, regions};

/// Attributes of blocks as kramdown and Hugo write them, `{: .class}`, which would be words here, and the table of contents that one asks for.
pub fn without_attributes(text: &str) -> String {
    if !text.contains("{:") && !text.contains("\n{.") && !text.contains("\n{#") {
        return text.to_owned();
    }
    let code = regions(text);
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let is_code = region_at(&code, at).is_some_and(|(range, region)| *region == Region::Code && range.start <= at);
        at += line.len() + 1;
        let words = line.trim();
        let is_attribute = |words: &str| {
            words.ends_with('}') && ["{:", "{.", "{#"].iter().any(|start| words.starts_with(start)) && words.matches('{').count() == 1
        };
        if is_code {
            out.push(line.to_owned());
        } else if is_attribute(words) {
            // The table of contents is asked for below a list that it replaces, a heading's own name below the heading.
            let named = words.split_once('#').map(|(_, rest)| rest.trim_end_matches('}').split_whitespace().next().unwrap_or_default());
            if words.contains("toc") {
                out.pop_if(|last| is_list_item(last));
            } else if let (Some(name), Some(last)) = (named.filter(|name| !name.is_empty()), out.last_mut())
                && last.starts_with('#')
                && !last.contains("{#")
            {
                last.push_str(&format!(" {{#{name}}}"));
            }
        } else if let Some(start) = line.find("{:").filter(|start| line[*start..].contains('}')) {
            let end = start + line[start..].find('}').unwrap_or_default() + 1;
            out.push(format!("{}{}", line[..start].trim_end_matches(' '), &line[end..]));
        } else {
            out.push(line.to_owned());
        }
    }
    out.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_go_and_names_of_headings_stay() {
        for (text, expected) in [
            ("* TOC\n{:toc}\n\na", "\na"),
            ("## A\n{: #own .x}\n\nb {:.c} d", "## A {#own}\n\nb d"),
            ("a\n{.lead}\nb", "a\nb"),
            ("```\n{: x}\n{.y}\n```", "```\n{: x}\n{.y}\n```"),
            ("a {: open", "a {: open"),
        ] {
            assert_eq!(without_attributes(text), expected, "{text}");
        }
    }
}
