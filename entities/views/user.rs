use domain::id::UserId;
use domain::wire;

use crate::error::StoreError;
use crate::queries::Users;
use crate::scope::Mode;
use crate::{Department, User};

impl<M: Mode> Users<'_, M> {
    /// The objects of these users, with their departments and loads. Four statements, however many they are.
    pub async fn views(&self, users: Vec<User>) -> Result<Vec<wire::User>, StoreError> {
        if users.is_empty() {
            return Ok(Vec::new());
        }
        let scope = self.0;
        let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
        let departments = scope.department_rows().await?;
        let company = scope.find_company().await?;
        let settings = company.map(|company| company.rules(&[]).settings).unwrap_or_default();
        let usual = i32::try_from(settings.default_max_conversations).unwrap_or(i32::MAX);
        let memberships = self.memberships(&ids).await?;
        let loads = scope.agents().loads(&ids).await?;
        let view = |user: User| {
            let own = memberships.get(&user.id).map(Vec::as_slice).unwrap_or_default();
            let member = |department: &&Department| own.contains(&department.id);
            let primary = departments.iter().find(|department| Some(department.id) == user.department_id);
            let load = loads.get(&user.id).copied().unwrap_or(0);
            let of = departments.iter().filter(member).map(Department::brief).collect();
            user.view(primary.map(Department::brief), of, usual, load)
        };
        Ok(users.into_iter().map(view).collect())
    }

    /// The object of one user.
    pub async fn view(&self, user: User) -> Result<wire::User, StoreError> {
        let views = self.views(vec![user]).await?;
        views.into_iter().next().ok_or_else(|| StoreError::invalid("a user without a view"))
    }
}

impl User {
    fn view(
        self,
        department: Option<wire::DepartmentRef>,
        departments: Vec<wire::DepartmentRef>,
        usual_capacity: i32,
        load: u32,
    ) -> wire::User {
        let active_department_ids = self.active_departments();
        wire::User {
            id: self.id,
            company_id: self.company_id,
            email: self.email,
            name: self.name,
            role: self.role.0,
            online_status: self.online_status.0,
            is_active: self.is_active,
            department_id: self.department_id,
            department,
            departments,
            active_department_ids,
            max_conversations: self.max_conversations,
            capacity: self.max_conversations.unwrap_or(usual_capacity),
            active_conversations: i64::from(load),
            last_heartbeat_at: self.last_heartbeat_at,
            locale: self.locale,
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}
