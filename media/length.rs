//! How long a recording plays: Opus in Ogg, as WhatsApp's voices are, and everything in MP4's box format. Read from what passes by, so
//! that nothing is kept or read twice.

/// No page of Ogg is longer, so the last one begins in here.
const TAIL: usize = 64 * 1024 + 1024;
/// The part of `mvhd` that is read.
const MVHD: usize = 40;
/// What a granule position counts of Opus in a second, whatever it was recorded with.
const OPUS_RATE: u64 = 48_000;

#[derive(Default)]
pub(crate) struct Length {
    tail: Vec<u8>,
    of_movie: Option<u64>,
}

impl Length {
    /// `head` is how it begins, this chunk included.
    pub(crate) fn look(&mut self, head: &[u8], chunk: &[u8]) {
        if !is_ogg(head) && !is_mp4(head) {
            return;
        }
        let seam = self.tail.len().saturating_sub(MVHD);
        self.tail.extend_from_slice(chunk);
        if is_mp4(head) && self.of_movie.is_none() {
            self.of_movie = of_movie(&self.tail[seam..]);
        }
        if self.tail.len() > 4 * TAIL {
            self.tail.drain(..self.tail.len() - TAIL);
        }
    }

    /// In milliseconds; `None` = it does not say.
    pub(crate) fn millis(&self, head: &[u8]) -> Option<i32> {
        let millis = if is_ogg(head) { of_opus(head, &self.tail) } else { self.of_movie };
        i32::try_from(millis?).ok().filter(|millis| *millis > 0)
    }
}

fn is_ogg(head: &[u8]) -> bool {
    head.starts_with(b"OggS")
}

fn is_mp4(head: &[u8]) -> bool {
    head.get(4..8) == Some(b"ftyp")
}

/// The last page of the stream counts all samples before its end, and the first packet says how many of them are not played.
fn of_opus(head: &[u8], tail: &[u8]) -> Option<u64> {
    let begins = head.windows(8).position(|name| name == b"OpusHead")?;
    let unplayed = u64::from(u16::from_le_bytes(at(head, begins + 10)?));
    let mut pages = tail.windows(4).enumerate().rev().filter(|(_, name)| name == b"OggS");
    let granule = pages.find_map(|(page, _)| {
        let granule = u64::from_le_bytes(at(tail, page + 6)?);
        // The page holds no end of a packet.
        (granule != u64::MAX).then_some(granule)
    })?;
    Some(granule.checked_sub(unplayed)?.checked_mul(1000)? / OPUS_RATE)
}

/// The movie's header, wherever it stands: a recorder writes it at the end.
fn of_movie(bytes: &[u8]) -> Option<u64> {
    let mut boxes = bytes.windows(4).enumerate().filter(|(_, name)| name == b"mvhd");
    boxes.find_map(|(name, _)| {
        let size = u32::from_be_bytes(at(bytes, name.checked_sub(4)?)?);
        let version: [u8; 4] = at(bytes, name + 4)?;
        let (rate, units) = match (size, version) {
            (108, [0, 0, 0, 0]) => {
                (u32::from_be_bytes(at(bytes, name + 16)?), u64::from(u32::from_be_bytes(at(bytes, name + 20)?)))
            }
            (120, [1, 0, 0, 0]) => {
                (u32::from_be_bytes(at(bytes, name + 24)?), u64::from_be_bytes(at(bytes, name + 28)?))
            }
            _ => return None,
        };
        units.checked_mul(1000)?.checked_div(u64::from(rate))
    })
}

fn at<const N: usize>(bytes: &[u8], place: usize) -> Option<[u8; N]> {
    bytes.get(place..place.checked_add(N)?)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], step: usize) -> Option<i32> {
        let mut length = Length::default();
        let mut head = Vec::new();
        for chunk in bytes.chunks(step) {
            head.extend_from_slice(&chunk[..chunk.len().min(4096_usize.saturating_sub(head.len()))]);
            length.look(&head, chunk);
        }
        length.millis(&head)
    }

    fn page(granule: u64, packet: &[u8]) -> Vec<u8> {
        [b"OggS\0\0".as_slice(), &granule.to_le_bytes(), &[0; 13], packet].concat()
    }

    fn voice(last: u64) -> Vec<u8> {
        let begins =
            [b"OpusHead\x01\x01".as_slice(), &312_u16.to_le_bytes(), &16_000_u32.to_le_bytes(), &[0; 3]].concat();
        [page(0, &begins), page(96_000, &vec![7; 300_000]), page(last, &[7; 900]), page(u64::MAX, &[7; 100])].concat()
    }

    fn movie(header: &[u8]) -> Vec<u8> {
        let start = [&24_u32.to_be_bytes(), b"ftypisom\0\0\0\0isommp42".as_slice()].concat();
        [start.as_slice(), b"mvhd", &vec![1; 400_000], &[0, 0, 0, 0], b"moov", header, &[0; 64]].concat()
    }

    #[test]
    fn a_recording_says_how_long_it_plays_wherever_it_is_cut() {
        let half = [
            &108_u32.to_be_bytes(),
            b"mvhd\0\0\0\0".as_slice(),
            &[0; 8],
            &600_u32.to_be_bytes(),
            &1500_u32.to_be_bytes(),
        ];
        let long = [
            &120_u32.to_be_bytes(),
            b"mvhd\x01\0\0\0".as_slice(),
            &[0; 16],
            &48_000_u32.to_be_bytes(),
            &96_000_u64.to_be_bytes(),
        ];
        for step in [1, 7, 4096, 1_000_000] {
            assert_eq!(read(&voice(48_000 * 3 + 312), step), Some(3000), "{step}");
            assert_eq!(read(&movie(&half.concat()), step), Some(2500), "{step}");
            assert_eq!(read(&movie(&long.concat()), step), Some(2000), "{step}");
        }
    }

    #[test]
    fn what_does_not_say_it_has_no_length() {
        let endless = [&108_u32.to_be_bytes(), b"mvhd\0\0\0\0".as_slice(), &[0; 8], &[0; 4], &1500_u32.to_be_bytes()];
        assert_eq!(read(&movie(&endless.concat()), 4096), None);
        for odd in [&b""[..], b"OggS", b"OggSOpusHead", b"\0\0\0\x18ftypisom\0\0\0lmvhd", b"ID3 and so on"] {
            assert_eq!(read(odd, 5), None);
        }
        assert_eq!(read(&voice(100), 4096), None, "fewer samples than are not played");
    }
}
