//! A drawing as static SVG in the page. Attributes only, since the policy of the pages allows no style.

use std::fmt::Write as _;

use super::Drawing;
use super::mark::{Across, Anchor, DASH, EDGE, GAP, Mark, Pattern, RADIUS, corners};
use crate::assemble::resolved::ChartBlock;
use crate::render::html::{Html, escape_into};

/// The drawing with its name and its description. `id` must be the drawing's own on its page.
pub fn write(drawing: &Drawing, chart: &ChartBlock, id: &str) -> Html {
    let mut out = String::with_capacity(drawing.marks.len() * 90 + 400);
    let _ = write!(out, "<svg class=\"draw\" role=\"img\" aria-labelledby=\"");
    escape_into(&mut out, id);
    out.push_str("-t ");
    escape_into(&mut out, id);
    let _ = write!(out, "-d\" width=\"100%\" height=\"{}\" font-size=\"15\" fill=\"currentColor\"><title id=\"", drawing.height);
    escape_into(&mut out, id);
    out.push_str("-t\">");
    escape_into(&mut out, if chart.title.is_empty() { "Chart" } else { &chart.title });
    out.push_str("</title><desc id=\"");
    escape_into(&mut out, id);
    out.push_str("-d\">");
    escape_into(&mut out, &chart.description);
    out.push_str("</desc>");
    for mark in &drawing.marks {
        let _ = write_mark(&mut out, mark);
    }
    out.push_str("</svg>");
    Html::written(out)
}

fn write_mark(out: &mut String, mark: &Mark) -> std::fmt::Result {
    match mark {
        Mark::Words { x, y, anchor, is_bold, words } => {
            write!(out, "<text x=\"{}\" y=\"{y}\"", length(*x))?;
            if let Across::Beside(_) = x {
                write!(out, " dx=\"{GAP}\"")?;
            }
            out.push_str(match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            });
            out.push_str(if *is_bold { " font-weight=\"700\">" } else { ">" });
            escape_into(out, words);
            out.push_str("</text>");
        }
        Mark::Bar { x, y, width, height, series } => {
            write!(out, "<rect x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{height}\"", length(*x), length(*width))?;
            out.push_str(match Pattern::of(*series) {
                Pattern::Full => "/>",
                Pattern::Grey => " fill-opacity=\".3\"",
                Pattern::Open | Pattern::Dashed => " fill=\"none\"",
            });
            if Pattern::of(*series) != Pattern::Full {
                write!(out, " stroke=\"currentColor\" stroke-width=\"{EDGE}\"")?;
                if Pattern::of(*series) == Pattern::Dashed {
                    write!(out, " stroke-dasharray=\"{} {}\"", DASH.0, DASH.1)?;
                }
                out.push_str("/>");
            }
        }
        Mark::Point { x, y, series } => match corners(*series) {
            [] => write!(out, "<circle cx=\"{}\" cy=\"{y}\" r=\"{RADIUS}\"/>", length(*x))?,
            corners => {
                // Only a drawing of its own can stand at a share of the width.
                write!(out, "<svg x=\"{}\" y=\"{y}\" overflow=\"visible\"><path d=\"", length(*x))?;
                for (at, (x, y)) in corners.iter().enumerate() {
                    write!(out, "{}{x} {y}", if at == 0 { 'M' } else { 'L' })?;
                }
                out.push_str("z\"/></svg>");
            }
        },
        Mark::Stroke { from: (x1, y1), to: (x2, y2), width } => write!(
            out,
            "<line x1=\"{}\" y1=\"{y1}\" x2=\"{}\" y2=\"{y2}\" stroke=\"currentColor\" stroke-width=\"{width}\"/>",
            length(*x1),
            length(*x2)
        )?,
    }
    Ok(())
}

/// As an attribute: a share that is `8250` is `82.5%`.
fn length(across: Across) -> String {
    let hundredths = match across {
        Across::Pixels(pixels) => return pixels.to_string(),
        Across::Share(share) | Across::Beside(share) => share,
    };
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => format!("{whole}%"),
        rest if rest % 10 == 0 => format!("{whole}.{}%", rest / 10),
        rest => format!("{whole}.{rest:02}%"),
    }
}
