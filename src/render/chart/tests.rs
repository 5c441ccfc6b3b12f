use proptest::prelude::*;

use super::*;
use crate::assemble::resolved::{ChartRow, ChartValue};
use crate::render::body::tests::assert_sound;

const ONE: i128 = 1_000_000;
const DRAWN: [ChartShape; 4] = [ChartShape::Bar, ChartShape::Line, ChartShape::Dot, ChartShape::Range];

fn value(number: i128) -> ChartValue {
    ChartValue { display: number.to_string(), span: Some((number * ONE, number * ONE)) }
}

fn chart(shape: ChartShape, rows: &[(&str, &[i128])]) -> ChartBlock {
    let series = rows.first().map_or(0, |(_, values)| values.len());
    ChartBlock {
        title: "Posts".into(),
        description: "What it shows.".into(),
        shape,
        series: (0..series).map(|at| format!("series {at}")).collect(),
        rows: rows
            .iter()
            .map(|(label, values)| ChartRow {
                label: (*label).into(),
                values: values.iter().copied().map(value).collect(),
                ..ChartRow::default()
            })
            .collect(),
        ..ChartBlock::default()
    }
}

fn drawn(chart: &ChartBlock) -> String {
    let svg = draw(chart, "c").into_string();
    assert_sound(&svg);
    svg
}

/// The values of an attribute of all elements of a name, in order.
fn all<'a>(svg: &'a str, element: &str, attribute: &str) -> Vec<&'a str> {
    let (open, name) = (format!("<{element} "), format!(" {attribute}=\""));
    let tags = svg.match_indices(&open).filter_map(|(at, _)| svg[at..].split('>').next());
    tags.filter_map(|tag| tag.split_once(&name)?.1.split('"').next()).collect()
}

#[test]
fn bars_begin_at_nought_and_are_as_long_as_their_numbers() {
    let svg = drawn(&chart(ChartShape::Bar, &[("a", &[50]), ("b", &[25]), ("c", &[0])]));
    assert_eq!(all(&svg, "rect", "x"), ["0%", "0%"]);
    assert_eq!(all(&svg, "rect", "width"), ["87%", "43.5%"]);
    for words in [">a</text>", ">50</text>", ">0</text>"] {
        assert!(svg.contains(words), "{words} in {svg}");
    }
    // One number, however great or small, is as long as there is room.
    for number in [1, 1_000_000_000_000_000_000_000] {
        let mut one = chart(ChartShape::Bar, &[("a", &[number])]);
        one.rows[0].values[0].display = "x".into();
        assert_eq!(all(&drawn(&one), "rect", "width"), ["90.66%"]);
    }
}

#[test]
fn what_is_below_nought_goes_the_other_way() {
    let svg = drawn(&chart(ChartShape::Bar, &[("a", &[10]), ("b", &[-10])]));
    assert_eq!(all(&svg, "rect", "x"), ["41.67%", "0%"]);
    assert_eq!(all(&svg, "rect", "width"), ["41.67%", "41.67%"]);
    let svg = drawn(&chart(ChartShape::Bar, &[("a", &[-10]), ("b", &[-5])]));
    assert_eq!(all(&svg, "rect", "x"), ["0%", "41.67%"]);
    drawn(&chart(ChartShape::Line, &[("a", &[-10]), ("b", &[5])]));
}

#[test]
fn series_differ_by_pattern_or_shape_and_are_named() {
    let svg = drawn(&chart(ChartShape::Bar, &[("a", &[4, 3, 2, 1])]));
    let (legend, bars): (Vec<_>, Vec<_>) =
        svg.split("<rect ").skip(1).map(|tag| &tag[..tag.find("/>").expect("ends")]).partition(|tag| tag.contains("width=\"18\""));
    let pattern = |tag: &&str| tag.split_once("\" fill").map_or(String::new(), |(_, pattern)| pattern.to_owned());
    let patterns: Vec<String> = bars.iter().map(pattern).collect();
    assert_eq!(legend.iter().map(pattern).collect::<Vec<_>>(), patterns);
    assert_eq!(patterns.iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
    for shape in DRAWN {
        let svg = drawn(&chart(shape, &[("a", &[4, 3]), ("b", &[1, 2])]));
        assert!(svg.contains(">series 0</text>") && svg.contains(">series 1</text>"), "{svg}");
    }
}

#[test]
fn a_range_goes_from_its_low_to_its_high() {
    let mut range = chart(ChartShape::Range, &[("a", &[0]), ("b", &[0])]);
    range.rows[0].values[0] = ChartValue { display: "128–371".into(), span: Some((128 * ONE, 371 * ONE)) };
    range.rows[1].values[0] = ChartValue { display: "176–474".into(), span: Some((176 * ONE, 474 * ONE)) };
    let svg = drawn(&range);
    let thick: Vec<&str> = svg.split("<line ").filter(|tag| tag.contains("stroke-width=\"6\"")).collect();
    assert!(thick[0].starts_with("x1=\"18.55%\"") && thick[0].contains("x2=\"53.77%\""), "{}", thick[0]);
    assert!(thick[1].contains("x2=\"68.7"), "{}", thick[1]);
}

#[test]
fn a_line_has_a_gap_where_a_number_is_missing() {
    let mut line = chart(ChartShape::Line, &[("2006", &[1]), ("2007", &[2]), ("2008", &[3]), ("2009", &[4])]);
    let segments = |chart: &ChartBlock| drawn(chart).matches("stroke-width=\"2\"").count();
    assert_eq!(segments(&line), 3);
    line.rows[1].values[0] = ChartValue { display: "not known".into(), span: None };
    assert_eq!(segments(&line), 1);
    line.rows[1].values[0] = ChartValue { display: "somewhere between 1 and 9".into(), span: Some((ONE, 9 * ONE)) };
    assert_eq!(segments(&line), 1);
    assert!(!drawn(&line).contains("somewhere"));
    // Of many names, those that fit are written, and always the last.
    let many: Vec<(String, [i128; 1])> = (1950..2010).map(|year| (year.to_string(), [year])).collect();
    let rows: Vec<(&str, &[i128])> = many.iter().map(|(name, values)| (name.as_str(), values.as_slice())).collect();
    let svg = drawn(&chart(ChartShape::Line, &rows));
    assert!(svg.contains(">2009</text>") && svg.matches("</text>").count() < 16, "{svg}");
}

#[test]
fn a_value_too_long_to_stand_beside_its_mark_stands_above_it() {
    let mut long = chart(ChartShape::Bar, &[("a", &[1])]);
    long.rows[0].is_high = true;
    long.rows[0].values[0].display = "about one in three of those asked, in all".into();
    let svg = drawn(&long);
    assert_eq!(all(&svg, "rect", "width"), ["99%"]);
    assert!(svg.contains("font-weight=\"700\">a</text>"), "what is brought out is bold: {svg}");
    assert!(svg.contains(">about one in three of those</text>") && svg.contains(">asked, in all</text>"), "{svg}");
}

#[test]
fn nothing_to_draw_draws_nothing() {
    for shape in DRAWN {
        assert!(draw(&chart(shape, &[]), "c").is_empty());
        let mut unknown = chart(shape, &[("a", &[1])]);
        unknown.rows[0].values[0].span = None;
        assert!(draw(&unknown, "c").is_empty());
    }
    assert!(draw(&chart(ChartShape::Table, &[("a", &[1])]), "c").is_empty());
}

#[test]
fn long_labels_go_on_in_the_next_line() {
    assert_eq!(words::wrap("vacancy rate among field social workers", 31), ["vacancy rate among field social", "workers"]);
    assert_eq!(words::wrap(&"x".repeat(70), 31), ["x".repeat(31), "x".repeat(31), "x".repeat(8)]);
    assert_eq!(words::wrap("  ", 31), Vec::<String>::new());
    let long = words::wrap(&"word ".repeat(60), 31);
    assert!(long.len() == 6 && long[5].ends_with('…') && long.iter().all(|line| words::width(line) <= 31), "{long:?}");
    assert_eq!(words::cut("社会工作者", 6), "社会…");
    let (opening, rest) = words::opening(&["people who said that one", "people who said that two"]).expect("is shared");
    assert_eq!((opening.as_str(), rest.as_slice()), ("people who said that…", ["… one".to_owned(), "… two".to_owned()].as_slice()));
    assert!(words::opening(&["people who said that", "people who said that two"]).is_none());
    assert!(words::opening(&["one", "two"]).is_none() && words::opening(&["a b c d e"]).is_none());
}

proptest! {
    #[test]
    fn whatever_is_drawn_is_sound_fits_and_comes_out_alike(
        labels in prop::collection::vec("\\PC{0,60}|[<>&\"' \\x00-\\x1f]{0,9}", 1..5),
        numbers in prop::collection::vec(-1e27f64..1e27, 8),
        shape in 0..4usize,
    ) {
        let numbers: Vec<i128> = numbers.iter().map(|number| *number as i128).collect();
        let rows: Vec<(&str, &[i128])> =
            labels.iter().enumerate().map(|(at, label)| (label.as_str(), &numbers[at..at + 2])).collect();
        let mut chart = chart(DRAWN[shape], &rows);
        chart.title.clone_from(&labels[0]);
        chart.series[0].clone_from(&labels[0]);
        let svg = drawn(&chart);
        prop_assert_eq!(&svg, &draw(&chart, "c").into_string());
        prop_assert!(!svg.contains("style=") && !svg.contains("NaN"));
        for share in svg.match_indices("%\"").filter_map(|(at, _)| svg[..at].rsplit('"').next()) {
            let share: f64 = share.parse().expect("a number before the sign");
            prop_assert!((0.0..=100.0).contains(&share), "{}", share);
        }
    }
}
