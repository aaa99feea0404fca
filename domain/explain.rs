//! Why a message was not delivered, in a sentence for the person who reads it, and whether trying again can help (SPEC 8.4).

use crate::send::SendClass;

/// A short explanation of a failed message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    pub message: &'static str,
    /// Sending the same text again may succeed, now or a little later.
    pub retryable: bool,
}

/// Explain a message's `error.code`: a class of [`SendClass`] or one of the codes of our own (`expired`, `outcome_unknown`, ..).
///
/// A provider code that is listed is more precise than its class and is explained instead. `locale` is a language tag; everything that is
/// not English is answered in Brazilian Portuguese.
pub fn explain(code: &str, provider_code: Option<&str>, locale: &str) -> Explanation {
    let own = own(code);
    let [pt, en] = provider_code.and_then(provider).unwrap_or(own.0);
    let english = locale.get(..2).is_some_and(|language| language.eq_ignore_ascii_case("en"));
    Explanation { message: if english { en } else { pt }, retryable: own.1 }
}

/// [`explain`] for a class.
pub fn explain_class(class: SendClass, provider_code: Option<&str>, locale: &str) -> Explanation {
    explain(class.into(), provider_code, locale)
}

type Texts = [&'static str; 2];

fn own(code: &str) -> (Texts, bool) {
    match code {
        "not_sent" | "channel_unavailable" => (
            [
                "Não foi possível falar com o WhatsApp. Tente novamente em instantes.",
                "WhatsApp could not be reached. Try again shortly.",
            ],
            true,
        ),
        "unknown" | "outcome_unknown" => (
            [
                "Não foi possível confirmar se a mensagem chegou. Verifique antes de reenviar.",
                "It could not be confirmed whether the message arrived. Check before sending it again.",
            ],
            true,
        ),
        "session_down" => (
            ["O WhatsApp deste canal está desconectado.", "The WhatsApp session of this channel is disconnected."],
            true,
        ),
        "pair_limit" => {
            (["Muitas mensagens seguidas para este contato.", "Too many messages in a row to this contact."], true)
        }
        "channel_limit" => {
            (["O limite de envio deste número foi atingido.", "This number has reached its sending limit."], true)
        }
        "provider_busy" => {
            (["O WhatsApp está temporariamente indisponível.", "WhatsApp is temporarily unavailable."], true)
        }
        "auth" => (
            [
                "As credenciais deste canal não são mais válidas.",
                "The credentials of this channel are no longer valid.",
            ],
            true,
        ),
        "permission" => (["Este canal não tem permissão para enviar.", "This channel is not permitted to send."], true),
        "account" => (
            ["A conta do WhatsApp deste canal está restrita.", "The WhatsApp account of this channel is restricted."],
            true,
        ),
        "recipient" => {
            (["Este contato não pode receber a mensagem.", "This contact cannot receive the message."], false)
        }
        "opted_out" => (
            ["O contato optou por não receber estas mensagens.", "The contact has opted out of these messages."],
            false,
        ),
        "window" | "window_closed" => (
            [
                "Passaram-se 24 horas desde a última mensagem do cliente. Envie um modelo aprovado.",
                "More than 24 hours have passed since the customer's last message. Send an approved template.",
            ],
            false,
        ),
        "content" => {
            (["O WhatsApp recusou o conteúdo da mensagem.", "WhatsApp refused the content of the message."], false)
        }
        "media_gone" => (["O arquivo não está mais disponível.", "The file is no longer available."], false),
        "canceled" => (["O envio foi cancelado.", "The message was canceled."], true),
        "superseded" => (
            [
                "A mensagem deixou de ser necessária e não foi enviada.",
                "The message was no longer needed and was not sent.",
            ],
            false,
        ),
        "expired" => {
            (["A mensagem esperou demais e não foi enviada.", "The message waited too long and was not sent."], true)
        }
        _ => (["O WhatsApp recusou a mensagem.", "WhatsApp refused the message."], false),
    }
}

/// What a provider's own code adds to its class.
fn provider(code: &str) -> Option<Texts> {
    Some(match code {
        "0" => ["O WhatsApp não reconheceu o acesso deste canal.", "WhatsApp did not recognise this channel's access."],
        "190" => ["O token de acesso deste canal expirou.", "The access token of this channel has expired."],
        "3" | "10" => [
            "O aplicativo não tem permissão para enviar por este número.",
            "The app is not permitted to send with this number.",
        ],
        "4" => ["O limite de chamadas do aplicativo foi atingido.", "The app has reached its limit of calls."],
        "80007" => ["O limite de envio da conta foi atingido.", "The account has reached its sending limit."],
        "130429" => ["Muitas mensagens por segundo neste número.", "Too many messages per second with this number."],
        "131048" => [
            "O envio deste número foi limitado porque mensagens foram denunciadas como spam.",
            "Sending with this number is limited because messages were reported as spam.",
        ],
        "133016" => {
            ["Este número foi registrado vezes demais. Aguarde.", "This number was registered too many times. Wait."]
        }
        "131056" => ["Muitas mensagens seguidas para este contato.", "Too many messages in a row to this contact."],
        "131000" | "131016" => {
            ["O WhatsApp está temporariamente indisponível.", "WhatsApp is temporarily unavailable."]
        }
        "131057" => ["A conta do WhatsApp está em manutenção.", "The WhatsApp account is under maintenance."],
        "368" => [
            "A conta foi bloqueada temporariamente por violar as políticas.",
            "The account is temporarily blocked for violating the policies.",
        ],
        "131031" => ["A conta do WhatsApp foi bloqueada.", "The WhatsApp account has been locked."],
        "130497" => {
            ["A conta não pode enviar mensagens para este país.", "The account may not message people in this country."]
        }
        "131042" => [
            "Há um problema com o pagamento da conta do WhatsApp.",
            "There is a problem with the payment of the WhatsApp account.",
        ],
        "131037" => [
            "O nome de exibição do número ainda não foi aprovado.",
            "The display name of the number is not approved yet.",
        ],
        "131045" => ["O número não está registrado corretamente.", "The number is not registered correctly."],
        "463" => [
            "O WhatsApp restringiu este número: ele não pode iniciar novas conversas por enquanto.",
            "WhatsApp has restricted this number: it cannot start new conversations for now.",
        ],
        "131026" => [
            "A mensagem não pôde ser entregue: o número talvez não tenha WhatsApp ou use uma versão antiga.",
            "The message could not be delivered: the number may not have WhatsApp, or an old version.",
        ],
        "131021" => ["Remetente e destinatário são o mesmo número.", "Sender and recipient are the same number."],
        "131030" => {
            ["O número não está na lista de números de teste.", "The number is not in the list of test numbers."]
        }
        "130472" => [
            "O WhatsApp não entregou a mensagem por causa de um experimento.",
            "WhatsApp did not deliver the message because of an experiment.",
        ],
        "131049" => [
            "O WhatsApp não entregou a mensagem para preservar a experiência do contato.",
            "WhatsApp did not deliver the message to protect the contact's experience.",
        ],
        "131062" => [
            "Este tipo de mensagem exige o número de telefone do contato.",
            "This kind of message needs the contact's phone number.",
        ],
        "131050" => {
            ["O contato não quer receber mensagens de marketing.", "The contact does not want marketing messages."]
        }
        "131047" => [
            "Passaram-se 24 horas desde a última mensagem do cliente. Envie um modelo aprovado.",
            "More than 24 hours have passed since the customer's last message. Send an approved template.",
        ],
        "131008" => ["Falta um parâmetro obrigatório na mensagem.", "The message lacks a required parameter."],
        "131009" => ["Um valor da mensagem é inválido.", "A value of the message is not valid."],
        "131051" => ["O WhatsApp não aceita este tipo de mensagem.", "WhatsApp does not support this type of message."],
        "131053" => ["O WhatsApp não aceitou o arquivo.", "WhatsApp did not accept the file."],
        "132000" => {
            ["O número de variáveis não corresponde ao modelo.", "The number of variables does not match the template."]
        }
        "132001" => [
            "O modelo não existe neste idioma ou não foi aprovado.",
            "The template does not exist in this language or is not approved.",
        ],
        "132005" => ["O texto do modelo ficou longo demais.", "The text of the template became too long."],
        "132007" => [
            "O conteúdo do modelo viola as políticas do WhatsApp.",
            "The content of the template violates WhatsApp's policies.",
        ],
        "132008" | "132012" => [
            "As variáveis do modelo têm formato inválido.",
            "The variables of the template are not in the right format.",
        ],
        "132015" => ["O modelo está pausado por baixa qualidade.", "The template is paused for low quality."],
        "132016" => ["O modelo foi desativado por baixa qualidade.", "The template was disabled for low quality."],
        "132068" => ["O formulário está bloqueado.", "The form is blocked."],
        "132069" => ["O formulário está com envio limitado.", "The form is being throttled."],
        "135000" => [
            "O WhatsApp não aceitou os parâmetros da mensagem.",
            "WhatsApp did not accept the parameters of the message.",
        ],
        code if code.len() == 3 && code.starts_with('2') => [
            "O aplicativo não tem permissão para enviar por este número.",
            "The app is not permitted to send with this number.",
        ],
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    #[test]
    fn every_class_and_code_is_explained_in_both_languages() {
        let fallback = explain("provider_refused", None, "pt-BR").message;
        let ours = [
            "media_gone",
            "canceled",
            "superseded",
            "expired",
            "outcome_unknown",
            "window_closed",
            "channel_unavailable",
        ];
        let classes = SendClass::VARIANTS.iter().map(|class| <&str>::from(*class)).filter(|class| *class != "other");
        for code in classes.chain(ours) {
            let pt = explain(code, None, "pt-BR");
            let en = explain(code, None, "en-US");
            assert_ne!(pt.message, fallback, "{code}");
            assert_ne!(pt.message, en.message, "{code}");
            assert_eq!(pt.retryable, en.retryable);
        }
    }

    #[test]
    fn a_providers_code_is_more_precise_than_its_class() {
        let plain = explain_class(SendClass::Recipient, None, "en");
        let precise = explain_class(SendClass::Recipient, Some("131026"), "en");
        assert_ne!(plain.message, precise.message);
        assert_eq!(plain.retryable, precise.retryable);
        assert_eq!(explain_class(SendClass::Recipient, Some("999"), "en"), plain);
        assert_eq!(explain("recipient", Some("131026"), "fr"), explain("recipient", Some("131026"), "pt-BR"));
    }
}
