//! A chart as a drawing: marks that a page shows as static SVG, above the table that says the same, and a picture as points.
//! Lengths are hundredths of a per cent and whole pixels, so text keeps its size on every screen and bytes agree on every machine.
//! Series differ by pattern or shape, never by colour.

mod bands;
mod line;
pub mod mark;
mod svg;
pub mod table;
mod words;

#[cfg(test)]
mod tests;

use mark::{Across, Anchor, Mark};

use crate::assemble::resolved::{ChartBlock, ChartShape};
use crate::render::html::Html;

/// The width in which a drawing in a page must fit: that of a figure's inside on a screen of 320 pixels.
const NARROWEST: i128 = 246;
/// What a letter takes, at most, on average.
const LETTER: i128 = 9;
/// The whole width, in hundredths of a per cent.
pub const WHOLE: i128 = 10_000;

/// The drawing as it stands in a page, or nothing where the chart is a table or has no number to draw. `id` must be the drawing's own
/// on its page.
pub fn draw(chart: &ChartBlock, id: &str) -> Html {
    drawing(chart, NARROWEST).map_or_else(Html::default, |drawing| svg::write(&drawing, chart, id))
}

/// What is drawn, from the back to the front.
#[derive(Debug, PartialEq, Eq)]
pub struct Drawing {
    pub marks: Vec<Mark>,
    pub height: i32,
}

/// The drawing for a place of a width in pixels, or a wider one. None where the chart is a table or has no number to draw.
pub fn drawing(chart: &ChartBlock, width: i128) -> Option<Drawing> {
    let scale = Scale::of(chart)?;
    let mut canvas = Canvas { marks: Vec::new(), y: 0, width };
    match chart.shape {
        ChartShape::Table => return None,
        ChartShape::Line => line::draw(&mut canvas, chart, &scale),
        ChartShape::Bar | ChartShape::Dot | ChartShape::Range => bands::draw(&mut canvas, chart, &scale),
    }
    Some(Drawing { marks: canvas.marks, height: canvas.y })
}

/// What has been drawn, how far down it reaches, and how wide it is at least.
struct Canvas {
    marks: Vec<Mark>,
    y: i32,
    width: i128,
}

impl Canvas {
    /// How many letters fit in a line.
    fn letters(&self) -> usize {
        usize::try_from(self.width / 8 + 1).unwrap_or(usize::MAX)
    }

    /// Words whose foot stands at `y`.
    fn words(&mut self, x: Across, y: i32, anchor: Anchor, is_bold: bool, words: &str) {
        self.marks.push(Mark::Words { x, y, anchor, is_bold, words: words.to_owned() });
    }

    /// Lines of words from the left edge, one below the other.
    fn lines(&mut self, words: &str, is_bold: bool) {
        for line in words::wrap(words, self.letters()) {
            self.y += 20;
            self.words(Across::Pixels(0), self.y - 4, Anchor::Start, is_bold, &line);
        }
    }

    fn bar(&mut self, (x, y): (Across, i32), (width, height): (Across, i32), series: usize) {
        self.marks.push(Mark::Bar { x, y, width, height, series });
    }

    fn point(&mut self, x: Across, y: i32, series: usize) {
        self.marks.push(Mark::Point { x, y, series });
    }

    fn stroke(&mut self, from: (Across, i32), to: (Across, i32), width: u8) {
        self.marks.push(Mark::Stroke { from, to, width });
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
