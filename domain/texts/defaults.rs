//! The words of SPEC 5.6, in both languages.

use super::TextKey;
use crate::rules::Locale;

#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    pt: &'static str,
    en: &'static str,
}

impl Words {
    pub(super) fn get(self, locale: Locale) -> &'static str {
        match locale {
            Locale::PtBr => self.pt,
            Locale::En => self.en,
        }
    }
}

pub(super) fn of(key: TextKey) -> Words {
    let (pt, en) = match key {
        TextKey::Greeting => (
            "Bem-vindo à {company}! 👋\n\nEscolha o departamento:\n{menu}\n\nDigite o número da opção desejada.",
            "Welcome to {company}! 👋\n\nChoose a department:\n{menu}\n\nReply with the number of your choice.",
        ),
        TextKey::MenuBlock => (
            "Escolha o departamento:\n{menu}\n\nDigite o número da opção desejada.",
            "Choose a department:\n{menu}\n\nReply with the number of your choice.",
        ),
        // The menu block follows: it may be the company's own.
        TextKey::MenuAgain => ("Certo! Vamos ao menu.", "All right, here is the menu."),
        TextKey::GreetingSingle => (
            "Bem-vindo à {company}! 👋\nSeu protocolo é {protocol}.",
            "Welcome to {company}! 👋\nYour reference is {protocol}.",
        ),
        TextKey::InvalidChoice => (
            "Não entendi essa opção. Responda com o número ou o nome do departamento.",
            "Sorry, that is not an option. Reply with the number or name of a department.",
        ),
        TextKey::Handover => (
            "Sem problema, vou chamar alguém da equipe para ajudar você.",
            "No problem, I will bring someone from the team to help you.",
        ),
        TextKey::MenuTimeout => (
            "Como você não escolheu uma opção, encaminhei seu contato para *{department}*.",
            "Since you did not choose, I passed you to *{department}*.",
        ),
        TextKey::Suggestion => (
            "Olá de novo, {name}!\nDa última vez você falou com *{department}*.\nDeseja falar com {department}? (SIM/NÃO)",
            "Hello again, {name}!\nLast time you talked to *{department}*.\nDo you want to talk to {department}? (YES/NO)",
        ),
        TextKey::SuggestionReprompt => (
            "Por favor, responda *SIM* para falar com *{department}* ou *NÃO* para ver o menu.",
            "Please reply *YES* for *{department}* or *NO* for the menu.",
        ),
        TextKey::SuggestionExpired => {
            ("Não recebi sua resposta, então aqui está o menu.", "I did not get an answer, so here is the menu.")
        }
        TextKey::Assigned => (
            "Você está sendo atendido por *{agent}*, de *{department}*.\nProtocolo {protocol}.",
            "You are now with *{agent}* from *{department}*.\nReference {protocol}.",
        ),
        TextKey::QueueNotice => (
            "Todos de *{department}* estão ocupados.\nVocê é o nº {position} da fila e será atendido assim que possível.\nProtocolo {protocol}.",
            "Everyone in *{department}* is busy.\nYou are number {position} in line.\nReference {protocol}.",
        ),
        TextKey::OutOfHours => (
            "Nosso atendimento está fechado agora.\n{hours}\nSua mensagem ficou registrada e responderemos na abertura.\nProtocolo {protocol}.",
            "We are closed now.\n{hours}\nYour message is saved and we will answer when we open.\nReference {protocol}.",
        ),
        TextKey::Transferred => (
            "Sua conversa foi transferida para *{department}*.",
            "Your conversation was transferred to *{department}*.",
        ),
        TextKey::TimeoutRedirect => (
            "Desculpe a espera! *{agent}*, de *{department}*, vai continuar seu atendimento.",
            "Sorry for the wait! *{agent}* from *{department}* will help you now.",
        ),
        TextKey::Closing => (
            "Atendimento {protocol} encerrado. Obrigado pelo contato! Se precisar, é só mandar outra mensagem.",
            "Conversation {protocol} is closed. Thank you! Just write again if you need us.",
        ),
    };
    Words { pt, en }
}
