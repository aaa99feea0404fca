//! The store.

mod tables;
mod text;

pub use tables::{
    Assignment, AuditLog, AuditOutcome, Channel, Company, Contact, ContactIdentity, Conversation, DeadJob, Department,
    IdempotencyKey, InboxEvent, Installation, Lane, Lease, LoggedEvent, LoginThrottle, Message, MessageAttempt,
    NameSource, OutboxRow, RoutingDecision, User, UserDepartment,
};
pub use text::Text;
