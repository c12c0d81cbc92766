//! How a value is written for COPY in text format.

use std::fmt::Write as _;
use std::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// A value of one column.
pub(super) trait Field {
    /// Appends the value.
    fn write(&self, line: &mut String);
}

/// Values whose text needs no care: it holds no tab, line break or backslash.
macro_rules! plain {
    ($($type:ty),*) => {$(
        impl Field for $type {
            fn write(&self, line: &mut String) {
                // Writing to a string cannot fail.
                let _ = write!(line, "{self}");
            }
        }
    )*};
}

plain!(i16, i32, i64, u8, Uuid, NaiveDate);

impl Field for bool {
    fn write(&self, line: &mut String) {
        line.push(if *self { 't' } else { 'f' });
    }
}

impl Field for str {
    fn write(&self, line: &mut String) {
        for letter in self.chars() {
            match letter {
                '\\' => line.push_str("\\\\"),
                '\t' => line.push_str("\\t"),
                '\n' => line.push_str("\\n"),
                '\r' => line.push_str("\\r"),
                letter => line.push(letter),
            }
        }
    }
}

impl Field for String {
    fn write(&self, line: &mut String) {
        self.as_str().write(line);
    }
}

impl<T: Field + ?Sized> Field for &T {
    fn write(&self, line: &mut String) {
        (**self).write(line);
    }
}

impl<T: Field> Field for Option<T> {
    fn write(&self, line: &mut String) {
        match self {
            Some(value) => value.write(line),
            None => line.push_str("\\N"),
        }
    }
}

impl Field for DateTime<Utc> {
    fn write(&self, line: &mut String) {
        let _ = write!(line, "{}+00", self.naive_utc());
    }
}

/// Days from the first up to, and not including, the second.
impl Field for Range<NaiveDate> {
    fn write(&self, line: &mut String) {
        let _ = write!(line, "[{},{})", self.start, self.end);
    }
}

/// Ages of children.
impl Field for [u8] {
    fn write(&self, line: &mut String) {
        line.push('{');
        for (index, age) in self.iter().enumerate() {
            if index > 0 {
                line.push(',');
            }
            age.write(line);
        }
        line.push('}');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(field: &dyn Field) -> String {
        let mut line = String::new();
        field.write(&mut line);
        line
    }

    #[test]
    fn text_keeps_its_tabs_breaks_and_backslashes_to_itself() {
        assert_eq!(text(&"a\tb\nc\\d\r"), "a\\tb\\nc\\\\d\\r");
        assert_eq!(text(&"Dvořák"), "Dvořák");
        assert_eq!(text(&"\\N"), "\\\\N");
    }

    #[test]
    fn nothing_is_null_and_the_rest_is_as_postgresql_reads_it() {
        assert_eq!(text(&None::<i64>), "\\N");
        assert_eq!(text(&Some(-5_i64)), "-5");
        assert_eq!(text(&true), "t");
        let days = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap()
            ..NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        assert_eq!(text(&days), "[2026-02-28,2026-03-01)");
        assert_eq!(text(&DateTime::UNIX_EPOCH), "1970-01-01 00:00:00+00");
        assert_eq!(text(&[8_u8, 12].as_slice()), "{8,12}");
        assert_eq!(text(&[0_u8; 0].as_slice()), "{}");
    }
}
