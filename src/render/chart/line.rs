//! Lines: a panel for each series, all on one scale, so that no line crosses another's numbers.

use super::{Across, Anchor, Canvas, LETTER, Scale, WHOLE, words};
use crate::assemble::resolved::ChartBlock;

/// From the least number to the greatest.
const TALL: i32 = 110;
/// A name below a line is cut after as many letters as this.
const NAME: usize = 14;
/// A longer value is left to the table: cut short, a number would say something else.
const VALUE: usize = 16;
/// The least space before the first point, in hundredths of a per cent: there stands the nought.
const EDGE: i128 = 900;

pub fn draw(canvas: &mut Canvas, chart: &ChartBlock, scale: &Scale) {
    let width = canvas.width;
    let names: Vec<String> = chart.rows.iter().map(|row| words::cut(&row.label, NAME)).collect();
    let widest = |all: &mut dyn Iterator<Item = &str>| all.map(words::width).max().unwrap_or(0) as i128;
    let name_width = widest(&mut names.iter().map(String::as_str)) * (LETTER - 1);
    for series in 0..chart.series.len().max(1) {
        if chart.series.len() > 1 {
            canvas.y += 20;
            canvas.point(Across::Pixels(8), canvas.y - 9, series);
            canvas.words(Across::Pixels(22), canvas.y - 4, Anchor::Start, true, &words::cut(&chart.series[series], canvas.letters() - 4));
        }
        let values: Vec<_> = chart.rows.iter().map(|row| row.values.get(series)).collect();
        let is_short = |display: &&str| words::width(display) <= VALUE;
        let value_width = widest(&mut values.iter().flatten().map(|value| value.display.as_str()).filter(is_short)) * LETTER;
        let edge = (value_width * WHOLE / width / 2).clamp(EDGE, WHOLE * 3 / 10);
        let gaps = (names.len() as i128 - 1).max(1);
        let x = |at: usize| if names.len() < 2 { WHOLE / 2 } else { edge + at as i128 * (WHOLE - 2 * edge) / gaps };
        // Counted from the end, since the newest is what readers look for.
        let every = |room: i128| divide_up((room + 8) * gaps * WHOLE, (WHOLE - 2 * edge) * width);
        // The names at the ends stand flush with the edges, and so nearer to their neighbours.
        let inward = (name_width - 2 * edge * width / WHOLE).max(0);
        let is_shown = |at: usize, room: i128| (names.len() - 1 - at) as i128 % every(room) == 0;

        let top = canvas.y + 26;
        let foot = top + TALL;
        let height = |number: i128| foot - scale.at(number, i128::from(TALL)) as i32;
        let nought = height(0);
        let points: Vec<Option<(Across, i32)>> = values
            .iter()
            .enumerate()
            .map(|(at, value)| {
                // A range is no point of a line.
                let (number, _) = value.and_then(|value| value.span).filter(|(low, high)| low == high)?;
                Some((Across::Share(x(at)), height(number)))
            })
            .collect();
        canvas.stroke((Across::Pixels(0), nought), (Across::Share(WHOLE), nought), 1);
        if points.first().and_then(Option::as_ref).is_none_or(|(_, y)| (nought - y).abs() > 30) {
            canvas.words(Across::Pixels(0), nought - 4, Anchor::Start, false, "0");
        }
        for pair in points.windows(2) {
            // Where a number is missing, the line has a gap.
            if let [Some((x1, y1)), Some((x2, y2))] = pair {
                canvas.stroke((*x1, *y1), (*x2, *y2), 2);
            }
        }
        for (at, (point, value)) in points.iter().zip(&values).enumerate() {
            let (Some((x, y)), Some(value)) = (point, value) else { continue };
            canvas.point(*x, *y, series);
            if is_shown(at, value_width) && is_short(&value.display.as_str()) {
                let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
                let mut others = beside.filter_map(|other| points.get(other)?.as_ref()).map(|(_, other)| y - other).peekable();
                // Below a valley, so that the line does not run through the number.
                let is_valley = others.peek().is_some() && others.all(|rise| rise > 8) && y + 26 <= foot;
                canvas.words(*x, if is_valley { y + 22 } else { y - 11 }, Anchor::Middle, true, &value.display);
            }
        }
        for (at, name) in names.iter().enumerate().filter(|(at, _)| is_shown(*at, name_width + inward)) {
            let (x, anchor) = match at {
                _ if inward == 0 || names.len() < 2 => (x(at), Anchor::Middle),
                0 => (0, Anchor::Start),
                _ if at + 1 == names.len() => (WHOLE, Anchor::End),
                _ => (x(at), Anchor::Middle),
            };
            canvas.words(Across::Share(x), foot + 22, anchor, false, name);
        }
        canvas.y = foot + 34;
    }
}

/// Division that rounds up, of numbers above nought.
fn divide_up(number: i128, by: i128) -> i128 {
    (number + by - 1) / by
}
