//! The text of an old page as Markdown of ours: first what calls the generator, then HTML, then links. Each finding has its place in the
//! old file.

use std::collections::BTreeSet;
use std::ops::Range;

use camino::Utf8PathBuf;

use super::attributes::without_attributes;
use super::front::scalar;
use super::html;
use super::library::{Found, Library};
use super::link::{self, Links};
use super::outcome::{self, Around, LEFT, Outcome, address};
use super::places::Places;
use super::plan::Page;
use super::region::{Region, region_at, regions};
use super::report::{Finding, Matter};
use super::shortcode::{Call, LIQUID_VALUE, Piece, calls, scan};
use super::site::{Generator, Site, lookup};
use super::surroundings::{dedented, is_address, line_prefix};
use crate::load::value::Value;

/// A text of the new hub, what was found on the way, and which files it shows.
#[derive(Debug, Default)]
pub struct Body {
    pub text: String,
    pub findings: Vec<Finding>,
    pub assets: BTreeSet<Utf8PathBuf>,
    pub links: usize,
}

pub fn convert(site: &Site, library: &Library<'_>, page: usize, lent: Option<&Range<usize>>) -> Body {
    let source = &library.pages[page].source;
    let mut within = library.pages[page].front.body.clone();
    if let Some(lent) = lent {
        within.start = lent.end;
    }
    let generator = site.generator.unwrap_or(Generator::Hugo);
    let mut body = Body::default();
    let places = Places::of(source);
    // Calls in front matter showed nothing, but whoever counts them will look for them.
    let head = library.pages[page].front.head.clone();
    for call in calls(&scan(&source.text, head, generator)).into_iter().filter(|call| call.name != LIQUID_VALUE) {
        body.findings.push(places.call(call, "left in the front matter"));
    }
    let code = regions(&source.text[within.clone()]);
    let code = code.into_iter().map(|(range, region)| (range.start + within.start..range.end + within.start, region)).collect();
    let mut writer = Writer {
        site,
        library,
        page,
        places: &places,
        text: &source.text,
        code,
        generator,
        findings: Vec::new(),
        pending: Vec::new(),
        after_mark: false,
    };
    let mut out = Out::default();
    writer.pieces(&scan(&source.text, within.clone(), generator), within.clone(), &mut out);
    writer.end(&mut out);
    body.findings.append(&mut writer.findings);
    let mut tags = Vec::new();
    let text = html::to_markdown(&out.text, &mut |at, name, became| tags.push((at, name.to_owned(), became)));
    for (at, name, became) in tags {
        let at = source.text.floor_char_boundary(out.source(at));
        let words = source.text[at..].lines().next().unwrap_or_default().chars().take(80).collect();
        body.findings.push(places.finding(Matter::Html, &name, became, at, words));
    }
    let text = if generator == Generator::Zola { text } else { without_attributes(&text) };
    let text = redirected(&library.pages[page], text);
    let Links { text, dead, assets, rewritten, withheld } = link::rewrite(library, page, &text);
    body.findings.extend(dead.into_iter().map(|dead| dead.finding(source, within.clone(), "kept as it was")));
    body.findings.extend(withheld.into_iter().map(|link| link.finding(source, within.clone(), "its words: that page is not public yet")));
    body.text = text.trim().replace("\r\n", "\n");
    body.assets = assets;
    body.links = rewritten;
    body
}

/// A page that only led elsewhere says where.
fn redirected(page: &Page, text: String) -> String {
    let target = ["redirect_to", "redirectto", "redirect"].iter().find_map(|name| page.text(name));
    match target {
        Some(target) if text.trim().is_empty() && target.contains('/') => {
            let is_whole = target.starts_with('/') || target.starts_with("@/") || target.contains("://");
            let address = if is_whole { target.clone() } else { format!("/{target}") };
            format!("This page is now at [{target}]({}).", super::library::encoded(&address))
        }
        _ => text,
    }
}

/// What has been written, and from where in the source each part of it came.
#[derive(Default)]
struct Out {
    text: String,
    marks: Vec<(usize, usize)>,
    /// Where the last item of a list ended that a call became: the next one follows it directly.
    item_end: usize,
}

impl Out {
    fn push(&mut self, text: &str, from: usize) {
        self.marks.push((self.text.len(), from));
        self.text.push_str(text);
    }

    /// Where in the source something stood; for what a call became, where the call began.
    fn source(&self, at: usize) -> usize {
        let next = self.marks.partition_point(|(out, _)| *out <= at);
        let Some((out, from)) = next.checked_sub(1).map(|index| self.marks[index]) else { return 0 };
        let after = self.marks.get(next).map_or(usize::MAX, |(_, from)| *from);
        (from + (at - out)).min(after.max(from))
    }
}

struct Writer<'a> {
    site: &'a Site,
    library: &'a Library<'a>,
    page: usize,
    places: &'a Places<'a>,
    text: &'a str,
    code: Vec<(Range<usize>, Region)>,
    generator: Generator,
    findings: Vec<Finding>,
    /// Comments that wait for the end of their line: at its beginning they would take the line's words with them.
    pending: Vec<String>,
    /// A mark that began a line is gone: so are the blanks that stood behind it.
    after_mark: bool,
}

impl Writer<'_> {
    fn pieces(&mut self, pieces: &[Piece], bounds: Range<usize>, out: &mut Out) {
        for piece in pieces {
            match piece {
                Piece::Text(range) => self.words(range.clone(), out),
                Piece::Escaped(range, words) => out.push(words, range.start),
                Piece::Stray(range, name) => {
                    let call =
                        Call { name: format!("/{name}"), arguments: Vec::new(), open: range.clone(), range: range.clone(), inner: None };
                    self.found(&call, "left out: an end without a beginning", None);
                }
                Piece::Call(call) => self.call(call, &bounds, out),
            }
        }
    }

    fn words(&mut self, mut range: Range<usize>, out: &mut Out) {
        if std::mem::take(&mut self.after_mark) {
            range.start += self.text[range.clone()].len() - self.text[range.clone()].trim_start_matches([' ', '\t']).len();
        }
        let words = &self.text[range.clone()];
        match words.find('\n').filter(|_| !self.pending.is_empty()) {
            Some(end) => {
                out.push(&words[..end], range.start);
                self.end(out);
                out.push(&words[end..], range.start + end);
            }
            None => out.push(words, range.start),
        }
    }

    /// The line is over: comments that waited for that.
    fn end(&mut self, out: &mut Out) {
        let from = out.source(out.text.len());
        for comment in std::mem::take(&mut self.pending) {
            out.push(&format!(" {comment}"), from);
        }
    }

    fn found(&mut self, call: &Call, became: &str, at: Option<usize>) {
        let finding = self.places.call(call, became);
        match at {
            Some(at) => self.findings.insert(at, finding),
            None => self.findings.push(finding),
        }
    }

    fn call(&mut self, call: &Call, bounds: &Range<usize>, out: &mut Out) {
        let start = call.range.start;
        if let Some((_, region)) = region_at(&self.code, start) {
            let became = if *region == Region::Code { "shown as written, in code" } else { "kept in a comment" };
            self.found(call, became, None);
            call.inner.iter().flat_map(|inner| calls(inner)).for_each(|inner| self.found(inner, became, None));
            return out.push(&self.text[call.range.clone()], start);
        }
        if is_address(&out.text) {
            return self.address(call, out);
        }
        if self.generator == Generator::Jekyll && self.liquid(call, out) {
            return;
        }
        let number = self.findings.len();
        let inner = call.inner.as_ref().map(|pieces| self.inner(pieces, call.open.end));
        let outcome = self.outcome(call, inner.as_deref());
        self.found(call, outcome.became, Some(number));
        self.put(outcome, call, bounds, out);
    }

    /// What stands between two marks, as a text of its own.
    fn inner(&mut self, pieces: &[Piece], from: usize) -> String {
        let end = pieces.last().map_or(from, |piece| piece.range().end);
        let waiting = std::mem::take(&mut self.pending);
        let mut out = Out::default();
        self.pieces(pieces, from..end, &mut out);
        self.end(&mut out);
        self.pending = waiting;
        dedented(&out.text)
    }

    fn outcome(&self, call: &Call, inner: Option<&str>) -> Outcome {
        let resolve = |target: &str| {
            let found = self.library.named(self.page, target);
            let title = match &found {
                Found::Page(index, _) => self.library.title(*index),
                _ => None,
            };
            let address = self.library.written(&self.library.pages[self.page].target, &found)?;
            Some((address, title))
        };
        let has_file = |file: &str| file.contains("://") || matches!(self.library.find(self.page, file), Found::Asset(_));
        outcome::become_markdown(call, inner, &self.text[call.open.clone()], &Around { resolve: &resolve, has_file: &has_file })
    }

    /// A call that stands where the address of a link belongs.
    fn address(&mut self, call: &Call, out: &mut Out) {
        let value = if call.name == LIQUID_VALUE { self.value(call) } else { None };
        let named = value.or_else(|| address(call));
        let Some(named) = named.filter(|_| call.name != LIQUID_VALUE || self.value(call).is_some()) else {
            self.found(call, LEFT, None);
            self.pending.push(outcome::left(&self.text[call.open.clone()]).text);
            return;
        };
        self.found(call, "addresses of links", None);
        let is_page = matches!(call.name.as_str(), "ref" | "relref" | "link" | "post_url" | "xref");
        let found =
            if is_page || !named.contains('/') { self.library.named(self.page, &named) } else { self.library.find(self.page, &named) };
        let written = self.library.written(&self.library.pages[self.page].target, &found);
        let from = call.range.start;
        out.push(
            &written.unwrap_or_else(|| super::library::encoded(&named).replace("%23", "#").replace("%3F", "?").replace("%25", "%")),
            from,
        );
    }

    /// Liquid's own words. True when nothing else has to be done.
    fn liquid(&mut self, call: &Call, out: &mut Out) -> bool {
        let start = call.range.start;
        if call.name == LIQUID_VALUE {
            match self.value(call) {
                Some(value) => {
                    self.found(call, "its value", None);
                    out.push(&value, start);
                }
                None => {
                    self.found(call, LEFT, None);
                    self.pending.push(outcome::left(&self.text[call.open.clone()]).text);
                }
            }
            return true;
        }
        match call.name.as_str() {
            // Of a condition all that could have been said stays.
            "if" | "unless" | "case" => {
                self.found(call, "the words inside it", None);
                if let Some(inner) = &call.inner {
                    let bounds = call.open.end..inner.last().map_or(call.open.end, |piece| piece.range().end);
                    self.pieces(inner, bounds, out);
                }
                true
            }
            "else" | "elsif" | "when" => {
                self.found(call, "left out: part of a condition", None);
                true
            }
            // What a loop would have said nobody knows without the data.
            "for" | "tablerow" | "capture" | "assign" | "comment" => {
                self.found(call, LEFT, None);
                call.inner.iter().flat_map(|inner| calls(inner)).for_each(|inner| self.found(inner, "left out with what holds it", None));
                self.pending.push(outcome::left(&self.text[call.open.clone()]).text);
                true
            }
            _ => false,
        }
    }

    /// A value of Liquid that is known: of the settings, of the page, or a text as it is.
    fn value(&self, call: &Call) -> Option<String> {
        if let Some(text) = outcome::liquid_text(&call.arguments) {
            return Some(text);
        }
        let written = call.plain(0)?;
        let (path, filter) = written.split_once('|').map_or((written, ""), |(path, filter)| (path.trim(), filter.trim()));
        if !filter.is_empty() && !matches!(filter, "relative_url" | "absolute_url" | "escape" | "xml_escape") {
            return None;
        }
        match path {
            // The site stands at its root here.
            "site.baseurl" | "site.url" | "site.github.url" => return Some(String::new()),
            _ => {}
        }
        let (map, rest) = if let Some(rest) = path.strip_prefix("site.") {
            (&self.site.settings, rest)
        } else {
            (&self.library.pages[self.page].front.fields, path.strip_prefix("page.")?)
        };
        let mut parts = rest.split('.');
        let first = lookup(map, parts.next()?)?;
        let value = parts.try_fold(first, |value, part| value.as_map().and_then(|map| map.get(part)))?;
        scalar(value).filter(|_| !matches!(value, Value::Map(_) | Value::List(_)))
    }

    fn put(&mut self, outcome: Outcome, call: &Call, bounds: &Range<usize>, out: &mut Out) {
        let from = call.range.start;
        let line_start = self.text[bounds.start..from].rfind('\n').map_or(bounds.start, |at| bounds.start + at + 1);
        let starts_line = self.text[line_start..from].trim().is_empty();
        let rest = &self.text[call.range.end..bounds.end.max(call.range.end)];
        let ends_line = rest.lines().next().unwrap_or_default().trim().is_empty();
        if outcome.became == LEFT || outcome.text.starts_with("<!-- import:") {
            if starts_line && ends_line && self.pending.is_empty() {
                out.push(&outcome.text, from);
            } else {
                self.after_mark = starts_line;
                self.pending.push(outcome.text);
            }
            return;
        }
        // What had a line of its own keeps it.
        let has_line = starts_line && ends_line && call.inner.is_some() && !outcome.text.is_empty();
        if !outcome.is_block && !has_line {
            return out.push(&outcome.text, from);
        }
        let line = out.text[out.text.rfind('\n').map_or(0, |at| at + 1)..].to_owned();
        let is_flat = line.trim_start().starts_with('|') || line.starts_with('#') || line.ends_with('[');
        let is_image = outcome.text.starts_with("![");
        let is_item = outcome.became == outcome::ITEM;
        if is_flat || (is_image && !starts_line) {
            // In a row of a table or in a heading there is room for the words alone.
            let bare = outcome.text.lines().map(|line| line.trim_start_matches(['>', ' '])).filter(|line| !line.starts_with("[!"));
            let words = if is_image { outcome.text.clone() } else { bare.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ") };
            return out.push(&words, from);
        }
        let prefix = line_prefix(&out.text, &line, starts_line);
        let begins = !starts_line && line.len() <= prefix.len();
        if !begins {
            let kept = out.text.trim_end_matches([' ', '\t']).len();
            out.text.truncate(kept);
            let words = out.text.trim_end_matches('\n').len();
            let wanted = if is_item && out.item_end == words { 1 } else { 2 };
            out.text.truncate(words.max(kept.min(words + wanted)));
            if words > 0 {
                out.push(&"\n".repeat(wanted - (out.text.len() - words)), from);
            }
        }
        let lines = outcome.text.lines().enumerate().map(|(index, line)| match (index == 0 && begins, line.is_empty()) {
            (true, _) => line.to_owned(),
            (_, true) => String::new(),
            _ => format!("{prefix}{line}"),
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        out.push(&text, from);
        if is_item {
            out.item_end = out.text.len();
        }
        out.push(if ends_line { "\n" } else { "\n\n" }, from);
        if !ends_line {
            out.push(&prefix, from);
        }
    }
}
