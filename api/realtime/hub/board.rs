//! Who is connected and which rooms they are in. In memory only, under one lock, so that placing a socket in the log and giving it
//! an event never happen at once.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use domain::event::Room;
use domain::id::{CompanyId, ConversationId, UserId};
use domain::seq::Seq;

use super::Line;
use crate::auth::{Principal, Who};
use crate::realtime::protocol::{ServerFrame, Viewer};
use crate::realtime::rooms::Rooms;

pub(crate) type SocketId = u64;

#[derive(Default)]
pub(super) struct Board {
    /// Everything up to here was given out.
    pub(super) cursor: Seq,
    last: SocketId,
    sockets: HashMap<SocketId, Entry>,
    rooms: HashMap<Room, HashSet<SocketId>>,
}

struct Entry {
    line: Arc<Line>,
    who: Who,
    rooms: Rooms,
    /// Logged events up to here come from the replay, or the client has them.
    from: Seq,
}

impl Board {
    pub(super) fn len(&self) -> usize {
        self.sockets.len()
    }

    pub(super) fn register(&mut self, line: Arc<Line>, who: Who, rooms: Rooms) -> (SocketId, Seq) {
        self.last += 1;
        let id = self.last;
        for room in rooms.list() {
            self.rooms.entry(room).or_default().insert(id);
        }
        self.sockets.insert(id, Entry { line, who, rooms, from: self.cursor });
        (id, self.cursor)
    }

    /// Says which conversations it had open.
    pub(super) fn remove(&mut self, id: SocketId) -> Vec<ConversationId> {
        let Some(entry) = self.sockets.remove(&id) else { return Vec::new() };
        for room in entry.rooms.list() {
            self.unlist(room, id);
        }
        entry.rooms.joined().collect()
    }

    pub(super) fn start_after(&mut self, id: SocketId, seq: Seq) {
        if let Some(entry) = self.sockets.get_mut(&id) {
            entry.from = entry.from.max(seq);
        }
    }

    /// The user's role or memberships changed.
    pub(super) fn replace(&mut self, id: SocketId, user: Principal) {
        let Some(entry) = self.sockets.get_mut(&id) else { return };
        let before = entry.rooms.list();
        entry.rooms.recompute(&user);
        entry.who = Who::User(user);
        let after = entry.rooms.list();
        for room in before.iter().filter(|room| !after.contains(room)) {
            self.unlist(*room, id);
        }
        for room in after {
            self.rooms.entry(room).or_default().insert(id);
        }
    }

    pub(super) fn join(&mut self, id: SocketId, conversation: ConversationId) -> bool {
        let Some(entry) = self.sockets.get_mut(&id) else { return false };
        self.rooms.entry(Room::Conversation(conversation)).or_default().insert(id);
        entry.rooms.join(conversation)
    }

    pub(super) fn leave(&mut self, id: SocketId, conversation: ConversationId) -> bool {
        let Some(entry) = self.sockets.get_mut(&id) else { return false };
        let left = entry.rooms.leave(conversation);
        self.unlist(Room::Conversation(conversation), id);
        left
    }

    pub(super) fn joined(&self, id: SocketId) -> Vec<ConversationId> {
        self.sockets.get(&id).map(|entry| entry.rooms.joined().collect()).unwrap_or_default()
    }

    pub(super) fn has_joined(&self, id: SocketId, conversation: ConversationId) -> bool {
        self.sockets.get(&id).is_some_and(|entry| entry.rooms.has_joined(conversation))
    }

    /// Give an event of the log to everybody who may hear it, once, and move on. `ids_only`: what those get who lose its
    /// conversation.
    pub(super) fn fan_out(
        &mut self,
        seq: Seq,
        company: CompanyId,
        audience: &[Room],
        frame: &ServerFrame,
        ids_only: Option<&ServerFrame>,
    ) {
        let text = seq.to_string();
        let hearers = self.hearers(audience);
        let losers = audience.iter().filter_map(|room| room.loser()).collect::<Vec<Room>>();
        let losers = self.hearers(&losers).into_iter().filter(|id| !hearers.contains(id)).collect::<Vec<SocketId>>();
        let frames = hearers.iter().map(|id| (*id, frame));
        for (id, frame) in frames.chain(losers.into_iter().filter_map(|id| Some((id, ids_only?)))) {
            if let Some(entry) = self.sockets.get(&id)
                && entry.who.company_id() == company
                && seq > entry.from
            {
                entry.line.push(frame.clone(), &text);
            }
        }
        self.cursor = seq;
    }

    /// Give a frame that is not in the log to everybody in these rooms but one user.
    pub(super) fn whisper(&self, company: CompanyId, rooms: &[Room], frame: &ServerFrame, except: Option<UserId>) {
        let seq = self.cursor.to_string();
        for id in self.hearers(rooms) {
            if let Some(entry) = self.sockets.get(&id)
                && entry.who.company_id() == company
                && (except.is_none() || entry.who.user().map(|user| user.user_id) != except)
            {
                entry.line.push(frame.clone(), &seq);
            }
        }
    }

    pub(super) fn push(&self, id: SocketId, frame: ServerFrame) {
        if let Some(entry) = self.sockets.get(&id) {
            entry.line.push(frame, &self.cursor.max(entry.from).to_string());
        }
    }

    pub(super) fn watermark(&self, id: SocketId) {
        if let Some(entry) = self.sockets.get(&id) {
            let seq = self.cursor.max(entry.from).to_string();
            entry.line.push(ServerFrame::seq(&seq), &seq);
        }
    }

    /// Users with this conversation open whose right to see it depends on more than their role.
    pub(super) fn watchers(&self, conversation: ConversationId) -> Vec<(SocketId, Principal)> {
        self.in_room(Room::Conversation(conversation))
            .filter_map(|(id, entry)| Some((id, entry.who.user()?.clone())))
            .filter(|(_, user)| !user.role.supervises())
            .collect()
    }

    /// Who of this process has a conversation open, each once, by name.
    pub(super) fn viewers(&self, conversation: ConversationId) -> Vec<Viewer> {
        let mut viewers: Vec<Viewer> = self
            .in_room(Room::Conversation(conversation))
            .filter_map(|(_, entry)| entry.who.user())
            .map(|user| Viewer { id: user.user_id, name: user.name.clone() })
            .collect();
        viewers.sort_unstable_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
        viewers.dedup_by_key(|viewer| viewer.id);
        viewers
    }

    /// The conversations that somebody has open, with their company.
    pub(super) fn open(&self) -> Vec<(CompanyId, ConversationId)> {
        let of_room = |(room, ids): (&Room, &HashSet<SocketId>)| match room {
            Room::Conversation(id) => {
                let entry = self.sockets.get(ids.iter().next()?)?;
                Some((entry.who.company_id(), *id))
            }
            _ => None,
        };
        self.rooms.iter().filter_map(of_room).collect()
    }

    /// Let the sockets of a room look at their accounts again.
    pub(super) fn check(&self, room: Room) {
        for (_, entry) in self.in_room(room) {
            entry.line.check();
        }
    }

    pub(super) fn check_all(&self) {
        for entry in self.sockets.values() {
            entry.line.check();
        }
    }

    fn hearers(&self, rooms: &[Room]) -> HashSet<SocketId> {
        rooms.iter().filter_map(|room| self.rooms.get(room)).flatten().copied().collect()
    }

    fn in_room(&self, room: Room) -> impl Iterator<Item = (SocketId, &Entry)> {
        let ids = self.rooms.get(&room).into_iter().flatten();
        ids.filter_map(|id| Some((*id, self.sockets.get(id)?)))
    }

    fn unlist(&mut self, room: Room, id: SocketId) {
        if let Some(ids) = self.rooms.get_mut(&room) {
            ids.remove(&id);
            if ids.is_empty() {
                self.rooms.remove(&room);
            }
        }
    }
}
