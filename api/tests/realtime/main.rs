//! The socket over the wire: a bound server, a database, and clients that know nothing of either.

mod accounts;
mod client;
mod closing;
mod delivery;
mod house;
mod rooms;
