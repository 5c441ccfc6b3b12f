//! What a reference prints that has no written words of its own: images, figures, charts, citations, included blocks.

use super::{BodyOptions, Writer, written};
use crate::assemble::resolved::{ChartBlock, FigureBlock, Included, Resolved};
use crate::load::markdown::ReferenceKind;
use crate::render::chart;
use crate::render::html::{address_into, escape_into, may_lead};
use crate::render::offprint;
use crate::render::view::file_size;
use crate::render::words::{Owner, headings};

impl<'a> Writer<'a> {
    /// A reference within a line.
    pub(super) fn in_line(&mut self, index: usize) {
        let reference = &self.flow.references[index];
        match self.resolved.get(index) {
            Some(Resolved::Image { src, width, height }) if may_lead(src) => self.image(index, src, (*width, *height)),
            Some(Resolved::Citation { in_text, href, occurrence_id }) => self.citation(in_text, href, occurrence_id),
            Some(Resolved::Figure(figure) | Resolved::FigureCard(figure)) => self.figure_reference(figure),
            Some(Resolved::Chart(chart)) => self.link(&chart.href, &chart.title),
            Some(Resolved::Include(included)) => self.link(&included.href, &included.title),
            Some(Resolved::Link { href }) => self.link(href, &reference.words),
            _ if matches!(reference.kind, ReferenceKind::Include { .. }) => {}
            _ => escape_into(&mut self.out, &reference.words),
        }
    }

    /// A reference that stands alone.
    pub(super) fn block(&mut self, index: usize) {
        match self.resolved.get(index) {
            Some(Resolved::FigureCard(card)) => self.figure_card(card),
            Some(Resolved::Chart(chart)) => self.chart(chart),
            Some(Resolved::Include(included)) => self.include(included),
            Some(Resolved::Image { src, width, height }) if may_lead(src) => {
                self.out.push_str("<figure class=\"image\">");
                self.image(index, src, (*width, *height));
                if let ReferenceKind::Image { title, .. } = &self.flow.references[index].kind {
                    self.element("<figcaption>", title, "</figcaption>");
                }
                self.out.push_str("</figure>\n");
            }
            _ => {
                let start = self.out.len();
                self.out.push_str("<p>");
                self.in_line(index);
                if self.out.len() == start + "<p>".len() {
                    self.out.truncate(start);
                } else {
                    self.out.push_str("</p>\n");
                }
            }
        }
    }

    fn image(&mut self, index: usize, src: &str, (width, height): (Option<u32>, Option<u32>)) {
        self.out.push_str("<img src=\"");
        address_into(&mut self.out, src);
        self.element("\" alt=\"", &self.flow.references[index].words, "\"");
        if let (Some(width), Some(height)) = (width, height) {
            self.parts([" width=\"", &width.to_string(), "\" height=\"", &height.to_string(), "\""]);
        }
        self.out.push_str(" loading=\"lazy\" decoding=\"async\">");
    }

    /// A number in a line. It opens what it is of in place, where the page can; in a heading it leads to the figure's page.
    pub(super) fn figure_reference(&mut self, figure: &'a FigureBlock) {
        if self.in_link() || !may_lead(&figure.href) {
            return escape_into(&mut self.out, &figure.display);
        }
        if self.in_heading {
            self.out.push_str("<a class=\"figure-ref\" href=\"");
            address_into(&mut self.out, &figure.href);
            return self.element("\">", &figure.display, "</a>");
        }
        // Every mention opens the same card, which stands behind the first.
        let known = self.figures.iter().position(|known| *known == figure.href);
        let number = known.unwrap_or(self.figures.len()) + 1;
        let start = self.out.len();
        self.out.push_str("<button type=\"button\" class=\"term figure-ref\" popovertarget=\"");
        self.id(&format!("_figure-{number}"));
        self.element("\">", &figure.display, "</button>");
        if known.is_none() {
            self.figures.push(&figure.href);
            self.figure_facts(figure, number);
        }
        self.button = Some((start, self.out.len()));
    }

    /// What a number is of, in place: the same as on a card, in the words of a line.
    fn figure_facts(&mut self, figure: &FigureBlock, number: usize) {
        self.out.push_str("<span popover id=\"");
        self.id(&format!("_figure-{number}"));
        self.element("\" class=\"term-card\"><strong>", &figure.display, "</strong> ");
        escape_into(&mut self.out, &figure.what);
        let place = [&figure.area, &figure.period].into_iter().filter(|part| !part.is_empty());
        let mut place = place.map(String::as_str).collect::<Vec<_>>().join(", ");
        let quality = self.quality(figure);
        if !quality.is_empty() {
            place = format!("{place}. {quality}");
        }
        let source = figure.source.trim_end_matches('.');
        for (name, words) in [("out_of", figure.base.as_str()), ("", &place), ("", &figure.caveat), ("source_is", source)] {
            if words.is_empty() {
                continue;
            }
            self.out.push_str("<br>");
            if !name.is_empty() {
                self.said(name);
                self.out.push(' ');
            }
            escape_into(&mut self.out, words);
        }
        self.out.push_str("<br><a href=\"");
        address_into(&mut self.out, &figure.href);
        self.out.push_str("\">");
        self.said("about_this_figure");
        self.out.push_str("</a></span>");
    }

    pub(super) fn citation(&mut self, in_text: &str, href: &str, occurrence_id: &str) {
        if self.in_link() || !may_lead(href) {
            return escape_into(&mut self.out, in_text);
        }
        self.element("<a class=\"cite-ref\" id=\"", occurrence_id, "\" href=\"");
        address_into(&mut self.out, href);
        self.element("\">", in_text, "</a>");
    }

    pub(super) fn term_card(&mut self, resolved: &Resolved) {
        self.out.push_str("</button>");
        let Resolved::Term { id, term, meaning, href, .. } = resolved else { return };
        self.element("<span popover id=\"", id, "\" class=\"term-card\">");
        self.element("<strong>", term, "</strong> ");
        escape_into(&mut self.out, meaning);
        if may_lead(href) {
            self.out.push(' ');
            self.out.push_str("<a href=\"");
            address_into(&mut self.out, href);
            self.out.push_str("\">");
            self.said("more_about_term");
            self.out.push_str("</a>");
        }
        self.out.push_str("</span>");
    }

    fn link(&mut self, href: &str, words: &str) {
        let words = if words.is_empty() { href } else { words };
        if self.in_link() || !may_lead(href) {
            return escape_into(&mut self.out, words);
        }
        self.out.push_str("<a href=\"");
        address_into(&mut self.out, href);
        self.element("\">", words, "</a>");
    }

    fn figure_card(&mut self, card: &FigureBlock) {
        self.element("<figure class=\"figure-card\"><p class=\"value\">", &card.display, "</p><figcaption>");
        self.line("what", &card.what);
        self.line("base", &card.of());
        self.line("quality", &self.quality(card));
        self.line("caveat", &card.caveat);
        self.source(&card.source, &card.href);
        if let Some(text) = self.options.offprints.and_then(|offprints| offprints.figure(&card.href)) {
            self.cards += 1;
            let id = format!("_card-{}", self.cards);
            self.out.push_str("<pre hidden id=\"");
            self.id(&id);
            self.element("\">", text, "</pre><p class=\"row noprint\"><button class=\"btn\" type=\"button\" data-copy=\"");
            self.id(&id);
            self.out.push_str("\" data-done=\"");
            self.said("copied");
            self.out.push_str("\" data-failed=\"");
            self.said("copy_failed_text");
            self.out.push_str("\" hidden>");
            self.said("copy");
            self.out.push_str("</button> <a href=\"");
            address_into(&mut self.out, &card.href);
            self.parts([offprint::FIGURE, "\">"]);
            self.said("plain_text");
            self.out.push_str("</a> <span role=\"status\"></span></p>");
        }
        self.out.push_str("</figcaption></figure>\n");
    }

    fn line(&mut self, class: &'static str, words: &str) {
        if !words.is_empty() {
            self.parts(["<p class=\"", class, "\">"]);
            escape_into(&mut self.out, words);
            self.out.push_str("</p>");
        }
    }

    fn source(&mut self, source: &str, href: &str) {
        if source.is_empty() && href.is_empty() {
            return;
        }
        self.out.push_str("<p class=\"source\">");
        if !source.is_empty() {
            // A sentence may bring its own full stop.
            self.said("source_is");
            self.element(" ", source.trim_end_matches('.'), ". ");
        }
        if !href.is_empty() {
            self.link(href, &self.options.words.text("about_this_figure"));
        }
        self.out.push_str("</p>");
    }

    fn chart(&mut self, chart: &ChartBlock) {
        self.element("<figure class=\"chart\"><figcaption><strong>", &chart.title, "</strong>");
        if !chart.description.is_empty() {
            self.element(" ", &chart.description, "");
        }
        self.out.push_str("</figcaption>");
        self.charts += 1;
        let id = format!("{}_chart-{}", self.options.id_prefix, self.charts);
        self.out.push_str(chart::draw(chart, &id).as_str());
        let words = self.options.words;
        let name = if chart.title.is_empty() { words.text("table") } else { words.fill("table_of", &[("title", &chart.title)]) };
        self.open_region(&name);
        let has_notes = chart.rows.iter().any(|row| !row.note.is_empty());
        let columns = headings(chart, words);
        let heading = |column: usize| columns.get(column).map_or("", String::as_str);
        self.out.push_str("<thead><tr>");
        self.column(heading(0), "");
        for series in 0..chart.series.len() {
            self.column(heading(1 + series), " class=\"num\"");
        }
        if has_notes {
            self.column(heading(1 + chart.series.len()), "");
        }
        self.out.push_str("</tr></thead>\n<tbody>\n");
        for row in &chart.rows {
            self.element("<tr><th scope=\"row\">", &row.label, "</th>");
            for value in &row.values {
                self.element("<td class=\"num\">", &value.display, "</td>");
            }
            if has_notes {
                self.element("<td class=\"small\">", &row.note, "</td>");
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody></table></div>");
        self.line("note", &chart.note);
        self.source(&chart.source, &chart.href);
        self.chart_files(&chart.href);
        self.out.push_str("</figure>\n");
    }

    fn quality(&self, figure: &FigureBlock) -> String {
        self.options.words.choice(Owner::FIGURE, "quality", &figure.quality_value, &figure.quality)
    }

    fn chart_files(&mut self, href: &str) {
        let Some(files) = self.options.offprints.and_then(|offprints| offprints.chart(href)) else { return };
        self.out.push_str("<p class=\"source noprint\">");
        self.said("download_is");
        let files = [("chart_picture", offprint::PICTURE, "PNG", &files.picture), ("chart_table", offprint::TABLE, "CSV", &files.table)];
        for (at, (what, name, kind, bytes)) in files.into_iter().enumerate() {
            self.out.push_str(if at > 0 { ", <a href=\"" } else { " <a href=\"" });
            address_into(&mut self.out, href);
            self.parts([name, "\" download>"]);
            self.said(what);
            self.element("</a> (", &format!("{kind}, {}", file_size(bytes.len() as u64, self.options.words)), ")");
        }
        self.out.push_str("</p>");
    }

    fn column(&mut self, heading: &str, class: &'static str) {
        if heading.is_empty() {
            return self.out.push_str("<td></td>");
        }
        self.parts(["<th scope=\"col\"", class, ">"]);
        escape_into(&mut self.out, heading);
        self.out.push_str("</th>");
    }

    fn include(&mut self, included: &Included) {
        self.included += 1;
        self.out.push_str("<div class=\"included\">\n");
        if self.depth > 0 {
            let id_prefix = format!("{}i{}-", self.options.id_prefix, self.included);
            let options = BodyOptions { id_prefix: &id_prefix, ..self.options };
            let notes_title = self.options.words.fill("footnotes_of", &[("page", &included.title)]);
            self.out.push_str(&written(&included.text, &included.references, options, self.depth - 1, &notes_title));
        }
        if !included.title.is_empty() && may_lead(&included.href) {
            self.out.push_str("<p class=\"from\">");
            self.said("included_from");
            self.out.push(' ');
            self.link(&included.href, &included.title);
            self.out.push_str("</p>\n");
        }
        self.out.push_str("</div>\n");
    }
}
