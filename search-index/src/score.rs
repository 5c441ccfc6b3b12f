//! The arithmetic of ranking, in whole numbers: what the browser computes, too. FORMAT.md, "Ranking".

/// Sixteenths: a word as it was typed, a corrected one, what a word begins, a synonym, a word that is only alike.
pub const WHOLE: u64 = 16;
pub const CORRECTED: u64 = 14;
pub const BEGINS: u64 = 13;
pub const OTHER: u64 = 12;
pub const SYNONYM: u64 = 10;
pub const NEAR: u64 = 8;
/// Up to so many words, a page is marked down for those that it lacks.
pub const SHORT_QUERY: usize = 4;
/// Steps of an impact: 4 bits without zero.
pub const STEPS: u64 = 15;
/// Scores count in this many parts of the unit in which idf counts.
pub const PARTS: u64 = 8;

/// `256 · log2(x)` for `x ≥ 1`, rounded down, by halving and squaring alone: logarithms differ between machines, these do not.
pub fn log2_fixed(mut x: f64) -> u64 {
    let mut log = 0;
    while x >= 2.0 {
        x /= 2.0;
        log += 1;
    }
    for _ in 0..8 {
        x *= x;
        log *= 2;
        if x >= 2.0 {
            x /= 2.0;
            log += 1;
        }
    }
    log
}

/// How much a word tells that stands in `n` of `documents` pages (Robertson and Sparck Jones, with one added inside).
pub fn idf(documents: u64, n: u64) -> u64 {
    log2_fixed((documents as f64 + 1.0) / (n as f64 + 0.5)).max(1)
}

/// Scores of one group in the documents that have it, in `PARTS` of a unit, as 4 bits each and what a step of them is worth.
pub fn quantise(scores: impl Iterator<Item = f64> + Clone) -> (u16, Vec<u8>) {
    let most = scores.clone().fold(0.0, f64::max);
    let scale = (most * PARTS as f64 / STEPS as f64).round().clamp(1.0, f64::from(u16::MAX));
    let impact = |score: f64| (score * PARTS as f64 / scale).round().clamp(1.0, STEPS as f64) as u8;
    (scale as u16, scores.map(impact).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_are_near_enough_and_never_fall() {
        let mut before = 0;
        for step in 0..40_000 {
            let x = 1.0 + f64::from(step) * 0.25;
            let log = log2_fixed(x);
            assert!((log as f64 / 256.0 - x.log2()).abs() < 1.0 / 128.0, "{x}");
            assert!(log >= before);
            before = log;
        }
        assert_eq!((idf(10, 10), idf(9_567, 1)), (17, 3_235));
    }

    #[test]
    fn the_best_score_takes_the_last_step() {
        let (scale, impacts) = quantise([2_000.0, 100.0, 1_000.0, 3_000.0, 0.1].into_iter());
        assert_eq!((scale, impacts), (1_600, vec![10, 1, 5, 15, 1]));
    }
}
