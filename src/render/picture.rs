//! A chart as a picture that may travel alone: with its title, base and period, source, limits and permanent address in it, so that
//! nobody who finds it elsewhere has the numbers without them. Drawn in light colours from the marks of the page's own drawing.

mod letters;
mod png;
mod sheet;

use letters::{Letters, Weight};
use sheet::{FULL, Ink, Outline, Sheet};

use super::chart::mark::{Across, Anchor, DASH, EDGE, GAP, Mark, Pattern, RADIUS, corners};
use super::chart::{Drawing, WHOLE, drawing};
use crate::assemble::resolved::ChartBlock;

/// In pixels of a page; each becomes a square of `SCALE` points.
const WIDTH: i32 = 600;
const MARGIN: i32 = 24;
const INSIDE: i32 = WIDTH - 2 * MARGIN;
const SCALE: i32 = 2;
/// The type size of drawings, which is that of the page.
const SIZE: i32 = 15;
/// The strength of the grey pattern.
const GREY: u8 = 2;

/// What is printed around a chart.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Of whom and when the numbers are, the source, the limits: a paragraph each. What is empty is left out.
    pub about: Vec<String>,
    pub publisher: String,
    pub address: String,
}

/// The picture as a PNG file.
pub fn draw(chart: &ChartBlock, frame: &Frame) -> Vec<u8> {
    let letters = Letters::new();
    let mut page = Page { letters: &letters, pieces: Vec::new(), y: MARGIN };
    page.paragraph(&chart.title, Weight::Bold, 21, Ink::Text);
    page.y += 14;
    match drawing(chart, i128::from(INSIDE)) {
        Some(drawing) => page.drawing(&drawing),
        None => page.table(chart),
    }
    page.y += 12;
    for paragraph in frame.about.iter().filter(|paragraph| !paragraph.is_empty()) {
        page.y += 4;
        page.paragraph(paragraph, Weight::Regular, 14, Ink::Text);
    }
    page.y += 12;
    page.rule();
    page.paragraph(&frame.publisher, Weight::Regular, 13, Ink::Quiet);
    page.paragraph(&frame.address, Weight::Regular, 13, Ink::Quiet);
    let sheet = page.printed();
    let about = frame.about.join("\n");
    let words = [
        ("Title", &*chart.title),
        ("Description", &*chart.description),
        ("Comment", &*about),
        ("Author", &*frame.publisher),
        ("Source", &*frame.address),
    ];
    png::write(&sheet, &words)
}

/// What will be printed, and how far down it reaches; the sheet is as high as that.
struct Page<'a> {
    letters: &'a Letters,
    pieces: Vec<Piece>,
    y: i32,
}

enum Piece {
    Line { words: String, x: i32, y: i32, weight: Weight, size: i32, ink: Ink },
    Shape { outline: Outline, ink: Ink, strength: u8 },
}

/// In points of the sheet.
fn scaled(pixels: i32) -> f32 {
    (pixels * SCALE) as f32
}

impl Page<'_> {
    fn line(&mut self, words: &str, x: i32, y: i32, weight: Weight, size: i32, ink: Ink) {
        self.pieces.push(Piece::Line { words: words.to_owned(), x, y, weight, size, ink });
    }

    fn shape(&mut self, outline: Outline, ink: Ink, strength: u8) {
        self.pieces.push(Piece::Shape { outline, ink, strength });
    }

    /// Lines from margin to margin, one below the other.
    fn paragraph(&mut self, words: &str, weight: Weight, size: i32, ink: Ink) {
        for line in self.letters.wrap(words, weight, size, INSIDE) {
            self.y += size * 7 / 5;
            self.line(&line, MARGIN, self.y - size * 2 / 5, weight, size, ink);
        }
    }

    fn rule(&mut self) {
        let outline = Outline::rectangle((scaled(MARGIN), scaled(self.y)), (scaled(INSIDE), SCALE as f32));
        self.shape(outline, Ink::Quiet, FULL);
        self.y += 6;
    }

    /// Rows of a chart that is not drawn: each label, and its values to the right or, if there are more than one, below.
    fn table(&mut self, chart: &ChartBlock) {
        for row in &chart.rows {
            let values: Vec<String> = match row.values.as_slice() {
                [value] => vec![value.display.clone()],
                values => values.iter().zip(&chart.series).map(|(value, series)| format!("{series}: {}", value.display)).collect(),
            };
            let weight = if row.is_high { Weight::Bold } else { Weight::Regular };
            let beside = values.first().filter(|_| values.len() == 1).map(|value| (value, self.letters.width(value, Weight::Bold, SIZE)));
            let beside = beside.filter(|(_, width)| *width < INSIDE / 3);
            let room = INSIDE - beside.map_or(0, |(_, width)| width + 2 * GAP);
            self.y += 6;
            for (at, line) in self.letters.wrap(&row.label, weight, SIZE, room).iter().enumerate() {
                self.y += 20;
                self.line(line, MARGIN, self.y - 4, weight, SIZE, Ink::Text);
                if let (0, Some((value, width))) = (at, beside) {
                    self.line(value, WIDTH - MARGIN - width, self.y - 4, Weight::Bold, SIZE, Ink::Text);
                }
            }
            if beside.is_none() {
                values.iter().for_each(|value| self.paragraph(value, Weight::Bold, SIZE, Ink::Text));
            }
            self.y += 6;
            self.rule();
        }
    }

    fn drawing(&mut self, drawing: &Drawing) {
        let top = self.y;
        for mark in &drawing.marks {
            self.mark(mark, top);
        }
        self.y += drawing.height;
    }

    fn mark(&mut self, mark: &Mark, top: i32) {
        match mark {
            Mark::Words { x, y, anchor, is_bold, words } => {
                let weight = if *is_bold { Weight::Bold } else { Weight::Regular };
                let width = self.letters.width(words, weight, SIZE);
                let back = match anchor {
                    Anchor::Start => 0,
                    Anchor::Middle => width / 2,
                    Anchor::End => width,
                };
                // Our letters may be wider than those that a drawing left room for.
                let x = (pixels(*x) - back).min(INSIDE - width).max(0);
                self.line(words, MARGIN + x, top + y, weight, SIZE, Ink::Text);
            }
            Mark::Bar { x, y, width, height, series } => {
                let pattern = Pattern::of(*series);
                let (left, right) = (points(*x), points(*x) + length(*width));
                let (upper, lower) = (scaled(top + y), scaled(top + y + height));
                let inside = Outline::rectangle((left, upper), (right - left, lower - upper));
                match pattern {
                    Pattern::Full => self.shape(inside, Ink::Mark, FULL),
                    Pattern::Grey => self.shape(inside, Ink::Mark, GREY),
                    Pattern::Open | Pattern::Dashed => {}
                }
                if pattern != Pattern::Full {
                    let corners = [(left, upper), (right, upper), (right, lower), (left, lower), (left, upper)];
                    for pair in corners.windows(2) {
                        self.edge(pair[0], pair[1], pattern == Pattern::Dashed);
                    }
                }
            }
            Mark::Point { x, y, series } => {
                let (x, y) = (points(*x), scaled(top + y));
                let outline = match corners(*series) {
                    [] => Outline::disc((x, y), scaled(RADIUS)),
                    corners => Outline::polygon(&corners.iter().map(|(dx, dy)| (x + scaled(*dx), y + scaled(*dy))).collect::<Vec<_>>()),
                };
                self.shape(outline, Ink::Mark, FULL);
            }
            Mark::Stroke { from, to, width } => {
                let at = |(x, y): (Across, i32)| (points(x), scaled(top + y));
                self.stroke(at(*from), at(*to), scaled(i32::from(*width)));
            }
        }
    }

    /// The edge of a bar, level or upright, whole or in dashes.
    fn edge(&mut self, from: (f32, f32), to: (f32, f32), is_dashed: bool) {
        let long = (to.0 - from.0).abs() + (to.1 - from.1).abs();
        let (dash, step) = (scaled(DASH.0), scaled(DASH.0 + DASH.1));
        let at = |along: f32| {
            let share = if long > 0. { along / long } else { 0. };
            (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
        };
        let half = scaled(EDGE) / 2.;
        if !is_dashed && long > 0. {
            // Into the corners, which two edges share.
            return self.stroke(at(-half), at(long + half), scaled(EDGE));
        }
        let mut along = 0.;
        while along < long {
            self.stroke(at(along), at((along + dash).min(long)), scaled(EDGE));
            along += step;
        }
    }

    fn stroke(&mut self, from: (f32, f32), to: (f32, f32), width: f32) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let long = (dx * dx + dy * dy).sqrt();
        if long > 0. {
            let (nx, ny) = (-dy / long * width / 2., dx / long * width / 2.);
            let corners = [(from.0 + nx, from.1 + ny), (to.0 + nx, to.1 + ny), (to.0 - nx, to.1 - ny), (from.0 - nx, from.1 - ny)];
            self.shape(Outline::polygon(&corners), Ink::Mark, FULL);
        }
    }

    fn printed(self) -> Sheet {
        let side = |pixels: i32| usize::try_from(pixels * SCALE).unwrap_or_default();
        let mut sheet = Sheet::new(side(WIDTH), side(self.y + MARGIN));
        for piece in &self.pieces {
            match piece {
                Piece::Shape { outline, ink, strength } => sheet.fill(outline, *ink, *strength),
                Piece::Line { words, x, y, weight, size, ink } => {
                    let place = (scaled(*x), scaled(*y));
                    self.letters.outlines(words, *weight, scaled(*size), place, |outline| sheet.fill(outline, *ink, FULL));
                }
            }
        }
        sheet
    }
}

/// How far from the left edge of a drawing, in pixels.
fn pixels(x: Across) -> i32 {
    let share = |share: i128| i32::try_from(share * i128::from(INSIDE) / WHOLE).unwrap_or(INSIDE);
    match x {
        Across::Pixels(pixels) => pixels,
        Across::Share(at) => share(at),
        Across::Beside(at) => share(at) + GAP,
    }
}

/// How long, in points.
fn length(across: Across) -> f32 {
    match across {
        Across::Share(share) => share as f32 * scaled(INSIDE) / WHOLE as f32,
        other => scaled(pixels(other)),
    }
}

/// How far from the left edge of the sheet, in points.
fn points(x: Across) -> f32 {
    scaled(MARGIN) + length(x)
}
