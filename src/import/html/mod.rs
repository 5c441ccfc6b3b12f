//! HTML in a page of another generator, turned into Markdown as far as it means something there: what remains is words. Our pages show no
//! HTML, so a tag that is left would be read aloud as a tag.

mod element;
mod tag;

use super::region::{Region, region_at, regions};
use element::{Frame, is_block, is_inline, is_void, render};
use tag::Tag;

/// Where a line is broken, until it is known what follows: private to this file, and from a corner of Unicode that no text uses.
const BREAK: char = '\u{10FFF6}';
/// On both sides of a name that a place in the text had, until it is known whether a heading can take it.
const PLACE: char = '\u{10FFF7}';

/// Told of each tag: its place in the text, its name, what became of it.
pub type Note<'a> = dyn FnMut(usize, &str, &'static str) + 'a;

/// A text without its HTML.
pub fn to_markdown(text: &str, note: &mut Note<'_>) -> String {
    let text = &text.replace([BREAK, PLACE], "");
    if !text.contains('<') {
        return tidied(text);
    }
    let regions = regions(text);
    let mut writer = Writer { text, frames: Vec::new(), out: String::with_capacity(text.len()), after_tag: false, note };
    let mut at = 0;
    let mut plain = 0;
    while let Some(start) = text[at..].find('<').map(|offset| at + offset) {
        if let Some((range, region)) = region_at(&regions, start) {
            // In a `pre` of HTML backticks are backticks.
            if *region == Region::Comment || !writer.in_pre() {
                at = range.end;
                continue;
            }
        }
        let Some(tag) = tag::read(text, start) else {
            at = start + 1;
            continue;
        };
        writer.words(&text[plain..start]);
        at = writer.tag(&tag, start);
        writer.after_tag = true;
        plain = at;
    }
    writer.words(&text[plain..]);
    while !writer.frames.is_empty() {
        writer.close_last(text.len());
    }
    broken_lines(&placed(&writer.out))
}

struct Writer<'t, 'n, 'm> {
    text: &'t str,
    frames: Vec<Frame>,
    out: String,
    /// A tag came last: the blanks before the next words are for the eye.
    after_tag: bool,
    note: &'n mut Note<'m>,
}

impl Writer<'_, '_, '_> {
    fn in_pre(&self) -> bool {
        self.frames.iter().any(|frame| frame.name == "pre")
    }

    /// What is being written: the innermost open element, or the text itself.
    fn current(&mut self) -> &mut String {
        self.frames.last_mut().map_or(&mut self.out, |frame| &mut frame.out)
    }

    fn words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if self.in_pre() {
            return self.current().push_str(words);
        }
        // A paragraph has ended: what was opened within a line and not closed ends with it.
        if has_blank_line(words) {
            while self.frames.last().is_some_and(|frame| is_inline(&frame.name)) {
                let frame = self.frames.pop().expect("just seen");
                self.current().push_str(&frame.out);
            }
        }
        let after_tag = std::mem::take(&mut self.after_tag);
        let Some(frame) = self.frames.last_mut() else {
            let first = words.len() - words.trim_start().len();
            let line = words[..first].rfind('\n').filter(|_| after_tag && first < words.len());
            return match line {
                Some(line) if first - line > 4 => {
                    self.out.push_str(&words[..=line]);
                    self.out.push_str(&words[first..]);
                }
                _ => self.out.push_str(words),
            };
        };
        match frame.name.as_str() {
            "ul" | "ol" | "table" | "thead" | "tbody" | "tfoot" | "tr" | "dl" | "colgroup" if words.trim().is_empty() => {}
            // Lines of HTML are indented for the eye; to Markdown that would be code.
            _ => frame.out.push_str(&unindented(words)),
        }
    }

    /// Takes a tag in and says where the text goes on.
    fn tag(&mut self, tag: &Tag, start: usize) -> usize {
        let name = tag.name.as_str();
        if self.in_pre() && !(name == "pre" && tag.closes) {
            // Colours of code are left out, its line breaks are not.
            if name == "br" {
                self.current().push('\n');
            } else if !matches!(name, "code" | "span" | "b" | "i" | "em" | "strong" | "font" | "a") {
                let written = self.text[start..tag.end].to_owned();
                self.current().push_str(&written);
            }
            return tag.end;
        }
        if tag.closes {
            if self.frames.iter().any(|frame| frame.name == name) {
                loop {
                    let last = self.frames.last().map(|frame| frame.name.clone());
                    self.close_last(tag.end);
                    if last.as_deref() == Some(name) {
                        break;
                    }
                }
            } else if name == "p" || name == "br" {
                self.block(String::new());
            }
            return tag.end;
        }
        if matches!(name, "script" | "style" | "svg" | "template" | "noscript" | "select" | "textarea" | "head") {
            (self.note)(start, name, "left out");
            let close = format!("</{name}");
            let rest = self.text[tag.end..].to_ascii_lowercase();
            return match rest.find(&close) {
                Some(offset) => self.text[tag.end + offset..].find('>').map_or(self.text.len(), |end| tag.end + offset + end + 1),
                None => tag.end,
            };
        }
        self.close_before(name, tag.end);
        if is_void(name) || tag.alone {
            self.void(tag, start);
            return tag.end;
        }
        if !is_block(name) && !is_inline(name) {
            return self.unknown(tag, start);
        }
        if matches!(name, "form" | "button" | "details" | "iframe" | "video" | "audio" | "object") {
            let became = if matches!(name, "iframe" | "video" | "audio" | "object") { "links" } else { "its words" };
            (self.note)(start, name, became);
        } else if name == "a" && tag.attribute("href").is_none() {
            (self.note)(start, "a", "names of places: headings keep theirs");
        } else {
            (self.note)(
                start,
                name,
                if matches!(name, "span" | "div" | "font" | "center" | "section" | "label") { "its words" } else { "Markdown" },
            );
        }
        let frame = Frame::new(tag);
        self.frames.push(frame);
        tag.end
    }

    /// Elements that end where another begins.
    fn close_before(&mut self, name: &str, at: usize) {
        let ends: &[&str] = match name {
            "li" => &["li", "p"],
            "td" | "th" => &["td", "th", "p"],
            "tr" => &["td", "th", "tr", "p"],
            "dt" | "dd" => &["dt", "dd", "p"],
            "thead" | "tbody" | "tfoot" => &["td", "th", "tr", "thead", "tbody"],
            _ if is_block(name) => &["p"],
            _ => &[],
        };
        let holds: &[&str] = match name {
            "li" => &["ul", "ol"],
            "td" | "th" | "tr" | "thead" | "tbody" | "tfoot" => &["table"],
            _ => &["li", "td", "th", "div", "blockquote", "table"],
        };
        while let Some(found) =
            self.frames.iter().rposition(|frame| ends.contains(&frame.name.as_str()) || holds.contains(&frame.name.as_str()))
        {
            if !ends.contains(&self.frames[found].name.as_str()) {
                break;
            }
            while self.frames.len() > found {
                self.close_last(at);
            }
        }
    }

    fn void(&mut self, tag: &Tag, start: usize) {
        match tag.name.as_str() {
            "br" => self.current().push(BREAK),
            "hr" => self.block("---".into()),
            "img" => {
                let image = element::image(tag);
                (self.note)(start, "img", if image.is_some() { "Markdown" } else { "left out" });
                self.current().push_str(&image.unwrap_or_default());
            }
            "source" | "embed" => {
                // The first of several says where the film or sound is.
                let src = tag.attribute("src").unwrap_or_default().to_owned();
                match self.frames.last_mut().filter(|frame| matches!(frame.name.as_str(), "video" | "audio")) {
                    Some(frame) => frame.source = frame.source.take().or(Some(src)),
                    None => self.current().push_str(&super::outcome::link(&src, &src)),
                }
            }
            "wbr" | "col" | "track" => {}
            "iframe" => {
                (self.note)(start, "iframe", "links");
                let frame = Frame::new(tag);
                let rendered = render(frame, "", None);
                self.current().push_str(&rendered.text);
            }
            name => (self.note)(start, name, "left out"),
        }
    }

    /// An element that HTML does not have: a stand-in such as `<your-name>` is words, a component is only what it holds.
    fn unknown(&mut self, tag: &Tag, start: usize) -> usize {
        let is_element = self.text[tag.end..].to_ascii_lowercase().contains(&format!("</{}>", tag.name)) || tag.has_attributes();
        (self.note)(start, &tag.name, if is_element { "left out" } else { "shown as it is written" });
        if !is_element {
            let written = format!("\\{}", &self.text[start..tag.end]);
            self.current().push_str(&written);
        }
        tag.end
    }

    fn close_last(&mut self, at: usize) {
        let Some(frame) = self.frames.pop() else { return };
        let next = self.text[at..].chars().next();
        let before = self.current().chars().last().map(String::from).unwrap_or_default();
        // Rows and cells and items belong to what holds them.
        match frame.name.as_str() {
            "td" | "th" => {
                if let Some(row) = self.frames.last_mut().filter(|row| row.name == "tr") {
                    return row.cell(frame);
                }
            }
            "tr" | "thead" | "tbody" | "tfoot" => {
                if let Some(holder) =
                    self.frames.last_mut().filter(|holder| matches!(holder.name.as_str(), "thead" | "tbody" | "tfoot" | "table"))
                {
                    return holder.take_rows(frame);
                }
            }
            "caption" => {
                if let Some(table) = self.frames.last_mut().filter(|table| table.name == "table") {
                    table.caption = Some(frame.out.split_whitespace().collect::<Vec<_>>().join(" "));
                    return;
                }
            }
            "li" => {
                if let Some(list) = self.frames.last_mut().filter(|list| matches!(list.name.as_str(), "ul" | "ol")) {
                    list.items.push(frame.out);
                    return;
                }
            }
            _ => {}
        }
        let rendered = render(frame, &before, next);
        if rendered.is_block { self.block(rendered.text) } else { self.current().push_str(&rendered.text) }
    }

    /// Writes a block between empty lines; in a row of a table or in a heading its words alone.
    fn block(&mut self, text: String) {
        let in_frame = !self.frames.is_empty();
        let out = self.current();
        let line_start = out.rfind('\n').map_or(0, |at| at + 1);
        let line = out[line_start..].to_owned();
        if !in_frame && (line.trim_start().starts_with('|') || line.starts_with('#')) {
            let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if !out.ends_with(' ') && !flat.is_empty() {
                out.push(' ');
            }
            return out.push_str(&flat);
        }
        let prefix = if in_frame { String::new() } else { prefix_of(out, &line) };
        // Directly after the mark of a list or quotation the block stands in that line.
        let begins = !prefix.is_empty() && line.len() <= prefix.len() && !line.trim().is_empty();
        if text.is_empty() {
            if !line.trim().is_empty() && !begins {
                out.push_str("\n\n");
                out.push_str(&prefix);
            }
            return;
        }
        if !begins {
            while out.ends_with([' ', '\t']) {
                out.pop();
            }
            if !out.is_empty() {
                let newlines = out.len() - out.trim_end_matches('\n').len();
                out.push_str(&"\n".repeat(2_usize.saturating_sub(newlines)));
            }
        }
        for (index, line) in text.lines().enumerate() {
            if index > 0 {
                out.push('\n');
            }
            let stands_in_line = begins && index == 0;
            if !line.is_empty() && !stands_in_line {
                out.push_str(&prefix);
            }
            out.push_str(line);
        }
        out.push_str("\n\n");
        out.push_str(&prefix);
    }
}

/// What the lines of a block have to begin with to stay where this line is: in its list, in its quotation.
fn prefix_of(out: &str, line: &str) -> String {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let rest = &line[indent..];
    if rest.starts_with("> ") {
        return format!("{}> ", &line[..indent]);
    }
    if super::region::is_list_item(rest) {
        let mark = rest.find(' ').map_or(0, |at| at + rest[at..].len() - rest[at..].trim_start().len());
        return " ".repeat(indent + mark);
    }
    // Lines of a list that go on are indented.
    let in_list = indent > 0
        && out
            .lines()
            .rev()
            .skip(1)
            .map_while(|line| (line.trim().is_empty() || line.starts_with(' ') || super::region::is_list_item(line)).then_some(line))
            .any(super::region::is_list_item);
    if in_list { " ".repeat(indent) } else { String::new() }
}

fn has_blank_line(text: &str) -> bool {
    text.match_indices('\n').any(|(at, _)| text[at + 1..].trim_start_matches([' ', '\t', '\r']).starts_with('\n'))
}

fn unindented(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (index, line) in words.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
            out.push_str(line.trim_start_matches([' ', '\t']));
        } else {
            out.push_str(line);
        }
    }
    out
}

/// The names of places, given to the heading in whose line they stand or before which they stand alone; elsewhere Markdown has none.
fn placed(text: &str) -> String {
    if !text.contains(PLACE) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut waiting: Option<String> = None;
    for line in text.split_inclusive('\n') {
        let parts: Vec<&str> = line.split(PLACE).collect();
        // Between two marks stands a name, so every second part is one.
        let words: String = parts.iter().step_by(2).copied().collect();
        let name = parts.iter().skip(1).step_by(2).find(|name| !name.is_empty()).map(|name| (*name).to_owned());
        let is_heading = words.starts_with('#');
        let given = name.clone().or_else(|| waiting.take_if(|_| is_heading));
        match given.filter(|_| is_heading && !words.contains("{#")) {
            Some(id) => {
                let end = words.trim_end().len();
                out.push_str(&format!("{} {{#{id}}}{}", &words[..end], &words[end..]));
            }
            None => out.push_str(&words),
        }
        if !words.trim().is_empty() {
            waiting = None;
        } else if name.is_some() {
            waiting = name;
        }
    }
    out
}

/// Line breaks as Markdown has them, where it has them: none before an empty line, a space in a table or heading, two are a paragraph.
fn broken_lines(text: &str) -> String {
    if !text.contains(BREAK) {
        return tidied(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != BREAK {
            out.push(letter);
            continue;
        }
        let mut end = at + letter.len_utf8();
        let mut breaks = 1;
        let mut newlines = 0;
        while let Some((next, letter)) = letters.peek().copied().filter(|(_, letter)| matches!(letter, ' ' | '\t' | '\r' | '\n' | &BREAK)) {
            breaks += usize::from(letter == BREAK);
            newlines += usize::from(letter == '\n');
            end = next + letter.len_utf8();
            letters.next();
        }
        let line = &out[out.rfind('\n').map_or(0, |at| at + 1)..];
        let is_flat = line.trim_start().starts_with('|') || line.starts_with('#');
        if is_flat {
            out.push_str(&if newlines > 0 { "\n".repeat(newlines) } else { " ".to_owned() });
        } else if line.trim().is_empty() || end == text.len() {
            out.push_str(&"\n".repeat(newlines));
        } else if breaks > 1 || newlines > 1 {
            out.push_str("\n\n");
        } else {
            let line = line.to_owned();
            let indent = prefix_of(&out, &line);
            out.push_str("\\\n");
            out.push_str(&indent);
        }
    }
    tidied(&out)
}

/// At most one empty line between blocks, none with blanks in it; code keeps its own.
fn tidied(text: &str) -> String {
    let regions = regions(text);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut empty = 0;
    for line in text.split_inclusive('\n') {
        let in_code =
            region_at(&regions, at).is_some_and(|(range, region)| *region == Region::Code && range.end > at + line.len().saturating_sub(1));
        at += line.len();
        if !in_code && line.trim().is_empty() && line.ends_with('\n') {
            empty += 1;
            if empty < 2 {
                out.push('\n');
            }
            continue;
        }
        empty = 0;
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests;
