use serde_json::json;

use crate::desk::{Desk, everywhere};

#[tokio::test(flavor = "multi_thread")]
async fn words_are_found_whatever_their_accents_and_no_character_is_syntax() {
    Box::pin(everywhere(async |desk: &Desk| {
        let (vendas, suporte) = (desk.department("Vendas").await, desk.department("Suporte").await);
        let boss = desk.supervisor("Bia").await;
        let ana = desk.agent("Ana", &[vendas]).await;
        let one = desk.named_customer_says("Zé", "5511988887777", "Quero um pão de açúcar, não salgado").await.id;
        desk.named_customer_says("Zé", "5511988887777", "E mais um pão amanhã").await;
        let other = desk.waiting("5521977776666", Some(suporte)).await;
        desk.customer_says("5521977776666", "pao integral").await;
        let find = async |who: &crate::desk::Person, query: &str| {
            let found = desk.get(who, &format!("/api/messages/search?query={query}")).await.ok();
            found.as_array().unwrap().len()
        };
        assert_eq!(find(&boss, "pao").await, 3);
        assert_eq!(find(&boss, "P%C3%83O").await, 3);
        assert_eq!(find(&boss, "acucar%20quero").await, 1);
        assert_eq!(find(&boss, "pao%20inexistente").await, 0);
        assert_eq!(find(&boss, &format!("pao&conversationId={other}")).await, 1);
        assert_eq!(find(&boss, &format!("pao&departmentId={suporte}")).await, 1);
        assert_eq!(find(&boss, "pao&direction=OUTBOUND").await, 0);
        assert_eq!(find(&boss, "pao&type=IMAGE").await, 0);
        assert_eq!(find(&ana, "pao").await, 0, "neither is hers");
        assert_eq!(find(&desk.stranger().await, "pao").await, 0);
        for hostile in [
            "%22%22",
            "%22pao",
            "pao*",
            "pao%20OR%20x",
            "NOT%20pao",
            "a%3Ab",
            "-pao",
            "%27%27%27",
            "(((",
            "%00%00",
            "pao%20NEAR%20x",
            "%5E%5E",
            "%26%26%7C",
            "content%3Apao",
            "%3C-%3E%20!",
        ] {
            let answer = desk.get(&boss, &format!("/api/messages/search?query={hostile}")).await;
            assert_eq!(answer.status.as_u16(), 200, "{hostile}: {}", answer.body);
        }
        for short in ["", "a", "%20a%20"] {
            let answer = desk.get(&boss, &format!("/api/messages/search?query={short}")).await;
            assert_eq!(answer.code(), "invalid_query");
        }
        let first = desk.get(&boss, "/api/messages/search?query=pao&limit=2").await;
        let cursor = first.header("x-next-cursor").unwrap().to_owned();
        let second = desk.get(&boss, &format!("/api/messages/search?query=pao&limit=2&cursor={cursor}")).await;
        assert_eq!((first.ids().len(), second.ids().len()), (2, 1));
        assert!(second.header("x-next-cursor").is_none());
        let oldest = &second.body[0];
        assert_eq!(oldest["conversation"]["id"], json!(one));
        assert_eq!(oldest["conversation"]["customerName"], "Zé");
        assert_eq!(oldest["conversation"]["customerPhone"], "+5511988887777");
    }))
    .await;
}
