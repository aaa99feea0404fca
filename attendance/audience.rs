//! Who hears of a conversation's events (SPEC 4.2).

use domain::event::Room;
use domain::id::DepartmentId;
use entities::Conversation;

/// Supervisors, the department (the root's members for a conversation without one), the holder or last attendant, and whoever has it
/// open.
pub fn audience(row: &Conversation, root: Option<DepartmentId>) -> Vec<Room> {
    let mut rooms = vec![Room::Supervisors(row.company_id)];
    rooms.extend(row.department_id.or(root).map(Room::Department));
    let holder = if row.status.is_active() { row.assigned_user_id } else { row.last_attendant_id };
    rooms.extend(holder.map(Room::User));
    rooms.push(Room::Conversation(row.id));
    rooms
}
