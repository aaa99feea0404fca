//! The store. With `migration`, the only crate that may name sea-orm: every query of the product is here.
//!
//! [`Scope`] is one company's view and the way to almost everything; its accessors filter by company. [`System`] is the
//! short list of reads and claims that span companies. Tables are private, so a query without a scope has nothing to be written with.

mod cipher;
mod error;
mod queries;
mod receiver;
mod scope;
mod shares;
mod store;
mod system;
mod tables;
mod text;
mod views;

pub use cipher::{Cipher, Key};
pub use error::StoreError;
pub use queries::*;
pub use receiver::Receiver;
pub use scope::{Mode, Reading, Scope, Single, Writes, Writing};
pub use store::{Pool, Store};
pub use system::System;
pub use tables::{
    ApiKey, Assignment, AuditLog, AuditOutcome, Channel, Company, Contact, ContactIdentity, ContactTag, Conversation,
    ConversationNote, ConversationTag, DeadJob, Department, HourlyRollup, IdempotencyKey, InboxEvent, Installation,
    Lane, Lease, LoginThrottle, Media, Message, MessageAttempt, MessageRevision, NameSource, OnlineSince, OutboxRow,
    PasswordResetRequest, Pin, QuickReply, Rearming, RoutingDecision, Tag, Template, User, UserDepartment,
    WebhookDelivery, WebhookEndpoint,
};
pub use text::Text;
pub use views::{ConversationParts, MessageParts};
