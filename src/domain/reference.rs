//! References a guest can read over the telephone: `AUR-7H3K9QMX`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// No 0/O, 1/I/L, U: nothing that is misheard or misread, and few accidental words.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTERS: usize = 8;

/// The hotel's code, a dash and eight letters; unique within the hotel.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Reference(String);

/// The text is no reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A reference looks like AUR-7H3K9QMX.")]
pub struct NotAReference;

impl Reference {
    /// The reference of `hotel_code` for 64 random bits.
    pub fn from_random(hotel_code: &str, random: u64) -> Self {
        let mut rest = random;
        let letters = (0..LETTERS).map(|_| {
            let index = usize::try_from(rest % 30).unwrap_or(0);
            rest /= 30;
            char::from(ALPHABET[index])
        });
        Self(format!("{hotel_code}-{}", letters.collect::<String>()))
    }

    /// The hotel it belongs to: the part before the dash.
    pub fn hotel_code(&self) -> &str {
        self.0.split_once('-').map_or("", |(code, _)| code)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Reference {
    type Err = NotAReference;

    /// Forgives case and blanks around it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim().to_ascii_uppercase();
        let Some((code, letters)) = text.split_once('-') else {
            return Err(NotAReference);
        };
        let code_is_sane =
            (2..=8).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric());
        let letters_are_sane =
            letters.len() == LETTERS && letters.bytes().all(|b| ALPHABET.contains(&b));
        if code_is_sane && letters_are_sane {
            Ok(Self(text))
        } else {
            Err(NotAReference)
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_misread_is_no_reference() {
        assert!("AUR-7H3K9QMX".parse::<Reference>().is_ok());
        for text in [
            "",
            "AUR",
            "AUR-",
            "-7H3K9QMX",
            "AUR-7H3K9QM",
            "AUR-7H3K9QMXX",
            "AUR-7H3K9QM0",
            "AUR-7H3K9QMO",
            "AUR-7H3K9QM1",
            "AUR-7H3K9QMI",
            "AUR-7H3K9QML",
            "AUR-7H3K9QMU",
            "A-7H3K9QMX",
            "AUR 7H3K9QMX",
            "AUR-7H3K-9QM",
            "ÄUR-7H3K9QMX",
        ] {
            assert_eq!(text.parse::<Reference>(), Err(NotAReference), "{text}");
        }
    }

    #[test]
    fn no_letter_stands_twice() {
        let letters: std::collections::BTreeSet<_> = ALPHABET.iter().collect();
        assert_eq!(letters.len(), ALPHABET.len());
    }

    proptest! {
        #[test]
        fn parses_back(code in "[A-Z0-9]{2,8}", random in any::<u64>()) {
            let reference = Reference::from_random(&code, random);
            prop_assert_eq!(reference.as_str().parse::<Reference>().unwrap(), reference.clone());
            prop_assert_eq!(reference.hotel_code(), code);
            let text = serde_json::to_string(&reference).unwrap();
            prop_assert_eq!(serde_json::from_str::<Reference>(&text).unwrap(), reference);
        }

        #[test]
        fn forgives_case_and_blanks(random in any::<u64>()) {
            let reference = Reference::from_random("AUR", random);
            let typed = format!("  {} ", reference.as_str().to_ascii_lowercase());
            prop_assert_eq!(typed.parse::<Reference>(), Ok(reference));
        }

        #[test]
        fn neighbours_differ(random in 0..u64::MAX) {
            prop_assert_ne!(
                Reference::from_random("AUR", random),
                Reference::from_random("AUR", random + 1)
            );
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            if let Ok(reference) = text.parse::<Reference>() {
                prop_assert_eq!(reference.to_string(), text.trim().to_ascii_uppercase());
            }
        }
    }
}
