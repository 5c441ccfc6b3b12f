//! Key figures: the bare number, its range and its printed form say the same, and it is a number that can be.

use super::number;
use super::page::Page;
use crate::diagnostic::{Code, Diagnostics};
use crate::load::value::{KeyPath, Value};

pub fn figure_makes_sense(page: &Page, faults: &mut Diagnostics) {
    let number = |path: &KeyPath| page.value(path).and_then(Value::as_decimal);
    let [at_value, at_low, at_high] = ["value", "low", "high"].map(KeyPath::from);
    let (value, low, high) = (number(&at_value), number(&at_low), number(&at_high));

    match (value, low, high) {
        (None, None, None) => faults.push(
            page.error(Code::RuleFigure, &"display".into(), "the figure is printed, but its bare number is missing")
                .help("add the number as `value: 9.5`, or a range as `low:` and `high:`; charts and checks need it"),
        ),
        (_, Some(_), None) => faults.push(half_a_range(page, &at_low, "low", "high")),
        (_, None, Some(_)) => faults.push(half_a_range(page, &at_high, "high", "low")),
        _ => {}
    }
    range(page, "the range", low.map(|low| (&at_low, low)), high.map(|high| (&at_high, high)), value, faults);
    let ci = KeyPath::from("ci");
    let (at_ci_low, at_ci_high) = (ci.key("low"), ci.key("high"));
    let ends = [&at_ci_low, &at_ci_high].map(|path| number(path).map(|end| (path, end)));
    range(page, "the margin of error", ends[0], ends[1], value, faults);

    let kind = page.text("kind").unwrap_or_default();
    let is_share = kind.starts_with("share");
    let is_percentage = matches!(page.text("unit").unwrap_or_default().trim(), "%" | "per cent" | "percent");
    for (path, number) in [(&at_value, value), (&at_low, low), (&at_high, high)] {
        let Some(number) = number.filter(|number| !(0.0..=100.0).contains(number)) else { continue };
        if is_share {
            faults.push(
                page.error(Code::RuleFigure, path, format!("a share is from 0 to 100, and this is {number}"))
                    .help("correct the number; if it is no share of a whole, choose another `kind`"),
            );
        } else if kind == "rate" && is_percentage {
            // Only growth may be more than everything.
            faults.push(
                page.warning(Code::RuleFigure, path, format!("a rate in per cent is mostly from 0 to 100, and this is {number}"))
                    .help("correct the number, unless it says by how much something grew or shrank"),
            );
        }
    }
    display_fits(page, value, low, high, faults);
}

fn half_a_range(page: &Page, path: &KeyPath, has: &str, lacks: &str) -> crate::diagnostic::Diagnostic {
    page.error(Code::RuleFigure, path, format!("the range has a `{has}` and no `{lacks}`"))
        .help(format!("add `{lacks}:`, or write the one number as `value:`"))
}

type End<'a> = Option<(&'a KeyPath, f64)>;

fn range(page: &Page, what: &str, low: End, high: End, value: Option<f64>, faults: &mut Diagnostics) {
    let (Some((at_low, low)), Some((at_high, high))) = (low, high) else { return };
    if low > high {
        faults.push(
            page.error(Code::RuleFigure, at_high, format!("the upper end of {what}, {high}, is below the lower end, {low}"))
                .related(page.value_place(at_low), "the lower end is here")
                .help("put the smaller number in `low` and the larger one in `high`"),
        );
    } else if let Some(value) = value.filter(|value| !(low..=high).contains(value)) {
        faults.push(
            page.error(Code::RuleFigure, &"value".into(), format!("{value} lies outside {what}, {low} to {high}"))
                .related(page.value_place(at_low), "the range begins here")
                .help("correct the number or the range"),
        );
    }
}

/// The printed form holds the bare number, unless it says it in words: "one third".
fn display_fits(page: &Page, value: Option<f64>, low: Option<f64>, high: Option<f64>, faults: &mut Diagnostics) {
    let Some(display) = page.text("display") else { return };
    let printed = number::values(display);
    if printed.is_empty() {
        return;
    }
    let share = number::ratio(display).map(|(part, whole)| 100.0 * part / whole);
    let holds = |number: f64| {
        printed.iter().any(|printed| (printed - number).abs() <= 1e-9 * number.abs().max(1.0))
            || share.is_some_and(|share| (share - number).abs() <= 0.05 + 1e-9)
    };
    let missing: Vec<(&str, f64)> = match value {
        Some(value) => vec![("value", value)],
        None => [("low", low), ("high", high)].into_iter().filter_map(|(name, number)| Some((name, number?))).collect(),
    };
    for (name, number) in missing.into_iter().filter(|(_, number)| !holds(*number)) {
        faults.push(
            page.error(Code::RuleFigure, &"display".into(), format!("`{display}` is printed, and `{name}` is {number}"))
                .related(page.value_place(&name.into()), "the bare number is here")
                .help("let both say the same number"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::case::said;

    fn figure(fields: &str) -> Vec<String> {
        said(&format!("=== figures/a.md\n{fields}"))
    }

    #[test]
    fn shares_and_ranges_can_be() {
        assert_eq!(
            figure("kind: share\nunit: '%'\ndisplay: 109%\nvalue: 109\n"),
            [
                "figures/a.md:7:8 error rule-figure | a share is from 0 to 100, and this is 109 | correct the number; if it is no share of a whole, choose another `kind`"
            ]
        );
        assert_eq!(
            figure("kind: rate\nunit: '%'\ndisplay: 140%\nvalue: 140\n"),
            [
                "figures/a.md:7:8 warning rule-figure | a rate in per cent is mostly from 0 to 100, and this is 140 | correct the number, unless it says by how much something grew or shrank"
            ]
        );
        assert_eq!(
            figure("kind: score\ndisplay: 371–128\nlow: 371\nhigh: 128\n"),
            [
                "figures/a.md:7:7 error rule-figure | the upper end of the range, 128, is below the lower end, 371 | put the smaller number in `low` and the larger one in `high`"
            ]
        );
        assert_eq!(
            figure("kind: count\ndisplay: '50'\nvalue: 50\nlow: 60\nhigh: 70\n"),
            ["figures/a.md:6:8 error rule-figure | 50 lies outside the range, 60 to 70 | correct the number or the range"]
        );
        assert_eq!(
            figure("kind: count\ndisplay: up to 70\nhigh: 70\n"),
            ["figures/a.md:6:7 error rule-figure | the range has a `high` and no `low` | add `low:`, or write the one number as `value:`"]
        );
        assert_eq!(
            figure("kind: count\ndisplay: '70'\n"),
            [
                "figures/a.md:5:10 error rule-figure | the figure is printed, but its bare number is missing | add the number as `value: 9.5`, or a range as `low:` and `high:`; charts and checks need it"
            ]
        );
    }

    #[test]
    fn the_printed_form_holds_the_number() {
        assert_eq!(
            figure("kind: rate\ndisplay: 9.5%\nvalue: 9.4\n"),
            ["figures/a.md:5:10 error rule-figure | `9.5%` is printed, and `value` is 9.4 | let both say the same number"]
        );
        for sound in [
            "display: over 1.3 million\nvalue: 1300000\n",
            "display: £58 million\nvalue: 58\n",
            "display: 1 in 7\nvalue: 14.3\n",
            "display: 15 of 15\nvalue: 15\n",
            "display: one third\nvalue: 33.3\n",
            "display: about 5,500\nvalue: 5500\n",
            "display: 128–371\nlow: 128\nhigh: 371\n",
        ] {
            assert_eq!(figure(&format!("kind: count\n{sound}")), Vec::<String>::new(), "{sound}");
        }
    }
}
