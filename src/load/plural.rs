//! Which form of a phrase a number takes, by the categories of the CLDR: English has two, Welsh six.
//! A table of the languages of these islands and of those that many of their services are translated into; all others do as English
//! does. icu_plurals would know two hundred, and would bring its data along.

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Category {
    pub const ALL: &[Category] = &[Category::Zero, Category::One, Category::Two, Category::Few, Category::Many, Category::Other];

    pub fn name(self) -> &'static str {
        match self {
            Category::Zero => "zero",
            Category::One => "one",
            Category::Two => "two",
            Category::Few => "few",
            Category::Many => "many",
            Category::Other => "other",
        }
    }

    pub fn parse(name: &str) -> Option<Category> {
        Category::ALL.iter().copied().find(|category| category.name() == name)
    }
}

/// The category of a whole number in a language, which is named by its tag.
pub fn category(tag: &str, n: u64) -> Category {
    let (tens, hundreds) = (n % 10, n % 100);
    match primary(tag) {
        "cy" => match n {
            0 => Category::Zero,
            1 => Category::One,
            2 => Category::Two,
            3 => Category::Few,
            6 => Category::Many,
            _ => Category::Other,
        },
        "ga" => match n {
            1 => Category::One,
            2 => Category::Two,
            3..=6 => Category::Few,
            7..=10 => Category::Many,
            _ => Category::Other,
        },
        "gd" => match n {
            1 | 11 => Category::One,
            2 | 12 => Category::Two,
            3..=10 | 13..=19 => Category::Few,
            _ => Category::Other,
        },
        "ar" => match (n, hundreds) {
            (0, _) => Category::Zero,
            (1, _) => Category::One,
            (2, _) => Category::Two,
            (_, 3..=10) => Category::Few,
            (_, 11..=99) => Category::Many,
            _ => Category::Other,
        },
        "pl" => match (n, tens, hundreds) {
            (1, ..) => Category::One,
            (_, 2..=4, rest) if !(12..=14).contains(&rest) => Category::Few,
            _ => Category::Many,
        },
        "uk" => match (tens, hundreds) {
            (1, rest) if rest != 11 => Category::One,
            (2..=4, rest) if !(12..=14).contains(&rest) => Category::Few,
            _ => Category::Many,
        },
        // One form for every number.
        "zh" | "vi" | "th" | "ja" | "ko" => Category::Other,
        _ if n == 1 => Category::One,
        _ => Category::Other,
    }
}

/// The categories that whole numbers of a language take, and `other`, which every phrase has.
pub fn categories(tag: &str) -> &'static [Category] {
    use Category::{Few, Many, One, Other, Two};
    match primary(tag) {
        "cy" | "ar" => Category::ALL,
        "ga" => &[One, Two, Few, Many, Other],
        "gd" => &[One, Two, Few, Other],
        "pl" | "uk" => &[One, Few, Many, Other],
        "zh" | "vi" | "th" | "ja" | "ko" => &[Other],
        _ => &[One, Other],
    }
}

/// The language of a tag without its region and script: `cy` of `cy-GB`.
pub fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn welsh_has_six_forms_and_english_two() {
        let names = |tag: &str| (0..8).map(|n| category(tag, n).name()).collect::<Vec<_>>();
        assert_eq!(names("cy"), ["zero", "one", "two", "few", "other", "other", "many", "other"]);
        assert_eq!(names("en-GB"), ["other", "one", "other", "other", "other", "other", "other", "other"]);
    }

    #[test]
    fn a_number_never_takes_a_form_that_its_language_has_not() {
        for tag in ["cy", "en", "ga", "gd", "ar", "pl", "uk", "zh", "fr"] {
            for n in 0..1000 {
                assert!(categories(tag).contains(&category(tag, n)), "{tag} {n}");
            }
        }
    }
}
