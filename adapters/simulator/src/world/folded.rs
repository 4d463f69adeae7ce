//! Names as they are compared: however they are typed, written or printed, the same name is the same (operations.md,
//! REG-5).
//!
//! The tables of Unicode are those of two crates: compatibility decomposition by `unicode-normalization`, full case
//! folding by `unicase`.

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Latin letters that no decomposition takes apart, by what people type who do not have them.
const LETTERS: [(char, &str); 10] = [
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ħ', "h"),
    ('ŧ', "t"),
    ('ı', "i"),
];

/// A name without what is typed in more than one way.
pub(super) fn folded(name: &str) -> String {
    // Before the decomposition too: it makes a space and an accent of an acute accent that was typed as an apostrophe.
    let plain: String = name.chars().filter(|c| !is_passed_over(*c)).collect();
    let decomposed: String = plain.nfkd().collect();
    let case = UniCase::unicode(decomposed).to_folded_case();
    let mut folded = String::with_capacity(case.len());
    let mut after_latin = false;
    for c in case.nfkd().filter(|c| !is_passed_over(*c)) {
        if is_combining_mark(c) {
            // A mark of another script is a part of the letter.
            if !after_latin {
                folded.push(c);
            }
        } else if let Some((_, typed)) = LETTERS.iter().find(|(letter, _)| *letter == c) {
            folded.push_str(typed);
            after_latin = true;
        } else {
            folded.push(c);
            after_latin = is_latin(c);
        }
    }
    folded
}

/// Whether two names are the same. A name of which nothing is left is the same as none.
pub(super) fn same_name(a: &str, b: &str) -> bool {
    let a = folded(a);
    !a.is_empty() && a == folded(b)
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{00C0}'..='\u{024F}' | '\u{1E00}'..='\u{1EFF}')
}

/// Apostrophes, dashes, full stops and spaces, of any kind.
fn is_passed_over(c: char) -> bool {
    let is_apostrophe = matches!(
        c,
        '\'' | '`'
            | '\u{00B4}'
            | '\u{02B9}'
            | '\u{02BB}'
            | '\u{02BC}'
            | '\u{02BD}'
            | '\u{02C8}'
            | '\u{02CA}'
            | '\u{02CB}'
            | '\u{2018}'
            ..='\u{201B}' | '\u{2032}' | '\u{2035}' | '\u{A78B}' | '\u{A78C}' | '\u{FF07}' | '\u{FF40}'
    );
    let is_dash = matches!(
        c,
        '-' | '\u{00AD}' | '\u{058A}' | '\u{05BE}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{207B}'
                | '\u{208B}'
                | '\u{2212}'
                | '\u{2E3A}'
                | '\u{2E3B}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{FF0D}'
    );
    let is_full_stop = matches!(c, '.' | '\u{2024}' | '\u{3002}' | '\u{FE52}' | '\u{FF0E}' | '\u{FF61}');
    let is_space = c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}');
    is_apostrophe || is_dash || is_full_stop || is_space
}

#[cfg(test)]
mod tests {
    use super::*;

    // REG-5
    #[test]
    fn one_name_in_all_its_forms() {
        for (name, forms) in [
            ("Nuñez", &["NUÑEZ", "Nun\u{303}ez", "Nunez", " nunez\t"][..]),
            ("D'Souza", &["D\u{2019}Souza", "DSOUZA", "d`souza", "D\u{B4}Souza", "D\u{2BC}Souza", "D Souza"]),
            (
                "Smythe-Jones",
                &["Smythe\u{2013}Jones", "SMYTHE JONES", "Smythe\u{2011}Jones", "Smythe\u{2212}Jones"],
            ),
            ("St. John", &["St John", "ST.JOHN", "St\u{A0}John"]),
            ("Müller", &["MULLER", "Mu\u{308}ller"]),
            ("Strauß", &["STRAUSS", "strauss", "STRAUẞ"]),
            ("Łuczak", &["Luczak", "łUCZAK"]),
            ("Sørensen", &["SORENSEN"]),
            ("Æthelred", &["aethelred", "\u{1D2D}thelred"]),
            ("Ó Dálaigh", &["O'Dalaigh", "ODALAIGH"]),
            ("Nguyễn", &["nguyen", "NGUYE\u{302}\u{303}N"]),
            ("Adébayọ̀", &["Adebayo"]),
            ("\u{FB01}nn", &["Finn", "ＦＩＮＮ"]),
        ] {
            for form in forms {
                assert!(same_name(name, form) && same_name(form, name), "{name} {form}");
            }
        }
    }

    #[test]
    fn other_names_are_others_and_nothing_is_nobody_s() {
        for (a, b) in [
            ("Nuñez", "Nuner"),
            ("Smith", "Smyth"),
            ("", ""),
            ("-", "'"),
            (".", ""),
            // A mark of another script is a part of the letter: short i and i.
            ("Йосиф", "Иосиф"),
        ] {
            assert!(!same_name(a, b), "{a} {b}");
        }
        assert!(same_name("Йосиф", "\u{418}\u{306}осиф"));
    }

    #[test]
    fn what_is_folded_is_not_folded_further() {
        for name in ["Adébayọ̀", "Nguyễn", "Łuczak", "Ó Dálaigh", "Strauß", "Йосиф", "İnan"] {
            assert_eq!(folded(&folded(name)), folded(name), "{name}");
        }
    }
}
