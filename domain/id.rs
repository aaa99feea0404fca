//! Ids are `UUIDv7`: they sort by creation, and they are drawn here and nowhere else.

use uuid::Uuid;

pub type CompanyId = Uuid;
pub type DepartmentId = Uuid;
pub type EndpointId = Uuid;
pub type UserId = Uuid;
pub type ChannelId = Uuid;
pub type ContactId = Uuid;
pub type ConversationId = Uuid;
pub type MediaId = Uuid;
pub type MessageId = Uuid;

/// Draw a new id.
#[expect(clippy::disallowed_methods, reason = "this is the home of new ids")]
pub fn new_id() -> Uuid {
    Uuid::now_v7()
}
