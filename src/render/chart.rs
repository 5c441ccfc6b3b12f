//! A chart as a drawing: static SVG in the page, above the table that says the same.
//! Lengths are hundredths of a per cent and whole pixels, so text keeps its size on every screen and bytes agree on every machine.
//! Attributes only, since the policy of the pages allows no style; series differ by pattern or shape, never by colour.

mod bands;
mod line;
mod mark;
mod words;

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use crate::assemble::resolved::{ChartBlock, ChartShape};
use crate::render::html::{Html, escape_into};

/// The width in which a drawing must fit: that of a figure's inside on a screen of 320 pixels.
const NARROWEST: i128 = 246;
/// What a letter takes, at most, on average.
const LETTER: i128 = 9;
/// The whole width, in hundredths of a per cent.
const WHOLE: i128 = 10_000;

/// The drawing, or nothing where the chart is a table or has no number to draw. `id` must be the drawing's own on its page.
pub fn draw(chart: &ChartBlock, id: &str) -> Html {
    let Some(scale) = Scale::of(chart) else { return Html::default() };
    let mut canvas = Canvas::default();
    match chart.shape {
        ChartShape::Table => return Html::default(),
        ChartShape::Line => line::draw(&mut canvas, chart, &scale),
        ChartShape::Bar | ChartShape::Dot | ChartShape::Range => bands::draw(&mut canvas, chart, &scale),
    }
    let mut out = String::with_capacity(canvas.out.len() + 400);
    let height = canvas.y;
    let _ = write!(out, "<svg class=\"draw\" role=\"img\" aria-labelledby=\"");
    escape_into(&mut out, id);
    out.push_str("-t ");
    escape_into(&mut out, id);
    let _ = write!(out, "-d\" width=\"100%\" height=\"{height}\" font-size=\"15\" fill=\"currentColor\"><title id=\"");
    escape_into(&mut out, id);
    out.push_str("-t\">");
    escape_into(&mut out, if chart.title.is_empty() { "Chart" } else { &chart.title });
    out.push_str("</title><desc id=\"");
    escape_into(&mut out, id);
    out.push_str("-d\">");
    escape_into(&mut out, &chart.description);
    out.push_str("</desc>");
    out.push_str(&canvas.out);
    out.push_str("</svg>");
    Html::written(out)
}

/// What has been drawn, and how far down it reaches.
#[derive(Default)]
struct Canvas {
    out: String,
    y: i32,
}

impl Canvas {
    /// Words whose foot stands at `y`; `more` are attributes of our own, each with a space before it.
    fn words(&mut self, x: &str, y: i32, more: &str, words: &str) {
        let _ = write!(self.out, "<text x=\"{x}\" y=\"{y}\"{more}>");
        escape_into(&mut self.out, words);
        self.out.push_str("</text>");
    }

    /// Lines of words from the left edge, one below the other.
    fn lines(&mut self, words: &str, more: &str) {
        for line in words::wrap(words) {
            self.y += 20;
            self.words("0", self.y - 4, more, &line);
        }
    }

    fn stroke(&mut self, (x1, y1): (&str, i32), (x2, y2): (&str, i32), width: u8) {
        let _ =
            write!(self.out, "<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"currentColor\" stroke-width=\"{width}\"/>");
    }
}

/// From the least to the greatest of the numbers drawn; nought is always between them, so a length is never cut.
struct Scale {
    low: i128,
    high: i128,
}

impl Scale {
    /// None where there is no number.
    fn of(chart: &ChartBlock) -> Option<Scale> {
        let spans = || chart.rows.iter().flat_map(|row| &row.values).filter_map(|value| value.span);
        spans().next()?;
        let low = spans().map(|(low, _)| low).fold(0, i128::min);
        let high = spans().map(|(_, high)| high).fold(0, i128::max);
        Some(Scale { low, high })
    }

    /// Where a number stands in a space of this length.
    fn at(&self, number: i128, length: i128) -> i128 {
        if self.high == self.low { 0 } else { (number - self.low) * length / (self.high - self.low) }
    }
}

/// `8250` is `82.5%`.
fn percent(hundredths: i128) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => format!("{whole}%"),
        rest if rest % 10 == 0 => format!("{whole}.{}%", rest / 10),
        rest => format!("{whole}.{rest:02}%"),
    }
}
