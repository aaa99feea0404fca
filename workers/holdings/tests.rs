use domain::id::new_id;

use super::*;

/// A claim of which so many rows are due, and what it was told it may take.
async fn take(holdings: &Holdings, of: CompanyId, due: usize) -> (Vec<Held>, bool, Share) {
    let mut told = None;
    let claim = async |share: Share| {
        let rows = vec![of; due.min(usize::try_from(share.limit).unwrap())];
        told = Some(share);
        Ok(rows)
    };
    let taken = holdings.take(|company| *company, claim).await.unwrap();
    (taken.rows.into_iter().map(|(_, held)| held).collect(), taken.more, told.unwrap())
}

#[tokio::test]
async fn the_last_places_are_for_who_holds_nothing() {
    let (holdings, burst, other) = (Holdings::of_lanes(16), new_id(), new_id());
    let (mut first, more, share) = take(&holdings, burst, 100).await;
    assert_eq!((first.len(), more, share.limit, share.only_new), (8, true, 8, false));
    let (second, _, share) = take(&holdings, burst, 100).await;
    assert_eq!((second.len(), share.limit, share.held[&burst]), (6, 6, 8), "two of sixteen are kept");
    let (third, _, share) = take(&holdings, other, 1).await;
    assert_eq!((third.len(), share.limit, share.only_new), (1, 2, true));
    first.pop();
    let (none, _, share) = take(&holdings, burst, 0).await;
    assert_eq!((none.len(), share.limit, share.only_new), (0, 2, true), "what is free again is kept");
    drop(third);
    let (_, _, share) = take(&holdings, burst, 1).await;
    assert_eq!((share.limit, share.only_new), (1, false), "one more than is kept");
}

#[tokio::test]
async fn a_row_that_takes_long_holds_its_own_place_only() {
    let (holdings, company) = (Holdings::of_sends(8), new_id());
    let (mut rows, ..) = take(&holdings, company, 100).await;
    assert_eq!(rows.len(), 7);
    let slow = rows.pop();
    drop(rows);
    let (again, ..) = take(&holdings, company, 100).await;
    assert_eq!(again.len(), 6);
    drop((slow, again));
}

#[tokio::test]
async fn who_holds_half_leaves_the_rest_while_others_wait() {
    let (holdings, company) = (Holdings::of_sends(32), new_id());
    let (first, more, share) = take(&holdings, company, 3).await;
    assert_eq!((share.most, share.held.len(), more), (16, 0, false));
    let (second, ..) = take(&holdings, company, 8).await;
    let (third, more, share) = take(&holdings, company, 5).await;
    assert_eq!((share.held[&company], more), (11, true), "it holds half, so somebody may have been left out");
    drop((first, second, third));
    let (none, more, share) = take(&holdings, company, 0).await;
    assert!(none.is_empty() && !more && share.held.is_empty());
}

#[derive(Debug, PartialEq)]
enum Looks {
    AtOnce,
    Soon,
    Never,
}

async fn looks(holdings: &Holdings) -> Looks {
    let mut look = std::pin::pin!(holdings.has_room_again());
    if (&mut look).now_or_never().is_some() {
        return Looks::AtOnce;
    }
    tokio::time::timeout(2 * GATHER, look).await.map_or(Looks::Never, |()| Looks::Soon)
}

#[tokio::test]
async fn places_that_are_free_again_are_filled_together_where_rows_were_left() {
    let (holdings, company) = (Holdings::of_lanes(8), new_id());
    let (rows, ..) = take(&holdings, company, 1).await;
    drop(rows);
    assert_eq!(looks(&holdings).await, Looks::Never, "there was room for more");
    let (mut rows, ..) = take(&holdings, company, 100).await;
    assert_eq!(looks(&holdings).await, Looks::Never, "nothing is free");
    rows.pop();
    assert_eq!(looks(&holdings).await, Looks::Soon, "others may be done until then");
    rows.extend(take(&holdings, company, 1).await.0);
    rows.truncate(3);
    assert_eq!(looks(&holdings).await, Looks::AtOnce, "enough for a claim");
    rows.extend(take(&holdings, company, 100).await.0);
    rows.clear();
    assert_eq!(looks(&holdings).await, Looks::AtOnce, "nobody else is at work");
}

#[tokio::test]
async fn where_one_company_got_every_place_nobody_looks_again_until_one_is_free() {
    let (holdings, company, other) = (Holdings::of_lanes(8), new_id(), new_id());
    let all_of_one = holdings.take(|company| *company, async |_| Ok(vec![company; 7])).await.unwrap();
    assert!(!all_of_one.more, "nobody else had any");
    assert_eq!(looks(&holdings).await, Looks::Never);
    drop(all_of_one);
    assert_eq!(looks(&holdings).await, Looks::AtOnce);
    let of_two =
        holdings.take(|company| *company, async |_| Ok([[company; 5].as_slice(), &[other; 2]].concat())).await.unwrap();
    assert!(of_two.more, "there may be a third company");
}

#[tokio::test]
async fn whoever_comes_while_another_waits_leaves_it_to_that_one() {
    let (holdings, company) = (Holdings::of_lanes(8), new_id());
    let (said, hears) = tokio::sync::oneshot::channel::<()>();
    let slow = async |_| {
        hears.await.ok();
        Ok(vec![company])
    };
    let (first, waits, leaves, _) = tokio::join!(
        holdings.take(|company| *company, slow),
        holdings.take(|company| *company, async |_| Ok(vec![company; 2])),
        holdings.take(|company| *company, async |_| Ok(vec![company; 3])),
        async { said.send(()) },
    );
    assert_eq!([first, waits, leaves].map(|taken| taken.unwrap().rows.len()), [1, 2, 0]);
}

#[tokio::test]
async fn once_closed_it_takes_nothing_and_finishes_what_it_has() {
    let (holdings, company) = (Holdings::of_sends(8), new_id());
    let (mut rows, ..) = take(&holdings, company, 1).await;
    let (said, hears) = tokio::sync::oneshot::channel::<()>();
    holdings.work_on(rows.pop().unwrap(), async {
        hears.await.ok();
        panic!("not even this leaves a row behind");
    });
    holdings.close();
    let nothing = holdings.take(|company| *company, async |_| Ok(vec![company])).await.unwrap();
    assert!(nothing.rows.is_empty());
    assert!(holdings.finish().now_or_never().is_none());
    said.send(()).unwrap();
    holdings.finish().await;
    assert!(holdings.inner.held().is_empty());
}
