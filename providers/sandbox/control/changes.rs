//! What becomes of a message that is there already: its status, another text, taken back, reacted to.

use std::time::Duration;

use domain::channel::ProviderKind;
use domain::id::ChannelId;

use super::super::deliver::{Order, Piece};
use super::super::event::NativeBody;
use super::super::simulator::Simulator;
use super::super::{meta, native, waha};
use super::{ControlError, EditCall, ReactionCall, RevokeCall, StatusCall};

impl Simulator {
    /// The provider tells of a message of ours.
    pub fn status(&self, id: ChannelId, call: &StatusCall) -> Result<(), ControlError> {
        let entry = self.core.message(id, &call.message_id)?;
        let delay = Duration::from_millis(call.delay_ms.unwrap_or(0));
        drop(self.core.tell_status(id, &entry, call.status, call.code, Order::Free(delay)));
        Ok(())
    }

    /// The writer of a message changes its text.
    pub fn edit(&self, id: ChannelId, call: &EditCall) -> Result<(), ControlError> {
        let (channel, at) = (self.core.channel(id)?, self.core.clock.now());
        let entry = self.core.message(id, &call.message_id)?;
        self.core.with(id, |line| {
            line.change(&entry.id, |kept| {
                kept.text = Some(call.text.clone());
                kept.edited = true;
            });
        })?;
        let piece = match channel.dialect {
            ProviderKind::Meta => Piece::Meta(meta::edited(&entry, &call.text, at)),
            ProviderKind::Waha => waha::edited(&channel, &entry, &call.text, at),
            ProviderKind::Sandbox => Piece::Native(NativeBody::Edit {
                id: native::fresh_id(),
                target: entry.id.clone(),
                person: native::person(&entry.person),
                text: call.text.clone(),
                at,
            }),
        };
        self.core.tell(id, &entry, piece);
        Ok(())
    }

    /// The writer of a message takes it back.
    pub fn revoke(&self, id: ChannelId, call: &RevokeCall) -> Result<(), ControlError> {
        let (channel, at) = (self.core.channel(id)?, self.core.clock.now());
        let entry = self.core.message(id, &call.message_id)?;
        self.core.with(id, |line| {
            line.change(&entry.id, |kept| kept.revoked = true);
        })?;
        let piece = match channel.dialect {
            ProviderKind::Meta => Piece::Meta(meta::revoked(&entry, at)),
            ProviderKind::Waha => waha::revoked(&channel, &entry, at),
            ProviderKind::Sandbox => Piece::Native(NativeBody::Revoke {
                id: native::fresh_id(),
                target: entry.id.clone(),
                person: native::person(&entry.person),
                at,
            }),
        };
        self.core.tell(id, &entry, piece);
        Ok(())
    }

    /// The customer reacts to a message.
    pub fn reaction(&self, id: ChannelId, call: &ReactionCall) -> Result<(), ControlError> {
        let (channel, at) = (self.core.channel(id)?, self.core.clock.now());
        let entry = self.core.message(id, &call.message_id)?;
        let emoji = call.emoji.as_deref().filter(|emoji| !emoji.is_empty());
        self.core.with(id, |line| line.change(&entry.id, |kept| kept.reaction = emoji.map(str::to_owned)))?;
        let piece = match channel.dialect {
            ProviderKind::Meta => Piece::Meta(meta::reaction(&entry, &entry.person, emoji, at)),
            ProviderKind::Waha => waha::reaction(&channel, &entry, &entry.person, emoji, at),
            ProviderKind::Sandbox => Piece::Native(NativeBody::Reaction {
                id: native::fresh_id(),
                target: entry.id.clone(),
                person: native::person(&entry.person),
                emoji: emoji.map(str::to_owned),
                at,
            }),
        };
        self.core.tell(id, &entry, piece);
        Ok(())
    }
}
