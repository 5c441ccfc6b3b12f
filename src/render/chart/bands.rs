//! Bars, dots and ranges: lying, each row's label above its marks, so that long labels fit on a phone.

use super::{Across, Anchor, Canvas, LETTER, Scale, WHOLE, words};
use crate::assemble::resolved::{ChartBlock, ChartShape, ChartValue};

/// Longer values stand above their marks and not beside them.
const BESIDE: usize = 14;
/// From one mark of a row to the next.
const BAND: i32 = 22;
const THICK: i32 = 16;

pub fn draw(canvas: &mut Canvas, chart: &ChartBlock, scale: &Scale) {
    let longest = chart.rows.iter().flat_map(|row| &row.values).map(|value| words::width(&value.display)).max().unwrap_or(0);
    let is_beside = longest <= BESIDE;
    let room = if is_beside { (longest as i128 * LETTER + 14) * WHOLE / canvas.width } else { 100 };
    let bands = Bands { shape: chart.shape, scale, length: WHOLE - room, is_beside };
    if chart.series.len() > 1 {
        legend(canvas, chart);
    }
    let labels: Vec<&str> = chart.rows.iter().map(|row| row.label.as_str()).collect();
    let (opening, labels) = words::opening(&labels).unwrap_or_else(|| (String::new(), labels.into_iter().map(str::to_owned).collect()));
    canvas.lines(&opening, false);
    for (row, label) in chart.rows.iter().zip(labels) {
        if canvas.y > 0 {
            canvas.y += 10;
        }
        canvas.lines(&label, row.is_high);
        canvas.y += 4;
        for (series, value) in row.values.iter().enumerate() {
            bands.band(canvas, value, series);
        }
    }
    let nought = bands.at(0);
    let anchor = if nought > 0 { Anchor::Middle } else { Anchor::Start };
    canvas.words(Across::Share(nought), canvas.y + 14, anchor, false, "0");
    canvas.y += 18;
}

fn legend(canvas: &mut Canvas, chart: &ChartBlock) {
    for (series, name) in chart.series.iter().enumerate() {
        match chart.shape {
            ChartShape::Bar => canvas.bar((Across::Pixels(1), canvas.y + 4), (Across::Pixels(18), 12), series),
            _ => canvas.point(Across::Pixels(8), canvas.y + 10, series),
        }
        canvas.words(Across::Pixels(28), canvas.y + 15, Anchor::Start, false, &words::cut(name, canvas.letters() - 4));
        canvas.y += BAND;
    }
}

struct Bands<'a> {
    shape: ChartShape,
    scale: &'a Scale,
    /// How much of the width the marks have.
    length: i128,
    is_beside: bool,
}

impl Bands<'_> {
    fn at(&self, number: i128) -> i128 {
        self.scale.at(number, self.length)
    }

    fn band(&self, canvas: &mut Canvas, value: &ChartValue, series: usize) {
        if !self.is_beside {
            canvas.lines(&value.display, true);
        }
        let top = canvas.y;
        let middle = top + THICK / 2;
        let nought = self.at(0);
        let mut end = nought;
        if let Some((low, high)) = value.span {
            let (from, to) = (self.at(low), self.at(high));
            end = end.max(to);
            match self.shape {
                ChartShape::Bar if low == high => {
                    let (from, to) = (from.min(nought), to.max(nought));
                    if to > from {
                        canvas.bar((Across::Share(from), top), (Across::Share(to - from), THICK), series);
                    }
                }
                _ if low == high => {
                    canvas.stroke((Across::Share(nought), middle), (Across::Share(to), middle), 1);
                    canvas.point(Across::Share(to), middle, series);
                }
                _ => {
                    let (from, to) = (Across::Share(from), Across::Share(to));
                    canvas.stroke((from, middle), (to, middle), 6);
                    canvas.stroke((from, top), (from, top + THICK), 2);
                    canvas.stroke((to, top), (to, top + THICK), 2);
                }
            }
        }
        canvas.stroke((Across::Share(nought), top - 3), (Across::Share(nought), top + THICK + 3), 2);
        if self.is_beside {
            canvas.words(Across::Beside(end), top + 13, Anchor::Start, true, &value.display);
        }
        canvas.y += BAND;
    }
}
