//! What the flow reads of a company's configuration: plain data, cached by `rules_version`.

use chrono_tz::Tz;

use crate::clock::Time;
use crate::company::{OutOfHoursMode, Schedule, Settings};
use crate::hours::Calendar;
use crate::id::DepartmentId;

/// For a company whose timezone nobody knows.
pub const DEFAULT_TIMEZONE: Tz = Tz::America__Sao_Paulo;

/// Whether `name` is a timezone of the IANA database.
pub fn is_timezone(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

/// The language of the bot's texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    #[default]
    PtBr,
    En,
}

impl Locale {
    /// `pt-BR`, `en`, `en-US`; what we do not speak is `pt-BR`.
    pub fn of(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("en") { Self::En } else { Self::PtBr }
    }
}

/// A company as the flow sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    pub company_name: String,
    pub locale: Locale,
    pub timezone: Tz,
    pub greeting_message: Option<String>,
    pub settings: Settings,
    /// All of them, the inactive ones too: their names still appear in old conversations.
    pub departments: Vec<Department>,
}

/// A department as the flow sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    pub id: DepartmentId,
    pub slug: String,
    pub name: String,
    pub emoji: Option<String>,
    pub keywords: Vec<String>,
    /// Place in the menu, then the id.
    pub position: i32,
    pub is_root: bool,
    pub is_active: bool,
    pub response_timeout_minutes: u32,
    /// `None` = the company's.
    pub hours: Option<Schedule>,
}

impl Rules {
    /// The active departments in the order of the menu.
    pub fn menu(&self) -> Vec<&Department> {
        let mut active: Vec<&Department> = self.departments.iter().filter(|department| department.is_active).collect();
        active.sort_by_key(|department| (department.position, department.id));
        active
    }

    /// Whatever its activity.
    pub fn department(&self, id: DepartmentId) -> Option<&Department> {
        self.departments.iter().find(|department| department.id == id)
    }

    pub fn active(&self, id: DepartmentId) -> Option<&Department> {
        self.department(id).filter(|department| department.is_active)
    }

    /// The fallback. A company without an active root is not allowed; then the first of the menu serves.
    pub fn root(&self) -> Option<&Department> {
        let menu = self.menu();
        menu.iter().find(|department| department.is_root).or(menu.first()).copied()
    }

    pub fn active_or_root(&self, id: Option<DepartmentId>) -> Option<&Department> {
        id.and_then(|id| self.active(id)).or_else(|| self.root())
    }

    /// When a department works: its own schedule, else the company's if enabled, else always.
    pub fn calendar(&self, department: &Department) -> Calendar {
        let company = &self.settings.business_hours;
        let schedule = department.hours.as_ref().or_else(|| company.enabled.then_some(&company.schedule));
        Calendar::new(schedule, self.timezone)
    }

    pub fn is_open(&self, department: &Department, at: Time) -> bool {
        self.calendar(department).is_open(at)
    }

    /// Whether a new conversation is queued at once instead of greeted: out of hours, in mode QUEUE.
    pub fn queues_everything(&self, at: Time) -> bool {
        match self.settings.business_hours.out_of_hours_mode {
            OutOfHoursMode::Menu => false,
            OutOfHoursMode::Queue => self.closure(at).is_some(),
        }
    }

    /// The company's closed period at `at`: by its schedule; if that is disabled, when every active department is closed.
    pub fn closure(&self, at: Time) -> Option<Closure> {
        let company = &self.settings.business_hours;
        if company.enabled {
            return Closure::of(&Calendar::new(Some(&company.schedule), self.timezone), at);
        }
        let closures: Option<Vec<Closure>> =
            self.menu().into_iter().map(|department| Closure::of(&self.calendar(department), at)).collect();
        let closures = closures?;
        Some(Closure {
            period: closures.iter().map(|closure| closure.period).max()?,
            opens_at: closures.iter().filter_map(|closure| closure.opens_at).min(),
        })
    }

    pub fn closure_of(&self, department: &Department, at: Time) -> Option<Closure> {
        Closure::of(&self.calendar(department), at)
    }
}

/// From a closing instant to the next opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closure {
    /// The closing instant: the period's id.
    pub period: Time,
    pub opens_at: Option<Time>,
}

impl Closure {
    fn of(calendar: &Calendar, at: Time) -> Option<Self> {
        let period = calendar.closed_period(at)?;
        Some(Self { period, opens_at: calendar.next_opening(at) })
    }
}
