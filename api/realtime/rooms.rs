//! Who hears what (SPEC 4.2): the rooms of a viewer, and whether an event's audience meets them.

use std::collections::HashSet;

use domain::event::Room;
use domain::id::{CompanyId, ConversationId};
use domain::role::Role;
use uuid::Uuid;

use crate::auth::Principal;

/// The rooms of one socket. Those that follow from who the viewer is are recomputed when that changes; those of open
/// conversations are joined and left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rooms {
    given: HashSet<Room>,
    joined: HashSet<ConversationId>,
}

/// What a socket gets of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hears {
    All,
    /// It loses the conversation: see [`domain::event::Event::ids_only`].
    IdsOnly,
    Nothing,
}

impl Rooms {
    pub fn of_user(user: &Principal) -> Self {
        Self { given: rooms_of(user), joined: HashSet::new() }
    }

    /// An API key sees what a supervisor sees, and is nobody's user.
    pub fn of_key(company: CompanyId) -> Self {
        Self { given: [Room::Company(company), Room::Supervisors(company)].into(), joined: HashSet::new() }
    }

    /// Role or memberships changed. Joined conversations stay until the caller has checked each again.
    pub fn recompute(&mut self, user: &Principal) {
        self.given = rooms_of(user);
    }

    /// Call after the visibility check. `false` = was in it already.
    pub fn join(&mut self, conversation: ConversationId) -> bool {
        self.joined.insert(conversation)
    }

    /// `false` = was not in it.
    pub fn leave(&mut self, conversation: ConversationId) -> bool {
        self.joined.remove(&conversation)
    }

    pub fn has_joined(&self, conversation: ConversationId) -> bool {
        self.joined.contains(&conversation)
    }

    pub fn joined(&self) -> impl Iterator<Item = ConversationId> {
        self.joined.iter().copied()
    }

    /// How a socket with these rooms hears an event for this audience.
    pub fn hear(&self, audience: &[Room]) -> Hears {
        if self.hears(audience) {
            Hears::All
        } else if audience.iter().filter_map(|room| room.loser()).any(|room| self.given.contains(&room)) {
            Hears::IdsOnly
        } else {
            Hears::Nothing
        }
    }

    /// Whether a socket with these rooms gets the whole of an event for this audience: once, however many match.
    pub fn hears(&self, audience: &[Room]) -> bool {
        audience.iter().any(|room| match room {
            Room::Conversation(id) => self.joined.contains(id),
            room => self.given.contains(room),
        })
    }

    /// For the `ready` frame, sorted.
    pub fn list(&self) -> Vec<Room> {
        let mut rooms: Vec<Room> =
            self.given.iter().copied().chain(self.joined.iter().map(|id| Room::Conversation(*id))).collect();
        rooms.sort_unstable();
        rooms
    }
}

fn rooms_of(user: &Principal) -> HashSet<Room> {
    let mut rooms = HashSet::from([Room::Company(user.company_id), Room::User(user.user_id)]);
    if user.role.supervises() {
        rooms.insert(Room::Supervisors(user.company_id));
    }
    if user.role == Role::Admin {
        rooms.insert(Room::Admins(user.company_id));
    }
    // The root is among the memberships; conversations without department are addressed to it by the writer of the event.
    rooms.extend(user.department_ids.iter().map(|id| Room::Department(*id)));
    rooms
}

/// The audience as stored with an event: keys separated by spaces or commas. What is no key matches nobody.
pub fn audience(keys: &str) -> Vec<Room> {
    keys.split([' ', ',']).filter_map(room).collect()
}

/// `department:0190..`.
pub fn room(key: &str) -> Option<Room> {
    let (kind, id) = key.split_once(':')?;
    let id = Uuid::parse_str(id).ok()?;
    Some(match kind {
        "company" => Room::Company(id),
        "supervisors" => Room::Supervisors(id),
        "admins" => Room::Admins(id),
        "department" => Room::Department(id),
        "user" => Room::User(id),
        "conversation" => Room::Conversation(id),
        "losing-department" => Room::LosingDepartment(id),
        "losing-user" => Room::LosingUser(id),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use domain::id::new_id;

    use super::*;
    use crate::testing::account;

    fn user(role: Role) -> Principal {
        Principal { department_ids: vec![new_id()], ..account(role).principal }
    }

    #[test]
    fn roles_and_memberships_open_rooms() {
        let agent = user(Role::Agent);
        let company = agent.company_id;
        let rooms = Rooms::of_user(&agent);
        assert!(rooms.hears(&[Room::Company(company)]));
        assert!(rooms.hears(&[Room::Department(agent.department_ids[0])]));
        assert!(rooms.hears(&[Room::User(agent.user_id)]));
        assert!(!rooms.hears(&[Room::Supervisors(company), Room::Admins(company), Room::Department(new_id())]));

        let supervisor = Principal { role: Role::Supervisor, ..agent.clone() };
        assert!(Rooms::of_user(&supervisor).hears(&[Room::Supervisors(company)]));
        assert!(!Rooms::of_user(&supervisor).hears(&[Room::Admins(company)]));
        assert!(Rooms::of_user(&Principal { role: Role::Admin, ..agent }).hears(&[Room::Admins(company)]));
    }

    #[test]
    fn another_company_hears_nothing() {
        let admin = user(Role::Admin);
        let other = new_id();
        let rooms = Rooms::of_user(&admin);
        assert!(!rooms.hears(&[
            Room::Company(other),
            Room::Supervisors(other),
            Room::Admins(other),
            Room::User(new_id())
        ]));
        assert!(!rooms.hears(&[]));
    }

    #[test]
    fn a_conversation_is_heard_between_joining_and_leaving() {
        let mut agent = user(Role::Agent);
        let mut rooms = Rooms::of_user(&agent);
        let conversation = new_id();
        assert!(!rooms.hears(&[Room::Conversation(conversation)]));
        assert!(rooms.join(conversation) && !rooms.join(conversation));
        agent.department_ids.clear();
        rooms.recompute(&agent);
        assert!(rooms.hears(&[Room::Conversation(conversation)]));
        assert!(rooms.leave(conversation) && !rooms.leave(conversation));
        assert!(!rooms.hears(&[Room::Conversation(conversation)]));
    }

    #[test]
    fn a_key_hears_what_supervisors_hear() {
        let company = new_id();
        let rooms = Rooms::of_key(company);
        assert!(rooms.hears(&[Room::Supervisors(company)]));
        assert!(!rooms.hears(&[Room::Admins(company)]));
    }

    #[test]
    fn who_loses_a_conversation_hears_ids_unless_another_room_sees_it() {
        let agent = user(Role::Agent);
        let rooms = Rooms::of_user(&agent);
        let department = agent.department_ids[0];
        let losing = [Room::Department(new_id()), Room::LosingDepartment(department)];
        assert_eq!(rooms.hear(&losing), Hears::IdsOnly);
        assert_eq!(rooms.hear(&[Room::LosingUser(agent.user_id)]), Hears::IdsOnly);
        assert_eq!(rooms.hear(&[Room::LosingUser(new_id()), Room::LosingDepartment(new_id())]), Hears::Nothing);
        assert_eq!(rooms.hear(&[Room::LosingUser(agent.user_id), Room::Department(department)]), Hears::All);
        let keys: Vec<String> = losing.iter().map(Room::key).collect();
        assert_eq!(audience(&keys.join(" ")), losing);
    }

    #[test]
    fn keys_and_rooms_are_each_others_inverse() {
        let mut rooms = Rooms::of_user(&user(Role::Admin));
        rooms.join(new_id());
        let keys: Vec<String> = rooms.list().iter().map(Room::key).collect();
        assert_eq!(audience(&keys.join(" ")), rooms.list());
        assert_eq!(room("nobody:0190f3a0-0000-7000-8000-000000000001"), None);
        assert_eq!(room("user:42"), None);
    }
}
