//! A place in the event log.

use std::fmt;
use std::str::FromStr;

/// Where an event stands. Written as one text of fixed width, so that texts sort in log order.
///
/// The epoch comes first because transaction numbers start again in a restored database.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seq {
    pub epoch: i32,
    pub tx: i64,
    pub id: i64,
}

impl fmt::Display for Seq {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:08x}{:016x}{:016x}", self.epoch, self.tx, self.id)
    }
}

/// The text is no place of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a place in the event log")]
pub struct BadSeq;

impl FromStr for Seq {
    type Err = BadSeq;

    fn from_str(text: &str) -> Result<Self, BadSeq> {
        if text.len() != 40 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(BadSeq);
        }
        let number = |part: &str| i64::from_str_radix(part, 16).map_err(|_| BadSeq);
        let epoch = i32::try_from(number(&text[..8])?).map_err(|_| BadSeq)?;
        Ok(Self { epoch, tx: number(&text[8..24])?, id: number(&text[24..])? })
    }
}

#[cfg(test)]
mod tests {
    use super::Seq;

    #[test]
    fn texts_sort_as_places_do() {
        let places = [(1, 9, 9), (2, 1, 1), (2, 10, 1), (2, 10, 11), (2, 255, 0)];
        let places = places.map(|(epoch, tx, id)| Seq { epoch, tx, id });
        let texts = places.map(|place| place.to_string());
        assert!(texts.is_sorted());
        assert_eq!(texts.map(|text| text.parse::<Seq>().unwrap()), places);
    }

    #[test]
    fn what_is_no_place_is_refused() {
        for text in ["", "1", "zz", &"f".repeat(40), &"é".repeat(20), &"+".repeat(40)] {
            assert!(text.parse::<Seq>().is_err(), "{text}");
        }
    }
}
