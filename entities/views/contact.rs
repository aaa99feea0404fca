use domain::phone;
use domain::wire;

use crate::{Conversation, Person};

impl Person {
    /// The object. `active` = its newest conversation that is not over, for a caller who may see that.
    pub fn object(&self, active: Option<&Conversation>) -> wire::Contact {
        let contact = &self.contact;
        let shown = || self.phone().map_or_else(|| self.any_address(), phone::format);
        wire::Contact {
            id: contact.id,
            name: contact.name.clone(),
            push_name: contact.push_name.clone(),
            display_name: self.display_name().unwrap_or_else(shown),
            phone: self.phone().map(str::to_owned),
            email: contact.email.clone(),
            attributes: contact.attributes.clone(),
            identities: self.identities.iter().map(crate::ContactIdentity::object).collect(),
            tags: self.tags.clone(),
            blocked: contact.blocked,
            opted_out_at: contact.opted_out_at,
            note: contact.note.clone(),
            last_department_id: contact.last_department_id,
            last_attendant_id: contact.last_attendant_id,
            last_attended_at: contact.last_attended_at,
            active_conversation: active.map(|row| wire::ActiveConversation {
                id: row.id,
                status: row.status.0,
                channel_id: row.channel_id,
            }),
            last_message_at: contact.last_message_at,
            version: contact.version,
            created_at: contact.created_at,
            updated_at: contact.updated_at,
        }
    }
}

impl crate::ContactIdentity {
    fn object(&self) -> wire::ContactIdentity {
        wire::ContactIdentity {
            kind: self.kind.0,
            value: self.value.clone(),
            verified_by: self.verified_by.0,
            last_seen_at: self.last_seen_at,
        }
    }
}
