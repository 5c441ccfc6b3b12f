//! A sheet of points, each with an ink and how much of it. A few inks in eight strengths are all that a drawing needs, and so few
//! colours pack well.

use ab_glyph_rasterizer::{Point, Rasterizer, point};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    Text,
    Quiet,
    Mark,
}

/// Red, green and blue of each ink at its full strength on white paper: the light colours of the college theme.
pub const COLOURS: [[u8; 3]; 3] = [[0x15, 0x19, 0x1c], [0x4a, 0x57, 0x5e], [0x0b, 0x55, 0x63]];
/// The full strength of an ink.
pub const FULL: u8 = 7;

/// A closed shape, made of lines and curves. Shapes are filled wherever they have an inside.
#[derive(Debug, Default)]
pub struct Outline {
    pieces: Vec<Piece>,
}

#[derive(Debug)]
enum Piece {
    Line([Point; 2]),
    Curve([Point; 4]),
}

impl Outline {
    pub fn line(&mut self, from: Point, to: Point) {
        self.pieces.push(Piece::Line([from, to]));
    }

    pub fn curve(&mut self, from: Point, one: Point, other: Point, to: Point) {
        self.pieces.push(Piece::Curve([from, one, other, to]));
    }

    pub fn polygon(corners: &[(f32, f32)]) -> Self {
        let mut outline = Outline::default();
        for (at, from) in corners.iter().enumerate() {
            let to = corners[(at + 1) % corners.len()];
            outline.line(point(from.0, from.1), point(to.0, to.1));
        }
        outline
    }

    pub fn rectangle((x, y): (f32, f32), (width, height): (f32, f32)) -> Self {
        Outline::polygon(&[(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    }

    pub fn disc((x, y): (f32, f32), radius: f32) -> Self {
        // How far the handles of four curves stand out, so that they make a circle.
        let handle = radius * 0.552_284_8;
        let turns = [(1., 0.), (0., 1.), (-1., 0.), (0., -1.), (1., 0.)];
        let mut outline = Outline::default();
        for pair in turns.windows(2) {
            let [(ax, ay), (bx, by)] = [pair[0], pair[1]];
            let (from, to) = (point(x + ax * radius, y + ay * radius), point(x + bx * radius, y + by * radius));
            outline.curve(from, point(from.x + bx * handle, from.y + by * handle), point(to.x + ax * handle, to.y + ay * handle), to);
        }
        outline
    }

    /// The least and the greatest of its places, handles included.
    fn bounds(&self) -> Option<(Point, Point)> {
        let points = self.pieces.iter().flat_map(|piece| match piece {
            Piece::Line(points) => points.as_slice(),
            Piece::Curve(points) => points.as_slice(),
        });
        points.copied().fold(None, |bounds, p| {
            let (low, high) = bounds.unwrap_or((p, p));
            Some((point(low.x.min(p.x), low.y.min(p.y)), point(high.x.max(p.x), high.y.max(p.y))))
        })
    }
}

pub struct Sheet {
    pub width: usize,
    pub height: usize,
    /// One for each point, in rows from the top: the ink, and in the lowest three bits its strength. Nought is paper.
    pub points: Vec<u8>,
}

impl Sheet {
    pub fn new(width: usize, height: usize) -> Self {
        Sheet { width, height, points: vec![0; width * height] }
    }

    /// Fills a shape with an ink of at most some strength. What reaches beyond the sheet is cut off.
    pub fn fill(&mut self, outline: &Outline, ink: Ink, strength: u8) {
        let Some((low, high)) = outline.bounds() else { return };
        let edge = |place: f32, end: usize| (place.max(0.) as usize).min(end);
        let (left, top) = (edge(low.x.floor(), self.width), edge(low.y.floor(), self.height));
        let (right, bottom) = (edge(high.x.ceil(), self.width), edge(high.y.ceil(), self.height));
        if right <= left || bottom <= top {
            return;
        }
        let mut raster = Rasterizer::new(right - left, bottom - top);
        let at = |p: &Point| point(p.x - left as f32, p.y - top as f32);
        for piece in &outline.pieces {
            match piece {
                Piece::Line([from, to]) => raster.draw_line(at(from), at(to)),
                Piece::Curve([from, one, other, to]) => raster.draw_cubic(at(from), at(one), at(other), at(to)),
            }
        }
        raster.for_each_pixel_2d(|x, y, cover| {
            let level = (cover.min(1.) * f32::from(strength)).round() as u8;
            let place = &mut self.points[(top + y as usize) * self.width + left + x as usize];
            if level > 0 && level >= *place & FULL {
                *place = (ink as u8) << 3 | level;
            }
        });
    }
}
