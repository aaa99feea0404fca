//! One function a kind of job. `register` is the list that binds them to their queues.

mod apply_status;
mod check_timeout;
mod deliver_webhook;
mod fetch_media;
mod poll_channel;
mod process_inbound;
mod route_conversation;
mod send_outbound;
mod sweep_heartbeats;
mod tick;

pub(crate) use apply_status::apply_status;
pub(crate) use check_timeout::check_timeout;
pub(crate) use deliver_webhook::deliver_webhook;
pub(crate) use fetch_media::fetch_media;
pub(crate) use poll_channel::poll_channel;
pub(crate) use process_inbound::process_inbound;
pub(crate) use route_conversation::route_conversation;
pub(crate) use send_outbound::send_outbound;
pub(crate) use sweep_heartbeats::{look, sweep_heartbeats};
pub(crate) use tick::tick;
