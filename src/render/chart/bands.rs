//! Bars, dots and ranges: lying, each row's label above its marks, so that long labels fit on a phone.

use super::{Canvas, LETTER, NARROWEST, Scale, WHOLE, percent, words};
use crate::assemble::resolved::{ChartBlock, ChartShape, ChartValue};

/// Longer values stand above their marks and not beside them.
const BESIDE: usize = 14;
/// From one mark of a row to the next.
const BAND: i32 = 22;
const THICK: i32 = 16;

pub fn draw(canvas: &mut Canvas, chart: &ChartBlock, scale: &Scale) {
    let longest = chart.rows.iter().flat_map(|row| &row.values).map(|value| words::width(&value.display)).max().unwrap_or(0);
    let is_beside = longest <= BESIDE;
    let room = if is_beside { (longest as i128 * LETTER + 14) * WHOLE / NARROWEST } else { 100 };
    let bands = Bands { shape: chart.shape, scale, length: WHOLE - room, is_beside };
    if chart.series.len() > 1 {
        legend(canvas, chart);
    }
    let labels: Vec<&str> = chart.rows.iter().map(|row| row.label.as_str()).collect();
    let (opening, labels) = words::opening(&labels).unwrap_or_else(|| (String::new(), labels.into_iter().map(str::to_owned).collect()));
    canvas.lines(&opening, "");
    for (row, label) in chart.rows.iter().zip(labels) {
        if canvas.y > 0 {
            canvas.y += 10;
        }
        canvas.lines(&label, if row.is_high { " font-weight=\"700\"" } else { "" });
        canvas.y += 4;
        for (series, value) in row.values.iter().enumerate() {
            bands.band(canvas, value, series);
        }
    }
    let nought = bands.at(0);
    canvas.words(&percent(nought), canvas.y + 14, if nought > 0 { " text-anchor=\"middle\"" } else { "" }, "0");
    canvas.y += 18;
}

fn legend(canvas: &mut Canvas, chart: &ChartBlock) {
    for (series, name) in chart.series.iter().enumerate() {
        match chart.shape {
            ChartShape::Bar => canvas.bar(("1", canvas.y + 4), ("18", 12), series),
            _ => canvas.point("8", canvas.y + 10, series),
        }
        canvas.words("28", canvas.y + 15, "", &words::cut(name, 27));
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
            canvas.lines(&value.display, " font-weight=\"700\"");
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
                        canvas.bar((&percent(from), top), (&percent(to - from), THICK), series);
                    }
                }
                _ if low == high => {
                    canvas.stroke((&percent(nought), middle), (&percent(to), middle), 1);
                    canvas.point(&percent(to), middle, series);
                }
                _ => {
                    let (from, to) = (percent(from), percent(to));
                    canvas.stroke((&from, middle), (&to, middle), 6);
                    canvas.stroke((&from, top), (&from, top + THICK), 2);
                    canvas.stroke((&to, top), (&to, top + THICK), 2);
                }
            }
        }
        canvas.stroke((&percent(nought), top - 3), (&percent(nought), top + THICK + 3), 2);
        if self.is_beside {
            canvas.words(&percent(end), top + 13, " dx=\"10\" font-weight=\"700\"", &value.display);
        }
        canvas.y += BAND;
    }
}
