//! Words as outlines, in the one family of letters that travels inside the binary, so that a picture is the same on every machine.
//! A letter that the family lacks is written in plain ones.

use ab_glyph_rasterizer::{Point, point};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::sheet::Outline;

const REGULAR: &[u8] = include_bytes!("font/inter-regular.otf");
const BOLD: &[u8] = include_bytes!("font/inter-bold.otf");

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

pub struct Letters {
    regular: Face<'static>,
    bold: Face<'static>,
}

impl Letters {
    pub fn new() -> Self {
        let face = |bytes| Face::parse(bytes, 0).expect("the letters inside the binary are sound");
        Letters { regular: face(REGULAR), bold: face(BOLD) }
    }

    fn face(&self, weight: Weight) -> &Face<'static> {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// The signs of words, one after the other; what cannot be shown at all is a question mark.
    fn glyphs(&self, words: &str, weight: Weight, mut each: impl FnMut(GlyphId, u16)) {
        let face = self.face(weight);
        let mut put = |letter: char| {
            let glyph = face.glyph_index(letter)?;
            each(glyph, face.glyph_hor_advance(glyph).unwrap_or_default());
            Some(())
        };
        for letter in words.chars() {
            if put(letter).is_none() {
                let plain = deunicode::deunicode_char(letter).unwrap_or("?");
                plain.chars().for_each(|letter| put(letter).unwrap_or_default());
            }
        }
    }

    /// How wide words are, in pixels of a type size, rounded up.
    pub fn width(&self, words: &str, weight: Weight, size: i32) -> i32 {
        let mut units = 0i64;
        self.glyphs(words, weight, |_, advance| units += i64::from(advance));
        let em = i64::from(self.face(weight).units_per_em());
        i32::try_from((units * i64::from(size) + em - 1) / em).unwrap_or(i32::MAX)
    }

    /// Lines that are no wider than so many pixels, broken between words and, where one word is too long, within it.
    pub fn wrap(&self, words: &str, weight: Weight, size: i32, room: i32) -> Vec<String> {
        let fits = |line: &str| self.width(line, weight, size) <= room;
        let mut lines: Vec<String> = Vec::new();
        for word in words.split_whitespace() {
            if let Some(last) = lines.last_mut() {
                let longer = format!("{last} {word}");
                if fits(&longer) {
                    *last = longer;
                    continue;
                }
            }
            if fits(word) {
                lines.push(word.to_owned());
                continue;
            }
            lines.push(String::new());
            for letter in word.chars() {
                let last = lines.last_mut().expect("begins with one");
                last.push(letter);
                if last.chars().nth(1).is_some() && !fits(last) {
                    last.pop();
                    lines.push(letter.to_string());
                }
            }
        }
        lines
    }

    /// Hands on the outline of each letter of a line, whose foot begins at a place; all in points of the sheet.
    pub fn outlines(&self, words: &str, weight: Weight, size: f32, (x, y): (f32, f32), mut each: impl FnMut(&Outline)) {
        let face = self.face(weight);
        let scale = size / f32::from(face.units_per_em());
        let mut units = 0u32;
        self.glyphs(words, weight, |glyph, advance| {
            // On whole points, where the same letter looks the same each time and packs well.
            let origin = ((x + units as f32 * scale).round(), y);
            let mut pen = Pen { outline: Outline::default(), origin, scale, start: point(0., 0.), at: point(0., 0.) };
            if face.outline_glyph(glyph, &mut pen).is_some() {
                each(&pen.outline);
            }
            units += u32::from(advance);
        });
    }
}

/// Writes a letter's outline where it stands. Letters are drawn upwards, sheets downwards.
struct Pen {
    outline: Outline,
    origin: (f32, f32),
    scale: f32,
    start: Point,
    at: Point,
}

impl Pen {
    fn place(&self, x: f32, y: f32) -> Point {
        point(self.origin.0 + x * self.scale, self.origin.1 - y * self.scale)
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.start = self.place(x, y);
        self.at = self.start;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.place(x, y);
        self.outline.line(self.at, to);
        self.at = to;
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (by, to) = (self.place(x1, y1), self.place(x, y));
        // The same curve with two handles.
        let towards = |from: Point| point(from.x + (by.x - from.x) * 2. / 3., from.y + (by.y - from.y) * 2. / 3.);
        self.outline.curve(self.at, towards(self.at), towards(to), to);
        self.at = to;
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let to = self.place(x, y);
        self.outline.curve(self.at, self.place(x1, y1), self.place(x2, y2), to);
        self.at = to;
    }

    fn close(&mut self) {
        self.outline.line(self.at, self.start);
        self.at = self.start;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_wide_as_they_may_be() {
        let letters = Letters::new();
        let of = |words: &str, room| letters.wrap(words, Weight::Regular, 15, room);
        assert_eq!(of("vacancy rate among social workers", 150), ["vacancy rate among", "social workers"]);
        assert_eq!(of("  ", 150), Vec::<String>::new());
        for line in of(&"x".repeat(200), 150).iter().chain(&of("Llanfairpwllgwyngyll ŵ ŷ £58 m – “so”", 60)) {
            assert!(letters.width(line, Weight::Regular, 15) <= 150, "{line}");
        }
        assert_eq!(of(&"x".repeat(200), 150).concat(), "x".repeat(200));
    }

    #[test]
    fn every_letter_shows_something() {
        let letters = Letters::new();
        let shown = |words: &str| {
            let mut count = 0;
            letters.outlines(words, Weight::Bold, 30., (0., 30.), |_| count += 1);
            count
        };
        assert_eq!(shown("£9.5%ŵŷ–…≥"), 10);
        assert_eq!(shown("Київ"), shown("Kiyiv"));
        assert_eq!(shown("\u{e000}"), 1, "what nobody can read is a question mark");
        assert_eq!(shown(" "), 0);
    }
}
