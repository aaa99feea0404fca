//! A company of three departments, and a hand to play the interpreter.

mod properties;
mod rows;

use chrono::{DateTime, Duration};
use uuid::Uuid;

use super::*;
use crate::company::Settings;
use crate::conversation::{StartedBy, Status};
use crate::id::DepartmentId;
use crate::rules::{Department, Locale};
use crate::texts::TextKey;

/// A Monday noon in São Paulo.
pub(super) fn t(seconds: i64) -> Time {
    DateTime::parse_from_rfc3339("2026-11-23T15:00:00Z").unwrap().to_utc() + Duration::seconds(seconds)
}

pub(super) const SALES: DepartmentId = Uuid::from_u128(1);
pub(super) const FINANCE: DepartmentId = Uuid::from_u128(2);
pub(super) const SUPPORT: DepartmentId = Uuid::from_u128(3);

pub(super) fn department(id: DepartmentId, name: &str, keywords: &[&str]) -> Department {
    Department {
        id,
        slug: name.to_lowercase(),
        name: name.into(),
        emoji: None,
        keywords: keywords.iter().map(|&word| word.into()).collect(),
        position: i32::try_from(id.as_u128()).unwrap(),
        is_root: id == SALES,
        is_active: true,
        response_timeout_minutes: 5,
        hours: None,
    }
}

pub(super) fn rules() -> Rules {
    Rules {
        company_name: "Acme".into(),
        locale: Locale::PtBr,
        timezone: chrono_tz::America::Sao_Paulo,
        greeting_message: None,
        settings: Settings::default(),
        departments: vec![
            department(SALES, "Vendas", &["comprar"]),
            department(FINANCE, "Financeiro", &["boleto"]),
            department(SUPPORT, "Suporte", &[]),
        ],
    }
}

/// The company's hours are on, Monday to Sunday 8 to 18.
pub(super) fn office() -> Rules {
    let mut rules = rules();
    rules.settings.business_hours.enabled = true;
    rules
}

pub(super) fn user(n: u128) -> Agent {
    Agent { user_id: Uuid::from_u128(100 + n), name: format!("Ana {n}"), primary_department_id: Some(SUPPORT) }
}

pub(super) fn contact() -> Contact {
    Contact { name: Some("Bia".into()), ..Contact::default() }
}

/// Was with Finance and agent 1 yesterday.
pub(super) fn returning() -> Contact {
    Contact {
        last_department_id: Some(FINANCE),
        last_attendant_id: Some(user(1).user_id),
        last_attended_at: Some(t(-86_400)),
        ..contact()
    }
}

pub(super) fn new(contact: Contact) -> State {
    State::new("20261123-00000042".into(), contact, StartedBy::Customer, None, t(0))
}

pub(super) fn says(text: &str, at: Time) -> Input {
    Input::Customer(CustomerMessage { text: Some(text.into()), received_at: at, window_expires_at: None })
}

/// One episode under test: keeps the rules, the state, and the last step.
#[derive(Debug, Clone)]
pub(super) struct Chat {
    pub(super) rules: Rules,
    pub(super) state: State,
    pub(super) last: Step,
}

impl Chat {
    pub(super) fn new(rules: Rules, contact: Contact) -> Self {
        let state = new(contact);
        Self { rules, last: Step { next: state.clone(), effects: vec![] }, state }
    }

    /// Run an input; a route finds `agent`, or nobody.
    pub(super) fn run(&mut self, input: Input, agent: Option<&Agent>, at: Time) -> &Step {
        let mut step = super::step(&self.state, input, &self.rules, at);
        if let Some(route) = step.route().cloned() {
            let then = match agent.filter(|_| route.may_pick) {
                Some(agent) => picked(&step.next, agent, route.previous_agent_id, &self.rules, at),
                None => not_picked(&step.next, &route, 1, &self.rules, at),
            };
            step = step.and(then);
        } else if let Some(search) = step.search().cloned() {
            let then = match agent.filter(|agent| Some(agent.user_id) != search.except) {
                Some(agent) => found(&step.next, agent, search.departments[0], &self.rules, at),
                None => none_found(&step.next, search.kind, &self.rules, at),
            };
            step = step.and(then);
        }
        step.next.check().unwrap();
        self.state = step.next.clone();
        self.last = step;
        &self.last
    }

    pub(super) fn says(&mut self, text: &str, at: i64) -> &Step {
        self.run(says(text, t(at)), None, t(at))
    }

    /// The deadline comes due, whenever it is.
    pub(super) fn expires(&mut self, agent: Option<&Agent>) -> Time {
        let deadline = self.state.deadline.unwrap();
        self.run(Input::Deadline(deadline), agent, deadline.at);
        deadline.at
    }

    /// The question reaches the phone.
    pub(super) fn sent(&mut self, at: i64) -> &mut Self {
        self.phase(Phase::Sent { since: None, at: t(at) })
    }

    pub(super) fn phase(&mut self, phase: Phase) -> &mut Self {
        self.state.question.as_mut().unwrap().phase = phase;
        self
    }

    pub(super) fn keys(&self) -> Vec<TextKey> {
        self.last.message(&self.rules).map(|message| message.keys).unwrap_or_default()
    }

    pub(super) fn text(&self) -> String {
        self.last.message(&self.rules).map(|message| message.text).unwrap_or_default()
    }

    /// Greeted at 0, menu on the phone at 1.
    pub(super) fn greeted(rules: Rules) -> Self {
        let mut chat = Self::new(rules, contact());
        chat.says("oi", 0);
        chat.sent(1);
        chat
    }

    /// Asked at 0 whether to go to Finance again, suggestion on the phone at 1.
    pub(super) fn asked() -> Self {
        let mut chat = Self::new(self::rules(), returning());
        chat.says("oi", 0);
        chat.sent(1);
        chat
    }

    /// In the queue of Finance since 20.
    pub(super) fn queued() -> Self {
        let mut chat = Self::greeted(self::rules());
        chat.says("2", 20);
        chat
    }

    /// With agent 1 in Finance since 20, who has not answered.
    pub(super) fn assigned() -> Self {
        let mut chat = Self::greeted(self::rules());
        chat.run(says("2", t(20)), Some(&user(1)), t(20));
        chat
    }

    pub(super) fn is(&self, status: Status, flow_state: FlowState) {
        assert_eq!((self.state.status, self.state.flow_state), (status, flow_state));
    }

    pub(super) fn has(&self, effect: &Effect) -> bool {
        self.last.effects.contains(effect)
    }

    pub(super) fn deadline(&self) -> (TimeoutKind, i64) {
        let deadline = self.state.deadline.unwrap();
        (deadline.kind, (deadline.at - t(0)).num_seconds())
    }
}
