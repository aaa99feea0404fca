use std::collections::{HashSet, VecDeque};

use super::{Line, Person};

impl Line {
    /// Forget whoever has one of these addresses: what they wrote, what they got, and who they are. Webhooks on their way still arrive.
    pub(in crate::sandbox) fn forget(&mut self, addresses: &HashSet<String>) {
        let has = |person: &Person, addresses: &HashSet<String>| {
            person.addresses().any(|address| addresses.contains(address))
        };
        let known = self.people.iter().filter(|person| has(person, addresses));
        let mut all: HashSet<String> = known.flat_map(Person::addresses).cloned().collect();
        all.extend(addresses.iter().cloned());
        self.people.retain(|person| !has(person, &all));
        let people = self.people.iter().enumerate();
        self.by_address =
            people.flat_map(|(at, person)| person.addresses().map(move |address| (address.clone(), at))).collect();

        let all_messages = std::mem::take(&mut self.messages).into_iter();
        let (gone, kept): (VecDeque<_>, _) = all_messages.partition(|entry| has(&entry.person, &all));
        self.messages = kept;
        for entry in &gone {
            self.by_id.remove(&entry.id);
            self.copies.remove(&entry.group);
            self.seen.remove(&entry.id);
            self.reactions.remove(&entry.id);
        }
        self.with_files.retain(|id| self.by_id.contains_key(id));
        let files: HashSet<&str> = gone.iter().filter_map(|entry| Some(entry.file.as_ref()?.id.as_str())).collect();
        self.uploads.retain(|file| !files.contains(file.id.as_str()));
        for address in &all {
            self.pairs.remove(address);
            self.composing.remove(address);
            self.typing.remove(address);
        }
        // Whoever watches the phones gets them anew: of what is gone there is no other news.
        self.born = self.news();
    }
}
