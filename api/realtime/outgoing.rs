//! What waits to be written to one socket (SPEC 4.2): bounded, and when a client is too slow it is told to start over instead of
//! being given a part.

use std::collections::VecDeque;

use super::protocol::{ResyncReason, ServerFrame};

/// Frames that may wait.
pub const MAX_FRAMES: usize = 1_000;
/// Bytes that may wait: 1 MiB.
pub const MAX_BYTES: usize = 1024 * 1024;

/// A queue of frames for one socket.
#[derive(Debug, Default)]
pub struct Outgoing {
    frames: VecDeque<ServerFrame>,
    bytes: usize,
    /// A `resync` waits: what it covers must not be sent, and nothing is until the client has been told.
    lagging: bool,
}

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pushed {
    Queued,
    /// Ephemeral, and there was no room.
    Dropped,
    /// The queue was dropped, and one `resync` took its place.
    Resync,
}

impl Outgoing {
    /// Queue a frame. `seq` is the place of the log up to which this viewer would have everything once the queue, this frame
    /// included, was dropped: the client continues from there after it has loaded everything again.
    pub fn push(&mut self, frame: ServerFrame, seq: &str) -> Pushed {
        if self.fits(&frame) {
            return self.queue(frame);
        }
        if frame.ephemeral {
            return Pushed::Dropped;
        }
        if self.drop_ephemeral() && self.fits(&frame) {
            return self.queue(frame);
        }
        self.resync(ResyncReason::Lagging, seq);
        Pushed::Resync
    }

    /// Drop everything and say so; also for a cursor that is too old. A `resync` that still waits is replaced by this one.
    pub fn resync(&mut self, reason: ResyncReason, seq: &str) {
        self.frames.clear();
        self.bytes = 0;
        self.queue(ServerFrame::resync(reason, seq));
        self.lagging = true;
    }

    /// The next frame to write.
    pub fn pop(&mut self) -> Option<ServerFrame> {
        let frame = self.frames.pop_front()?;
        self.bytes -= frame.text.len();
        self.lagging = false;
        Some(frame)
    }

    pub fn len(&self) -> usize {
        self.frames.len()
    }

    pub fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether the client has yet to be told that it lost frames.
    pub fn is_lagging(&self) -> bool {
        self.lagging
    }

    /// A single frame larger than the limit still goes out when nothing else waits.
    fn fits(&self, frame: &ServerFrame) -> bool {
        self.frames.is_empty() || self.frames.len() < MAX_FRAMES && self.bytes + frame.text.len() <= MAX_BYTES
    }

    fn queue(&mut self, frame: ServerFrame) -> Pushed {
        self.bytes += frame.text.len();
        self.frames.push_back(frame);
        Pushed::Queued
    }

    /// Says whether there were any.
    fn drop_ephemeral(&mut self) -> bool {
        let before = self.frames.len();
        self.frames.retain(|frame| !frame.ephemeral);
        self.bytes = self.frames.iter().map(|frame| frame.text.len()).sum();
        self.frames.len() < before
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn frame(size: usize, ephemeral: bool) -> ServerFrame {
        ServerFrame { text: "x".repeat(size).into(), ephemeral }
    }

    #[test]
    fn the_frame_too_many_replaces_all_by_one_resync() {
        let mut queue = Outgoing::default();
        for _ in 0..MAX_FRAMES {
            assert_eq!(queue.push(frame(1, false), "1"), Pushed::Queued);
        }
        assert_eq!(queue.push(frame(1, false), "1001"), Pushed::Resync);
        assert!(queue.is_lagging());
        let resync = queue.pop().unwrap();
        assert_eq!(&*resync.text, r#"{"data":{"reason":"lagging","seq":"1001"},"event":"resync"}"#);
        assert!(queue.is_empty() && !queue.is_lagging());
    }

    #[test]
    fn ephemeral_frames_make_room_first() {
        let mut queue = Outgoing::default();
        for n in 0..MAX_FRAMES {
            queue.push(frame(1, n % 2 == 0), "1");
        }
        assert_eq!(queue.push(frame(1, true), "1"), Pushed::Dropped);
        assert_eq!(queue.push(frame(1, false), "1"), Pushed::Queued);
        assert_eq!(queue.len(), MAX_FRAMES / 2 + 1);
    }

    #[test]
    fn one_frame_larger_than_the_limit_goes_out_alone() {
        let mut queue = Outgoing::default();
        assert_eq!(queue.push(frame(MAX_BYTES + 1, false), "1"), Pushed::Queued);
        assert_eq!(queue.push(frame(1, false), "2"), Pushed::Resync);
    }

    #[derive(Debug, Clone)]
    enum Act {
        Push { size: usize, ephemeral: bool },
        Pop,
    }

    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![
            6 => (1_usize..60_000, any::<bool>()).prop_map(|(size, ephemeral)| Act::Push { size, ephemeral }),
            3 => (1_usize..10, any::<bool>()).prop_map(|(size, ephemeral)| Act::Push { size, ephemeral }),
            1 => Just(Act::Pop),
        ]
    }

    proptest! {
        /// What the client reads is every logged frame in order, or a resync in place of all it did not get.
        #[test]
        fn nothing_is_lost_in_silence(acts in proptest::collection::vec(act(), 0..300)) {
            let mut queue = Outgoing::default();
            let mut pushed = 0_u32;
            let mut has = 0_u32;
            let mut read = |frame: ServerFrame| {
                let text = frame.text.trim_end_matches('x').to_owned();
                if let Some(seq) = text.split("\"seq\":\"").nth(1) {
                    has = seq.split('"').next().unwrap().parse().unwrap();
                } else if !frame.ephemeral {
                    assert_eq!(text.parse::<u32>().unwrap(), has + 1, "in order and without a gap");
                    has += 1;
                }
            };
            for act in acts {
                match act {
                    Act::Push { size, ephemeral } => {
                        pushed += u32::from(!ephemeral);
                        let text = format!("{pushed}{}", "x".repeat(size));
                        let outcome = queue.push(ServerFrame { text: text.into(), ephemeral }, &pushed.to_string());
                        prop_assert!(ephemeral || outcome != Pushed::Dropped);
                    }
                    Act::Pop => if let Some(frame) = queue.pop() { read(frame) },
                }
                prop_assert!(queue.len() <= MAX_FRAMES);
                prop_assert!(queue.bytes() <= MAX_BYTES || queue.len() == 1);
                prop_assert_eq!(queue.bytes(), queue.frames.iter().map(|frame| frame.text.len()).sum::<usize>());
            }
            while let Some(frame) = queue.pop() {
                read(frame);
            }
            prop_assert_eq!(has, pushed);
        }
    }
}
