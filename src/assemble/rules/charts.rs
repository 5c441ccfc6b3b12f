//! Charts: bars that stand side by side count the same kind of thing on the same base, and there is something to draw.

use super::page::Page;
use crate::assemble::figure::Figure;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::load::value::{KeyPath, Value};

const WHY: &str = "if they must stand together, say why in `mixed_ok`; readers will see the reason";

/// All that shares an axis has one kind, one unit and one base, unless the page gives a reason, which is printed.
pub fn one_kind_per_axis(page: &Page, faults: &mut Diagnostics) {
    if page.text("mixed_ok").is_some_and(|reason| !reason.trim().is_empty()) {
        return;
    }
    let figures: Vec<(KeyPath, &Figure)> =
        page.texts("figures").filter_map(|(path, name)| Some((path, page.world.figure(name)?))).collect();
    let Some(((_, first), others)) = figures.split_first() else { return columns(page, faults) };
    for (path, figure) in others {
        let place = |field: &KeyPath, figure: &Figure| page.world.documents[figure.page].sheet.value_place(field);
        let (a, b) = (&first.name, &figure.name);
        let unlike = |field: KeyPath, message: String| {
            page.error(Code::RuleChart, path, message)
                .related(place(&field, first), format!("`{a}` says so here"))
                .related(place(&field, figure), format!("`{b}` says so here"))
                .help("show only figures of one kind and one base, or make two charts")
                .help(WHY)
        };
        if first.kind != figure.kind {
            let kinds = format!("`{a}` is a {} and `{b}` a {}", lower(&first.kind.label), lower(&figure.kind.label));
            faults.push(unlike("kind".into(), format!("unlike figures share an axis: {kinds}")));
        } else if plain(&first.unit) != plain(&figure.unit) {
            let units = format!("`{a}` is in {} and `{b}` in {}", first.unit, figure.unit);
            faults.push(unlike("unit".into(), format!("unlike figures share an axis: {units}")));
        } else if plain(&first.base) != plain(&figure.base) {
            let bases = format!("`{a}` is out of {}, `{b}` out of {}", first.base, figure.base);
            faults.push(unlike(KeyPath::from("base").key("text"), format!("figures on different bases share an axis: {bases}")));
        }
    }
    // The records themselves warn of others that look alike; what is unlike was reported above.
    let alike = |a: &Figure, b: &Figure| a.kind == b.kind && plain(&a.unit) == plain(&b.unit) && plain(&a.base) == plain(&b.base);
    for (at, (path, figure)) in figures.iter().enumerate() {
        for (_, other) in figures[..at].iter().filter(|(_, other)| alike(figure, other)) {
            let warned = |a: &Figure, b: &Figure| a.not_comparable.iter().any(|name| *name == b.name || *name == b.id);
            let (by, of) = if warned(figure, other) { (figure, other) } else { (other, figure) };
            if warned(by, of) {
                let record = &page.world.documents[by.page];
                faults.push(
                    page.error(Code::RuleChart, path, format!("`{}` and `{}` may not be compared", other.name, figure.name))
                        .related(record.sheet.value_place(&"not_comparable_with".into()), "the record says so here")
                        .help("show them in charts of their own")
                        .help(WHY),
                );
            }
        }
    }
}

/// Columns of a dataset that are drawn together have one unit.
fn columns(page: &Page, faults: &mut Diagnostics) {
    let Some(dataset) = page.text("dataset").and_then(|name| page.other(name, &["dataset"])) else { return };
    let unit = |heading: &str| {
        let column = dataset.groups("columns").find(|(_, column)| column.text("name") == Some(heading))?;
        Some((dataset.value_place(&column.0), column.1.text("unit").unwrap_or_default()))
    };
    let mut drawn = page.texts("value_columns").filter_map(|(path, heading)| Some((path, heading, unit(heading)?)));
    let Some((_, first, (first_place, first_unit))) = drawn.next() else { return };
    for (path, heading, (place, unit)) in drawn.filter(|(_, _, (_, unit))| plain(unit) != plain(first_unit)) {
        let named = |unit: &str| if unit.is_empty() { "no unit".to_owned() } else { unit.to_owned() };
        faults.push(
            page.error(
                Code::RuleChart,
                &path,
                format!("unlike columns share an axis: `{first}` is in {} and `{heading}` in {}", named(first_unit), named(unit)),
            )
            .related(first_place.clone(), format!("`{first}` is described here"))
            .related(place, format!("`{heading}` is described here"))
            .help("show only columns in one unit, or make two charts")
            .help(WHY),
        );
    }
    rows(page, dataset, faults);
}

/// Rows that are drawn together are out of the same, where a column of the dataset says out of what they are.
fn rows(page: &Page, dataset: Page, faults: &mut Diagnostics) {
    let Some(table) = page.world.table_of(dataset.index) else { return };
    for (path, column) in dataset.groups("columns").filter(|(_, column)| column.get("base").and_then(Value::as_bool) == Some(true)) {
        let Some(at) = column.text("name").and_then(|heading| table.column(heading)) else { continue };
        let base = |row: &Vec<String>| row.get(at).cloned().unwrap_or_default();
        let Some(first) = table.rows.first().map(base) else { continue };
        if let Some(other) = table.rows.iter().map(base).find(|other| plain(other) != plain(&first)) {
            faults.push(
                page.error(Code::RuleChart, &"dataset".into(), format!("rows on different bases share an axis: `{first}` and `{other}`"))
                    .related(dataset.value_place(&path), "this column says what each row is out of")
                    .help("keep rows of one base in a file of their own, or make two charts")
                    .help(WHY),
            );
        }
    }
}

/// A chart names key figures, or columns that its dataset has.
pub fn chart_has_data(page: &Page, faults: &mut Diagnostics) {
    let mut report = |place: Place, message: String, help: String| {
        faults.push(Diagnostic::error(Code::ChartData, place, message).help(help));
    };
    let named = page.texts("figures").next().is_some();
    let Some(dataset) = page.text("dataset") else {
        if !named {
            let help = "name key figures, as in `figures: [vac-child, vac-adult]`, or a `dataset` and its `value_columns`";
            report(page.key_place(&"chart_type".into()), "the chart has nothing to show".into(), help.into());
        }
        return;
    };
    if named {
        let message = "the chart has both key figures and a dataset".to_owned();
        report(
            page.value_place(&"dataset".into()),
            message,
            "keep `figures` or `dataset`; of both, only the figures would be drawn".into(),
        );
        return;
    }
    let Some(table) = page.other(dataset, &["dataset"]).and_then(|dataset| page.world.table_of(dataset.index)) else { return };
    let list = table.header.join(", ");
    for name in ["label_column", "value_columns"] {
        let written: Vec<(KeyPath, &str)> = match page.text(name) {
            Some(heading) => vec![(name.into(), heading)],
            None => page.texts(name).collect(),
        };
        if written.is_empty() {
            report(
                page.value_place(&"dataset".into()),
                format!("the chart does not say its `{name}`"),
                format!("choose from the columns: {list}"),
            );
        }
        for (path, heading) in written.into_iter().filter(|(_, heading)| table.column(heading).is_none()) {
            report(page.value_place(&path), format!("`{dataset}` has no column `{heading}`"), format!("its columns are: {list}"));
        }
    }
    if table.rows.is_empty() {
        report(page.value_place(&"dataset".into()), format!("`{dataset}` has no rows"), format!("add rows to {}", table.source.path));
    }
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A label inside a sentence.
fn lower(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::super::case::said;

    const FIGURES: &str = "=== figures/a.md\nid: kf-0001\nkind: share-agree\nunit: '%'\ndisplay: 92%\nvalue: 92\nbase: {text: all who answered}\n=== figures/b.md\nkind: share-top-rating\nunit: '%'\ndisplay: 81%\nvalue: 81\nbase: {text: all who answered}\n=== figures/c.md\nkind: share-agree\nunit: '%'\ndisplay: 89%\nvalue: 89\nbase: {text: some who answered}\n=== figures/d.md\nkind: share-agree\nunit: '%'\ndisplay: 88%\nvalue: 88\nbase: {text: all who answered}\nnot_comparable_with: [kf-0001]\n";

    #[test]
    fn what_shares_an_axis_counts_the_same() {
        let chart = |more: &str| said(&format!("{FIGURES}=== charts/x.md\nchart_type: bar\n{more}"));
        let why = "if they must stand together, say why in `mixed_ok`; readers will see the reason";
        assert_eq!(
            chart("figures: [a, b]\n"),
            [format!(
                "charts/x.md:5:14 error rule-chart | unlike figures share an axis: `a` is a share who agree and `b` a share who gave the top rating | show only figures of one kind and one base, or make two charts; {why}"
            )]
        );
        assert_eq!(
            chart("figures: [a, c]\n"),
            [format!(
                "charts/x.md:5:14 error rule-chart | figures on different bases share an axis: `a` is out of all who answered, `c` out of some who answered | show only figures of one kind and one base, or make two charts; {why}"
            )]
        );
        assert_eq!(
            chart("figures: [a, d]\n"),
            [format!("charts/x.md:5:14 error rule-chart | `a` and `d` may not be compared | show them in charts of their own; {why}")]
        );
        assert_eq!(chart("figures: [a, b]\nmixed_ok: They stand together so that readers see all of it.\n"), Vec::<String>::new());
    }

    #[test]
    fn rows_in_one_chart_have_one_base() {
        let chart = |rows: &str, more: &str| -> Vec<String> {
            let data = "=== data/d.md\nfiles: [{csv: d.csv}]\ncolumns: [{name: who}, {name: share}, {name: of, base: true}]\n=== data/d.csv\nwho,share,of\n";
            let all = said(&format!(
                "{data}{rows}=== charts/x.md\nchart_type: bar\ndataset: d\nlabel_column: who\nvalue_columns: [share]\n{more}"
            ));
            all.into_iter().filter(|line| line.starts_with("charts/")).collect()
        };
        assert_eq!(
            chart("a,1,posts\nb,2,staff\n", ""),
            [
                "charts/x.md:5:10 error rule-chart | rows on different bases share an axis: `posts` and `staff` | keep rows of one base in a file of their own, or make two charts; if they must stand together, say why in `mixed_ok`; readers will see the reason"
            ]
        );
        assert_eq!(chart("a,1,posts\nb,2,Posts\n", ""), Vec::<String>::new());
        assert_eq!(chart("a,1,posts\nb,2,staff\n", "mixed_ok: Compare within a row and not across rows.\n"), Vec::<String>::new());
    }

    #[test]
    fn columns_in_one_chart_have_one_unit_and_exist() {
        let data = "=== data/d.md\nfiles: [{csv: d.csv}]\ncolumns: [{name: who}, {name: share, unit: '%'}, {name: posts}]\n=== data/d.csv\nwho,share,posts\na,1,2\n";
        let chart = |more: &str| -> Vec<String> {
            let all = said(&format!("{data}=== charts/x.md\nchart_type: bar\n{more}"));
            all.into_iter().filter(|line| line.starts_with("charts/")).collect()
        };
        assert_eq!(
            chart("dataset: d\nlabel_column: who\nvalue_columns: [share, posts]\n"),
            [
                "charts/x.md:7:24 error rule-chart | unlike columns share an axis: `share` is in % and `posts` in no unit | show only columns in one unit, or make two charts; if they must stand together, say why in `mixed_ok`; readers will see the reason"
            ]
        );
        assert_eq!(
            chart("dataset: d\nvalue_columns: [shares]\n"),
            [
                "charts/x.md:5:10 error chart-data | the chart does not say its `label_column` | choose from the columns: who, share, posts",
                "charts/x.md:6:17 error chart-data | `d` has no column `shares` | its columns are: who, share, posts",
            ]
        );
        assert_eq!(
            chart("alt: Nothing at all.\n"),
            [
                "charts/x.md:4:1 error chart-data | the chart has nothing to show | name key figures, as in `figures: [vac-child, vac-adult]`, or a `dataset` and its `value_columns`"
            ]
        );
    }
}
