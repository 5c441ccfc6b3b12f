//! What a drawing is made of: words, bars, points and strokes, each a plain value, so that a page and a picture can be made of the same.

/// Where something stands across a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Across {
    /// A share of the width, in hundredths of a per cent.
    Share(i128),
    /// So many pixels from the left edge.
    Pixels(i32),
    /// To the right of a share of the width, with a gap.
    Beside(i128),
}

/// The gap between a mark and the words beside it.
pub const GAP: i32 = 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// A line of words whose foot stands at `y`.
    Words {
        x: Across,
        y: i32,
        anchor: Anchor,
        is_bold: bool,
        words: String,
    },
    /// A bar in the pattern of its series.
    Bar {
        x: Across,
        y: i32,
        width: Across,
        height: i32,
        series: usize,
    },
    /// A point in the shape of its series.
    Point {
        x: Across,
        y: i32,
        series: usize,
    },
    Stroke {
        from: (Across, i32),
        to: (Across, i32),
        width: u8,
    },
}

/// The patterns of bars, one after the other: full, open, grey with an edge, dashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    Full,
    Open,
    Grey,
    Dashed,
}

impl Pattern {
    pub fn of(series: usize) -> Pattern {
        [Pattern::Full, Pattern::Open, Pattern::Grey, Pattern::Dashed][series % 4]
    }
}

/// How wide the edge of a bar is that is not full, and how long its dashes and the gaps between them.
pub const EDGE: i32 = 2;
pub const DASH: (i32, i32) = (4, 3);

/// The shapes of points, one after the other: disc, square, triangle, diamond; each but the disc by its corners.
pub fn corners(series: usize) -> &'static [(i32, i32)] {
    match series % 4 {
        0 => &[],
        1 => &[(-6, -6), (6, -6), (6, 6), (-6, 6)],
        2 => &[(0, -7), (7, 6), (-7, 6)],
        _ => &[(0, -8), (8, 0), (0, 8), (-8, 0)],
    }
}

/// The radius of a disc.
pub const RADIUS: i32 = 6;
