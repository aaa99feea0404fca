//! The tables, one a file. Their models may leave this crate; their entities, columns and active models may not, so that
//! nobody else can write a query without a scope.

pub(crate) mod assignment;
pub(crate) mod audit_log;
pub(crate) mod channel;
pub(crate) mod company;
pub(crate) mod contact;
pub(crate) mod contact_identity;
pub(crate) mod conversation;
pub(crate) mod dead_job;
pub(crate) mod department;
pub(crate) mod event;
pub(crate) mod idempotency_key;
pub(crate) mod inbox_event;
pub(crate) mod installation;
pub(crate) mod lane;
pub(crate) mod lease;
pub(crate) mod login_throttle;
pub(crate) mod message;
pub(crate) mod message_attempt;
pub(crate) mod outbox;
pub(crate) mod routing_decision;
pub(crate) mod user;
pub(crate) mod user_department;

pub use assignment::Model as Assignment;
pub use audit_log::AuditOutcome;
pub use audit_log::Model as AuditLog;
pub use channel::Model as Channel;
pub use company::Model as Company;
pub use contact::Model as Contact;
pub use contact::NameSource;
pub use contact_identity::Model as ContactIdentity;
pub use conversation::Model as Conversation;
pub use dead_job::Model as DeadJob;
pub use department::Model as Department;
pub use idempotency_key::Model as IdempotencyKey;
pub use inbox_event::Model as InboxEvent;
pub use installation::Model as Installation;
pub use lane::Model as Lane;
pub use lease::Model as Lease;
pub use login_throttle::Model as LoginThrottle;
pub use message::Model as Message;
pub use message_attempt::Model as MessageAttempt;
pub use outbox::Model as OutboxRow;
pub use routing_decision::Model as RoutingDecision;
pub use user::Model as User;
pub use user_department::Model as UserDepartment;

#[cfg(test)]
pub(crate) mod tests;
