//! Card data never rests with us: it is blanked out before the first byte is stored.
//!
//! Partners send card numbers and even security codes in clear. A hotel that keeps them, if only
//! in a log of raw messages, answers for them. So the bytes go through [`mask_cards`] first.
//! A masked digit becomes `*`: the length stays, the last four digits of a number stay.

/// Elements and attributes that hold a card number.
const NUMBER_NAMES: [&str; 4] = ["CardNumber", "PlainText", "CreditCardNumber", "PAN"];

/// Elements and attributes that hold a security code or the magnetic stripe: nothing may stay.
const SECRET_NAMES: [&str; 12] = [
    "SeriesCode",
    "CVV",
    "CVV2",
    "CVC",
    "CVC2",
    "CSC",
    "CardSecurityCode",
    "SecurityCode",
    "VerificationValue",
    "VerificationCode",
    "MagneticStripe",
    "PIN",
];

/// Shortest and longest card number, in digits.
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 13..=19;

/// The same bytes without card numbers and security codes; any bytes, well-formed or not.
///
/// Masked are: text and attributes whose name says that they hold one; and everywhere else, runs
/// of 13 to 19 digits that pass the Luhn check, in one piece or in the groups printed on cards.
pub fn mask_cards(raw: &[u8]) -> Vec<u8> {
    let mut bytes = raw.to_vec();
    mask_markup(&mut bytes);
    mask_numbers(&mut bytes);
    bytes
}

/// [`mask_cards`] for text.
pub fn mask_text(text: &str) -> String {
    // Only ASCII bytes are replaced, by ASCII.
    String::from_utf8_lossy(&mask_cards(text.as_bytes())).into_owned()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Secret {
    /// The last four digits may stay.
    Number,
    /// Nothing may stay.
    Whole,
}

/// What a name, with or without prefix, promises to hold.
fn secret_named(name: &[u8]) -> Option<Secret> {
    let local = name.rsplit(|&b| b == b':').next().unwrap_or(name);
    let one_of = |names: &[&str]| {
        names
            .iter()
            .any(|n| local.eq_ignore_ascii_case(n.as_bytes()))
    };
    if one_of(&NUMBER_NAMES) {
        Some(Secret::Number)
    } else {
        one_of(&SECRET_NAMES).then_some(Secret::Whole)
    }
}

/// Masks the content of elements and the values of attributes with telling names.
fn mask_markup(bytes: &mut [u8]) {
    let mut at = 0;
    while let Some(open) = find(bytes, at, b"<") {
        let name_end = end_of_name(bytes, open + 1);
        let tag_end = mask_attributes(bytes, name_end);
        let name = bytes[open + 1..name_end].to_vec();
        let empty = tag_end >= 2 && bytes.get(tag_end - 2) == Some(&b'/');
        at = match secret_named(&name) {
            Some(secret) if !empty => {
                let close = [b"</", name.as_slice()].concat();
                let end = find(bytes, tag_end, &close).unwrap_or(bytes.len());
                mask_content(bytes, tag_end..end, secret);
                end
            }
            _ => tag_end,
        };
    }
}

/// The first position at or after `from` where `needle` stands.
fn find(bytes: &[u8], from: usize, needle: &[u8]) -> Option<usize> {
    bytes
        .get(from..)?
        .windows(needle.len())
        .position(|w| w == needle)
        .map(|at| from + at)
}

fn end_of_name(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/' | b'=' | b'<' | b'"');
    from + rest.iter().position(ends).unwrap_or(rest.len())
}

/// Masks the attributes of a tag from behind its name on; returns the position behind its `>`.
fn mask_attributes(bytes: &mut [u8], from: usize) -> usize {
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'>' {
            return at + 1;
        }
        if byte == b'<' {
            return at;
        }
        if byte.is_ascii_whitespace() || matches!(byte, b'/' | b'=' | b'"' | b'\'') {
            at += 1;
            continue;
        }
        let name = at..end_of_name(bytes, at).max(at + 1);
        at = name.end;
        if let Some(value) = value_behind(bytes, at) {
            if let Some(secret) = secret_named(&bytes[name]) {
                mask_range(bytes, &value, secret);
            }
            at = value.end + 1;
        }
    }
    bytes.len()
}

/// The range between the quotes of `= "value"`, if that follows.
fn value_behind(bytes: &[u8], from: usize) -> Option<std::ops::Range<usize>> {
    let skip = |at: usize| {
        let rest = bytes.get(at..)?;
        rest.iter()
            .position(|b| !b.is_ascii_whitespace())
            .map(|blanks| at + blanks)
    };
    let equals = skip(from).filter(|&at| bytes[at] == b'=')?;
    let quote = skip(equals + 1).filter(|&at| matches!(bytes[at], b'"' | b'\''))?;
    let end = find(bytes, quote + 1, &bytes[quote..=quote])?;
    Some(quote + 1..end)
}

/// Masks what stands between the tags of an element, also inside CDATA and deeper elements.
fn mask_content(bytes: &mut [u8], range: std::ops::Range<usize>, secret: Secret) {
    const CDATA: &[u8] = b"<![CDATA[";
    let mut positions = Vec::new();
    let mut at = range.start;
    while at < range.end {
        if bytes[at..].starts_with(CDATA) {
            at += CDATA.len();
        } else if bytes[at] == b'<' {
            at = mask_attributes(bytes, end_of_name(bytes, at + 1)).max(at + 1);
        } else {
            positions.push(at);
            at += 1;
        }
    }
    mask_positions(bytes, &positions, secret);
}

fn mask_range(bytes: &mut [u8], range: &std::ops::Range<usize>, secret: Secret) {
    let positions: Vec<usize> = range.clone().collect();
    mask_positions(bytes, &positions, secret);
}

fn mask_positions(bytes: &mut [u8], positions: &[usize], secret: Secret) {
    let digits: Vec<usize> = positions
        .iter()
        .copied()
        .filter(|&at| bytes[at].is_ascii_digit())
        .collect();
    match secret {
        Secret::Number => {
            let shown = if digits.len() >= *CARD_DIGITS.start() {
                4
            } else {
                0
            };
            for &at in &digits[..digits.len() - shown] {
                bytes[at] = b'*';
            }
        }
        Secret::Whole => {
            for &at in positions {
                if bytes[at].is_ascii_alphanumeric() {
                    bytes[at] = b'*';
                }
            }
        }
    }
}

/// Masks card numbers wherever they stand.
fn mask_numbers(bytes: &mut [u8]) {
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let run = run_of_digits(bytes, at);
        match printed_groups(bytes, at)
            .into_iter()
            .chain([run.clone()])
            .find(|r| is_card(bytes, r))
        {
            Some(card) => {
                mask_range(bytes, &card, Secret::Number);
                at = card.end;
            }
            None => at = run.end,
        }
    }
}

fn run_of_digits(bytes: &[u8], from: usize) -> std::ops::Range<usize> {
    let length = bytes[from..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    from..from + length
}

/// The span of 4-4-4-4, 4-4-4-4-3 or 4-6-5 digits with one kind of separator, as printed on cards.
fn printed_groups(bytes: &[u8], from: usize) -> Option<std::ops::Range<usize>> {
    let separator = *bytes.get(run_of_digits(bytes, from).end)?;
    if !matches!(separator, b' ' | b'-' | b'.') {
        return None;
    }
    let mut groups = Vec::new();
    let mut end = from;
    loop {
        let group = run_of_digits(bytes, if groups.is_empty() { from } else { end + 1 });
        if group.is_empty() {
            break;
        }
        end = group.end;
        groups.push(group.len());
        if groups.len() == 5 || bytes.get(end) != Some(&separator) {
            break;
        }
    }
    matches!(
        groups.as_slice(),
        [4, 4, 4, 1..=4] | [4, 4, 4, 4, 3] | [4, 6, 5]
    )
    .then_some(from..end)
}

/// Whether the digits in the range are a card number by length and Luhn's check.
fn is_card(bytes: &[u8], range: &std::ops::Range<usize>) -> bool {
    let digits: Vec<u32> = bytes[range.clone()]
        .iter()
        .filter(|b| b.is_ascii_digit())
        .map(|b| u32::from(b - b'0'))
        .collect();
    // A row of zeros passes the check and is no card.
    CARD_DIGITS.contains(&digits.len()) && digits.iter().any(|&d| d != 0) && passes_luhn(&digits)
}

fn passes_luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, &digit)| match (index % 2, digit * 2) {
            (0, _) => digit,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn masked(text: &str) -> String {
        mask_text(text)
    }

    #[test]
    fn a_number_keeps_its_last_four_digits() {
        assert_eq!(
            masked("Visa 4444333322221111, thanks"),
            "Visa ************1111, thanks"
        );
        assert_eq!(masked("4444 3333 2222 1111"), "**** **** **** 1111");
        assert_eq!(masked("4444-3333-2222-1111"), "****-****-****-1111");
        assert_eq!(masked("3782 822463 10005"), "**** ****** *0005");
    }

    #[test]
    fn other_digits_stay() {
        for text in [
            "2023-01-01 2023-01-12 2023-03-21T11:00:00",
            "+4934567893",
            "1000000000000001",
            "6b34fe24ac2ff810",
            "0000000000000000",
            "4444333322221112",
            "1234567890123456789012345",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn a_card_element_is_masked_whatever_it_holds() {
        assert_eq!(
            masked("<CardNumber>\n <PlainText>4444333322221111\n  </PlainText></CardNumber>"),
            "<CardNumber>\n <PlainText>************1111\n  </PlainText></CardNumber>"
        );
        assert_eq!(
            masked("<o:CardNumber>4444 3333\n2222\t1112</o:CardNumber>"),
            "<o:CardNumber>**** ****\n****\t1112</o:CardNumber>"
        );
        assert_eq!(
            masked("<PlainText><![CDATA[44443333]]><!-- 1 -->22221112</PlainText>"),
            "<PlainText><![CDATA[********]]><!-- 1 -->****1112</PlainText>"
        );
        assert_eq!(
            masked("<CardNumber>12345678</CardNumber>"),
            "<CardNumber>********</CardNumber>"
        );
        assert_eq!(
            masked("<Card CardNumber='4444333322221112'/>"),
            "<Card CardNumber='************1112'/>"
        );
    }

    #[test]
    fn a_security_code_vanishes() {
        assert_eq!(
            masked("<PaymentCard SeriesCode = \"123\" X='1'/>"),
            "<PaymentCard SeriesCode = \"***\" X='1'/>"
        );
        assert_eq!(
            masked("<x:SeriesCode><PlainText>12a</PlainText></x:SeriesCode>"),
            "<x:SeriesCode><PlainText>***</PlainText></x:SeriesCode>"
        );
        assert_eq!(masked("<cvv >987</cvv >"), "<cvv >***</cvv >");
        assert_eq!(masked("<CVV/>987"), "<CVV/>987");
        assert_eq!(masked("<CVV>987"), "<CVV>***");
    }

    proptest! {
        #[test]
        fn any_bytes_keep_their_length(raw in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(mask_cards(&raw).len(), raw.len());
        }

        #[test]
        fn markup_soup_keeps_its_length(raw in "[<>/='\" :a1-]{0,40}(CVV|CardNumber)?[<>/='\" !\\[0-9]{0,60}") {
            prop_assert_eq!(mask_text(&raw).len(), raw.len());
        }

        #[test]
        fn a_valid_number_never_survives(prefix in "[a-z <>]{0,5}", body in "[1-9][0-9]{11,17}", suffix in "[a-z <>]{0,5}") {
            let check = (0..10)
                .find(|d| {
                    let digits: Vec<u32> = body.chars().chain(char::from_digit(*d, 10)).filter_map(|c| c.to_digit(10)).collect();
                    passes_luhn(&digits)
                })
                .unwrap_or(0);
            let number = format!("{body}{check}");
            let masked = mask_text(&format!("{prefix}{number}{suffix}"));
            prop_assert!(!masked.contains(&number[..number.len() - 4]));
        }
    }
}
