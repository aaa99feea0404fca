//! One function a kind of job. `register` is the list that binds them to their queues.

mod apply_status;
mod check_timeout;
mod process_inbound;
mod route_conversation;
mod send_outbound;
mod sweep_heartbeats;
mod tick;

pub(crate) use apply_status::apply_status;
pub(crate) use check_timeout::check_timeout;
pub(crate) use process_inbound::process_inbound;
pub(crate) use route_conversation::route_conversation;
pub(crate) use send_outbound::send_outbound;
pub(crate) use sweep_heartbeats::{look, sweep_heartbeats};
pub(crate) use tick::tick;
