use domain::wire;

use crate::{Channel, Conversation, Department, Person, User};

/// What a conversation's object takes from other rows.
#[derive(Debug, Clone, Copy)]
pub struct ConversationParts<'a> {
    pub person: &'a Person,
    pub channel: &'a Channel,
    pub department: Option<&'a Department>,
    pub assignee: Option<&'a User>,
    /// By name.
    pub tags: &'a [wire::TagRef],
}

impl Conversation {
    /// The object as events carry it.
    pub fn view(&self, parts: ConversationParts<'_>) -> wire::ConversationEvent {
        let ConversationParts { person, channel, department, assignee, tags } = parts;
        let phone = person.phone();
        wire::ConversationEvent {
            id: self.id,
            protocol: self.protocol.clone(),
            company_id: self.company_id,
            channel_id: self.channel_id,
            channel: channel.brief(),
            contact_id: self.contact_id,
            contact: person.brief(),
            customer_phone: phone.map_or_else(|| person.any_address(), str::to_owned),
            customer_phone_known: phone.is_some(),
            customer_name: person.display_name(),
            status: self.status.0,
            flow_state: self.flow_state.0,
            department_id: self.department_id,
            department: department.map(Department::brief),
            assigned_user_id: self.assigned_user_id,
            assigned_user: assignee.map(User::brief),
            preferred_user_id: self.preferred_user_id,
            timeout_at: self.timeout_at,
            timeout_kind: self.timeout_kind.map(|kind| kind.0),
            queued_at: self.queued_at,
            waiting_since: if self.status.is_active() && self.customer_waits() { self.last_customer_at } else { None },
            idle_since: self.idle_since,
            routed_at: self.routed_at,
            assigned_at: self.assigned_at,
            greeting_sent_at: self.greeting_sent_at,
            first_response_at: self.first_response_at,
            resolved_at: self.resolved_at,
            resolved_by_id: self.resolved_by_id,
            last_message_at: self.last_message_at,
            unread_count: self.unread_count,
            window_expires_at: self.window_expires_at,
            bot_paused_until: self.bot_paused_until,
            last_department_id: self.last_department_id,
            last_attendant_id: self.last_attendant_id,
            started_by: self.started_by.0,
            tags: tags.to_vec(),
            metadata: self.metadata.clone(),
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

impl Person {
    fn brief(&self) -> wire::ConversationContact {
        wire::ConversationContact {
            id: self.contact.id,
            name: self.contact.name.clone(),
            push_name: self.contact.push_name.clone(),
            phone: self.phone().map(str::to_owned),
            email: self.contact.email.clone(),
            avatar_url: self.contact.avatar_media_id.map(|id| format!("/api/media/{id}")),
            blocked: self.contact.blocked,
            opted_out_at: self.contact.opted_out_at,
            tags: self.tags.clone(),
        }
    }

    /// A name given by an agent, else the one the customer shows, else none: callers fall back to the phone.
    pub fn display_name(&self) -> Option<String> {
        self.contact.name.clone().or_else(|| self.contact.push_name.clone())
    }

    pub(super) fn any_address(&self) -> String {
        self.identities.first().map(|identity| identity.value.clone()).unwrap_or_default()
    }
}

impl Channel {
    pub fn brief(&self) -> wire::ConversationChannel {
        wire::ConversationChannel {
            id: self.id,
            name: self.name.clone(),
            provider: self.provider.0,
            status: self.status.0,
        }
    }
}

impl Department {
    pub fn brief(&self) -> wire::DepartmentRef {
        wire::DepartmentRef { id: self.id, name: self.name.clone(), slug: self.slug.clone(), color: self.color.clone() }
    }
}

impl User {
    pub fn brief(&self) -> wire::AgentRef {
        wire::AgentRef {
            id: self.id,
            name: self.name.clone(),
            email: self.email.clone(),
            online_status: self.online_status.0,
        }
    }
}
