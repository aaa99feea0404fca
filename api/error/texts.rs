//! The words of every code. English titles; details in English and Brazilian Portuguese.

use super::Code;

pub(super) struct Texts {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) en: &'static str,
    pub(super) pt: &'static str,
}

const fn say(name: &'static str, title: &'static str, en: &'static str, pt: &'static str) -> Texts {
    Texts { name, title, en, pt }
}

pub(super) fn texts(code: Code) -> Texts {
    match code {
        Code::MalformedJson => {
            say("malformed_json", "Malformed JSON", "The body is not valid JSON.", "O corpo não é um JSON válido.")
        }
        Code::UnknownField => say(
            "unknown_field",
            "Unknown field",
            "The body has fields that this operation does not know.",
            "O corpo tem campos que esta operação não conhece.",
        ),
        Code::InvalidQuery => say(
            "invalid_query",
            "Invalid parameter",
            "A query parameter or header cannot be read.",
            "Um parâmetro da consulta ou cabeçalho não pôde ser lido.",
        ),
        Code::InvalidCursor => say(
            "invalid_cursor",
            "Invalid cursor",
            "The cursor is not one that this list gave; start again without it.",
            "O cursor não foi dado por esta lista; comece de novo sem ele.",
        ),
        Code::Unauthenticated => {
            say("unauthenticated", "Not authenticated", "Sign in to continue.", "Entre na sua conta para continuar.")
        }
        Code::InvalidCredentials => say(
            "invalid_credentials",
            "Invalid credentials",
            "E-mail or password is wrong.",
            "E-mail ou senha incorretos.",
        ),
        Code::TokenExpired => say(
            "token_expired",
            "Token expired",
            "The session has ended; sign in again.",
            "A sessão terminou; entre novamente.",
        ),
        Code::InvalidSignature => say(
            "invalid_signature",
            "Invalid signature",
            "The signature does not match the body.",
            "A assinatura não corresponde ao corpo.",
        ),
        Code::Forbidden => {
            say("forbidden", "Forbidden", "Your role does not allow this.", "Seu perfil não permite isto.")
        }
        Code::ChannelInsecureRefused => say(
            "channel_insecure_refused",
            "Insecure channel refused",
            "This installation does not accept channels without webhook signatures.",
            "Esta instalação não aceita canais sem assinatura de webhook.",
        ),
        Code::NotFound => say(
            "not_found",
            "Not found",
            "It does not exist, or you may not see it.",
            "Não existe, ou você não tem acesso.",
        ),
        Code::MethodNotAllowed => say(
            "method_not_allowed",
            "Method not allowed",
            "This address does not support the method.",
            "Este endereço não aceita o método.",
        ),
        Code::MediaGone => {
            say("media_gone", "Media gone", "The file is no longer available.", "O arquivo não está mais disponível.")
        }
        Code::CursorExpired => say(
            "cursor_expired",
            "Cursor expired",
            "The events after this cursor are no longer kept; load everything again.",
            "Os eventos após este cursor não são mais guardados; carregue tudo de novo.",
        ),
        Code::Stale => say(
            "stale",
            "Stale version",
            "Someone else changed it first; reload and try again.",
            "Outra pessoa alterou antes; recarregue e tente de novo.",
        ),
        Code::EmailTaken => {
            say("email_taken", "E-mail taken", "Another user has this e-mail.", "Outro usuário já tem este e-mail.")
        }
        Code::SlugTaken => say(
            "slug_taken",
            "Slug taken",
            "Another department has this slug.",
            "Outro departamento já tem este identificador.",
        ),
        Code::ShortcutTaken => say(
            "shortcut_taken",
            "Shortcut taken",
            "Another quick reply has this shortcut.",
            "Outra resposta rápida já tem este atalho.",
        ),
        Code::AlreadyAssigned => say(
            "already_assigned",
            "Already assigned",
            "Another agent holds this conversation.",
            "Outro atendente está com esta conversa.",
        ),
        Code::AgentAtCapacity => say(
            "agent_at_capacity",
            "Agent at capacity",
            "The agent has no free place.",
            "O atendente não tem vaga livre.",
        ),
        Code::DepartmentFull => say(
            "department_full",
            "Department full",
            "The department has as many agents as it allows.",
            "O departamento já tem o máximo de atendentes.",
        ),
        Code::RootRequired => say(
            "root_required",
            "Root department required",
            "One active department must stay the root.",
            "Um departamento ativo precisa continuar como principal.",
        ),
        Code::LastAdmin => say(
            "last_admin",
            "Last administrator",
            "The last active administrator cannot be removed.",
            "O último administrador ativo não pode ser removido.",
        ),
        Code::ActiveConversationExists => say(
            "active_conversation_exists",
            "Active conversation exists",
            "The contact already has an active conversation on this channel.",
            "O contato já tem uma conversa ativa neste canal.",
        ),
        Code::SameDepartment => {
            say("same_department", "Same department", "The conversation is already there.", "A conversa já está lá.")
        }
        Code::InvalidTransition => say(
            "invalid_transition",
            "Invalid transition",
            "The state of the conversation or message does not allow this.",
            "O estado da conversa ou mensagem não permite isto.",
        ),
        Code::IdempotencyInProgress => say(
            "idempotency_in_progress",
            "Still in progress",
            "The first request with this key is still running.",
            "A primeira requisição com esta chave ainda está em andamento.",
        ),
        Code::AmbiguousChannel => say(
            "ambiguous_channel",
            "Ambiguous channel",
            "More than one channel matches; use the webhook address of the channel.",
            "Mais de um canal corresponde; use o endereço de webhook do canal.",
        ),
        Code::ContactExists => say(
            "contact_exists",
            "Contact exists",
            "Another contact has this number.",
            "Outro contato tem este número.",
        ),
        Code::ChannelExists => say(
            "channel_exists",
            "Channel exists",
            "This number is already connected.",
            "Este número já está conectado.",
        ),
        Code::MediaPending => say(
            "media_pending",
            "Media pending",
            "The file is still being fetched; try again soon.",
            "O arquivo ainda está sendo baixado; tente em instantes.",
        ),
        Code::TooLarge => {
            say("too_large", "Too large", "The body is larger than allowed.", "O corpo é maior do que o permitido.")
        }
        Code::UnsupportedMediaType => say(
            "unsupported_media_type",
            "Unsupported media type",
            "Send the body as application/json in UTF-8.",
            "Envie o corpo como application/json em UTF-8.",
        ),
        Code::MediaRefused => say(
            "media_refused",
            "Media refused",
            "Files of this type are not accepted.",
            "Arquivos deste tipo não são aceitos.",
        ),
        Code::Validation => {
            say("validation", "Validation failed", "Some fields are not valid.", "Alguns campos não são válidos.")
        }
        Code::AgentUnavailable => say(
            "agent_unavailable",
            "Agent unavailable",
            "The agent is offline or inactive.",
            "O atendente está offline ou inativo.",
        ),
        Code::NotOnWhatsapp => say(
            "not_on_whatsapp",
            "Not on WhatsApp",
            "The number is not on WhatsApp.",
            "O número não está no WhatsApp.",
        ),
        Code::WindowClosed => say(
            "window_closed",
            "Window closed",
            "The customer wrote more than 24 hours ago; only a template can be sent.",
            "O cliente escreveu há mais de 24 horas; só um modelo pode ser enviado.",
        ),
        Code::ContactOptedOut => say(
            "contact_opted_out",
            "Contact opted out",
            "The contact asked not to be written to.",
            "O contato pediu para não receber mensagens.",
        ),
        Code::ContactBlocked => {
            say("contact_blocked", "Contact blocked", "The contact is blocked.", "O contato está bloqueado.")
        }
        Code::AssigneeNotMember => say(
            "assignee_not_member",
            "Not a member",
            "The agent is not a member of the department.",
            "O atendente não é membro do departamento.",
        ),
        Code::TemplateParameters => say(
            "template_parameters",
            "Wrong template parameters",
            "The parameters do not fit the template.",
            "Os parâmetros não correspondem ao modelo.",
        ),
        Code::IdempotencyKeyReused => say(
            "idempotency_key_reused",
            "Idempotency key reused",
            "This key was used with another body.",
            "Esta chave já foi usada com outro corpo.",
        ),
        Code::ChannelCannot => say(
            "channel_cannot",
            "Channel cannot",
            "The provider of this channel cannot do this.",
            "O provedor deste canal não faz isto.",
        ),
        Code::RateLimited => say(
            "rate_limited",
            "Too many requests",
            "Too many requests; wait a moment.",
            "Requisições demais; aguarde um momento.",
        ),
        Code::LoginLocked => say(
            "login_locked",
            "Login locked",
            "Too many failed attempts; try again later.",
            "Tentativas demais sem sucesso; tente mais tarde.",
        ),
        Code::Internal => say(
            "internal",
            "Internal error",
            "Something failed on our side; quote the request id when you report it.",
            "Algo falhou do nosso lado; informe o id da requisição ao relatar.",
        ),
        Code::DatabaseUnavailable => say(
            "database_unavailable",
            "Database unavailable",
            "The database does not answer; try again soon.",
            "O banco de dados não responde; tente em instantes.",
        ),
        Code::ShuttingDown => say(
            "shutting_down",
            "Shutting down",
            "The server is restarting; try again soon.",
            "O servidor está reiniciando; tente em instantes.",
        ),
    }
}
