//! The marks of series: for bars a pattern, for points a shape.

use std::fmt::Write as _;

use super::Canvas;

impl Canvas {
    /// A bar in the pattern of a series: full, open, grey with an edge, dashed.
    pub(super) fn bar(&mut self, (x, y): (&str, i32), (width, height): (&str, i32), series: usize) {
        let pattern = match series % 4 {
            0 => "",
            1 => " fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"",
            2 => " fill-opacity=\".3\" stroke=\"currentColor\" stroke-width=\"2\"",
            _ => " fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-dasharray=\"4 3\"",
        };
        let _ = write!(self.out, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{pattern}/>");
    }

    /// A point in the shape of a series: disc, square, triangle, diamond.
    pub(super) fn point(&mut self, x: &str, y: i32, series: usize) {
        let path = match series % 4 {
            0 => {
                let _ = write!(self.out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"6\"/>");
                return;
            }
            1 => "M-6-6H6V6H-6z",
            2 => "M0-7 7 6H-7z",
            _ => "M0-8 8 0 0 8-8 0z",
        };
        // Only a drawing of its own can stand at a share of the width.
        let _ = write!(self.out, "<svg x=\"{x}\" y=\"{y}\" overflow=\"visible\"><path d=\"{path}\"/></svg>");
    }
}
