use domain::id::new_id;
use uuid::Uuid;

use super::*;

const COMPANY: Uuid = Uuid::from_u128(1);

fn channel(key: &str, signature: Signature) -> Candidate {
    Candidate { id: new_id(), company_id: COMPANY, external_key: key.into(), waba_id: None, signature, insecure: false }
}

fn insecure(key: &str) -> Candidate {
    Candidate { insecure: true, ..channel(key, Signature::NoSecret) }
}

fn to(key: &str) -> Target {
    Target::ExternalKey(key.into())
}

fn place(element: usize, channel: &Candidate) -> Place {
    Place { element, channel: channel.id, unknown: false }
}

fn unknown(element: usize, channel: &Candidate) -> Place {
    Place { element, channel: channel.id, unknown: true }
}

#[test]
fn the_table_of_the_shared_address_for_one_number() {
    use Signature::{Invalid, NoSecret, Valid};
    let answer_and_chosen = |candidates: &[Candidate]| {
        let decision = decide(Entrance::Shared, candidates, &[to("n")]);
        let chosen =
            decision.places.first().map(|place| candidates.iter().position(|c| c.id == place.channel).unwrap());
        (decision.answer, chosen)
    };
    let signed = |signature| channel("n", signature);
    for (candidates, expected) in [
        (vec![], (Answer::NoChannel, None)),
        (vec![channel("other", Valid)], (Answer::NoChannel, None)),
        (vec![signed(Valid)], (Answer::Ok, Some(0))),
        (vec![signed(Invalid)], (Answer::InvalidSignature, None)),
        (vec![signed(Invalid), signed(Valid)], (Answer::Ok, Some(1))),
        (vec![signed(Valid), signed(Valid)], (Answer::Ambiguous, None)),
        (vec![insecure("n"), signed(Valid)], (Answer::Ok, Some(1))),
        (vec![insecure("n")], (Answer::Ok, Some(0))),
        (vec![insecure("n"), insecure("n")], (Answer::InvalidSignature, None)),
        (vec![insecure("n"), signed(Invalid)], (Answer::InvalidSignature, None)),
        (vec![signed(NoSecret)], (Answer::InvalidSignature, None)),
        (vec![Candidate { insecure: true, ..signed(Invalid) }], (Answer::InvalidSignature, None)),
    ] {
        assert_eq!(answer_and_chosen(&candidates), expected, "{candidates:#?}");
    }
}

#[test]
fn a_batch_stores_what_verifies_and_asks_for_the_rest_again() {
    let (good, bad) = (channel("a", Signature::Valid), channel("b", Signature::Invalid));
    let decision = decide(Entrance::Shared, &[good.clone(), bad], &[to("a"), to("b"), to("a"), to("nobody")]);
    assert_eq!(decision, Decision { places: vec![place(0, &good), place(2, &good)], answer: Answer::InvalidSignature });
}

#[test]
fn ambiguity_stores_nothing_of_the_whole_body() {
    let (good, one, two) =
        (channel("a", Signature::Valid), channel("b", Signature::Valid), channel("b", Signature::Valid));
    let decision = decide(Entrance::Shared, &[good, one, two], &[to("a"), to("b")]);
    assert_eq!(decision, Decision { places: vec![], answer: Answer::Ambiguous });
}

#[test]
fn account_news_goes_to_every_channel_of_the_account_that_verifies() {
    let waba = |signature| Candidate { waba_id: Some("w".into()), ..channel("x", signature) };
    let (one, two, stranger) = (waba(Signature::Valid), waba(Signature::Valid), waba(Signature::Invalid));
    let news = Target::Waba("w".into());
    let decision = decide(Entrance::Shared, &[one.clone(), stranger.clone(), two.clone()], std::slice::from_ref(&news));
    assert_eq!(decision, Decision { places: vec![place(0, &one), place(0, &two)], answer: Answer::Ok });
    let decision = decide(Entrance::Shared, &[stranger], &[news]);
    assert_eq!(decision.answer, Answer::InvalidSignature);
}

#[test]
fn the_address_of_a_channel_decides_by_that_channel() {
    let answer = |own: Candidate| decide(Entrance::Channel(own.id), &[own], &[to("n")]).answer;
    assert_eq!(answer(channel("n", Signature::Valid)), Answer::Ok);
    assert_eq!(answer(insecure("n")), Answer::Ok);
    assert_eq!(answer(channel("n", Signature::Invalid)), Answer::InvalidSignature);
    assert_eq!(answer(channel("n", Signature::NoSecret)), Answer::InvalidSignature);
    assert_eq!(answer(Candidate { insecure: true, ..channel("n", Signature::Invalid) }), Answer::InvalidSignature);
    let decision = decide(Entrance::Channel(new_id()), &[channel("n", Signature::Valid)], &[to("n")]);
    assert_eq!(decision, Decision { places: vec![], answer: Answer::UnknownChannel });
}

#[test]
fn another_number_goes_to_the_companys_channel_that_verifies_or_is_kept_unknown() {
    let own = channel("own", Signature::Valid);
    let sister = channel("sister", Signature::Valid);
    let unsigned = insecure("unsigned");
    let foreign = Candidate { company_id: Uuid::from_u128(2), ..channel("foreign", Signature::Valid) };
    let all = [foreign, unsigned, sister.clone(), own.clone()];
    let decision = decide(
        Entrance::Channel(own.id),
        &all,
        &[to("own"), to("sister"), to("unsigned"), to("foreign"), to("nobody"), Target::Waba("w".into())],
    );
    assert_eq!(decision.answer, Answer::Ok);
    assert_eq!(
        decision.places,
        [place(0, &own), place(1, &sister), unknown(2, &own), unknown(3, &own), unknown(4, &own), unknown(5, &own)]
    );
}

#[test]
fn a_signed_body_without_elements_is_fine() {
    assert_eq!(decide(Entrance::Shared, &[], &[]).answer, Answer::Ok);
}

#[test]
fn answers_become_statuses() {
    assert_eq!(Answer::NoChannel.respond().unwrap().status(), StatusCode::OK);
    let code = |answer: Answer| answer.respond().unwrap_err().code();
    assert_eq!(code(Answer::UnknownChannel), Code::NotFound);
    assert_eq!(code(Answer::InvalidSignature), Code::InvalidSignature);
    assert_eq!(code(Answer::Ambiguous), Code::AmbiguousChannel);
}
